/**
 * Who may change things from the pages: a person who gave the token once. A cookie says so; it holds no token, only a
 * date and a signature that nobody can make without it, so nothing is kept here and another token ends every session.
 */
import { createHash, createHmac, scryptSync, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

const COOKIE = 'wirefold_session'
const LASTS_MS = 30 * 86_400_000

interface SessionConfig {
  /** null: nobody can sign in. */
  readonly token: string | null
  /** The path of publicUrl. */
  readonly prefix: string
  /** Whether people reach us by https: then the cookie travels by nothing else. */
  readonly secure: boolean
  readonly now: () => number
}

export interface Sessions {
  readonly possible: boolean
  /** The token that forms of this request's session must send along; null where there is no session. */
  formToken(request: FastifyRequest): string | null
  /** Whether a form was sent from a page of ours, by somebody who is signed in. */
  allows(request: FastifyRequest, formToken: unknown): boolean
  open(reply: FastifyReply): void
  close(reply: FastifyReply): void
}

export function createSessions({ token, prefix, secure, now }: SessionConfig): Sessions {
  const key = token === null ? null : scryptSync(token, 'wirefold session', 32)
  const sign = (text: string) => createHmac('sha256', key!).update(text).digest('base64url')
  const attributes = `; Path=${prefix || '/'}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`

  function sessionOf(request: FastifyRequest): string | null {
    const value = cookie(request.headers.cookie ?? '', COOKIE)
    if (key === null || value === null) return null
    const [until = '', signature = ''] = value.split('.')
    return isSameSecret(signature, sign(`session ${until}`)) && Number(until) > now() ? value : null
  }

  function formToken(request: FastifyRequest): string | null {
    const session = sessionOf(request)
    return session === null ? null : sign(`form ${session}`)
  }

  return {
    possible: key !== null,
    formToken,
    allows(request, given) {
      const expected = formToken(request)
      return expected !== null && isSameSecret(given, expected) && isOurs(request)
    },
    open(reply) {
      const until = String(now() + LASTS_MS)
      const value = `${until}.${sign(`session ${until}`)}`
      reply.header('set-cookie', `${COOKIE}=${value}; Max-Age=${LASTS_MS / 1000}${attributes}`)
    },
    close(reply) {
      reply.header('set-cookie', `${COOKIE}=; Max-Age=0${attributes}`)
    },
  }
}

/** Browsers tell where a form came from (https://www.w3.org/TR/fetch-metadata/); whoever does not tell is no browser. */
export function isOurs(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

function cookie(header: string, name: string): string | null {
  const pair = header.split(/;\s*/).find((each) => each.startsWith(`${name}=`))
  return pair === undefined ? null : pair.slice(name.length + 1)
}

/** Takes the same time wherever the two differ: their digests, which are of one length, are compared. */
export function isSameSecret(given: unknown, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret))
}
