/** How a page is sent: what may run in it, and who may keep it. */
import type { FastifyReply } from 'fastify'
import type { Site } from './pages/site.ts'

// Nothing but our own script and stylesheet runs; pictures, sound and players of the outlets may load.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src http: https: data:',
  'media-src http: https:',
  'frame-src https:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Sends a page; one for a visitor who is signed in is kept by nobody else. */
export function show(reply: FastifyReply, { visitor }: Pick<Site, 'visitor'>, body: string): FastifyReply {
  reply.header('cache-control', visitor.formToken === null ? 'public, max-age=60' : 'private, no-store')
  reply.header('vary', 'accept-encoding, cookie')
  return asPage(reply).send(body)
}

export type AnswerError = (accept: string, reply: FastifyReply, message: string) => void

/** An answer that is not 2xx: as JSON, as a page or as text, whichever the client prefers. */
export function createErrorAnswers(page: (code: number, message: string) => string): AnswerError {
  return (accept, reply, message) => {
    reply.header('cache-control', 'no-store').header('vary', 'accept')
    if (/\bjson\b/.test(accept)) reply.send({ error: message })
    else if (accept.includes('text/html')) asPage(reply).send(page(reply.statusCode, message))
    else reply.type('text/plain; charset=utf-8').send(`${message}\n`)
  }
}

/** Headers of a page: what may run in it, and that its links tell nobody its address. */
export function asPage(reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'no-referrer')
}
