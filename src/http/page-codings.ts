/** Gives pages and other texts a validator and a content coding, so that routes need not know of either. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chooseCoding, codedTag, createCodedBody } from './codings.ts'
import { etagOf, isFresh, tagHeld } from './conditional.ts'

/** Documents that are sent as bytes bring their own. */
export function addPageCodings(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const sent =
      typeof payload === 'string' && payload !== '' ? await encode(request, reply, payload) : payload
    return request.method === 'HEAD' && reply.statusCode === 304 ? ofNoLength() : sent
  })
}

/** With HEAD, Fastify tells the length of any body but a stream; and a 304 that tells a length of 0 empties caches. */
function ofNoLength(): Readable {
  return Readable.from([])
}

async function encode(request: FastifyRequest, reply: FastifyReply, text: string): Promise<Buffer | null> {
  const etag = etagOf(text)
  addVary(reply)
  const mayBeKept = reply.statusCode === 200 && request.method !== 'POST' && !isPrivate(reply)
  if (mayBeKept && isFresh(request, etag, null)) {
    reply.code(304).header('etag', tagHeld(request, etag)).removeHeader('content-type')
    return null
  }
  const coded = createCodedBody(Buffer.from(text), etag)
  const coding = coded.codingFor(chooseCoding(request.headers['accept-encoding']))
  if (mayBeKept) reply.header('etag', codedTag(etag, coding))
  if (coding !== 'identity') reply.header('content-encoding', coding)
  return coded.in(coding)
}

/** Nobody keeps it: a validator would be of no use. */
function isPrivate(reply: FastifyReply): boolean {
  return String(reply.getHeader('cache-control')).includes('no-store')
}

function addVary(reply: FastifyReply): void {
  const vary = String(reply.getHeader('vary') ?? '')
  if (!/accept-encoding/i.test(vary))
    reply.header('vary', vary === '' ? 'accept-encoding' : `${vary}, accept-encoding`)
}
