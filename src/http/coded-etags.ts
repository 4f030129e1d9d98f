import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const CODING = /-(?:gzip|br|zstd)"/g

/**
 * A strong ETag stands for one sequence of bytes, so each content coding has its own (RFC 9110, 8.8.3.3): that of the
 * document with the coding's name at its end. Routes need not know: they give and are asked for the document's. To be
 * added after compression, because it reads what that chose.
 */
export function addCodedEtags(app: FastifyInstance): void {
  const asked = new WeakMap<FastifyRequest, string>()
  app.addHook('onRequest', async (request) => {
    const { headers } = request
    const tags = headers['if-none-match']
    if (tags === undefined) return
    asked.set(request, tags)
    headers['if-none-match'] = tags.replace(CODING, '"')
  })
  const onSend = async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const etag = reply.getHeader('etag')
    if (typeof etag !== 'string') return payload
    if (!reply.hasHeader('vary')) reply.header('vary', 'accept-encoding')
    const coding = reply.getHeader('content-encoding')
    if (reply.statusCode === 304) return notModified(reply, tagOf(asked.get(request) ?? '', etag))
    if (coding !== undefined) reply.header('etag', etag.replace(/"$/, `-${coding}"`))
    return payload
  }
  app.addHook('onRoute', (route) => {
    route.onSend = [route.onSend ?? [], onSend].flat()
  })
}

/**
 * A cache updates what it stores by the headers of a 304 (RFC 9111, section 3.2); Squid then serves as many bytes as
 * its Content-Length says. So it has none, nor anything else that describes a body; null makes Fastify add none.
 */
function notModified(reply: FastifyReply, etag: string): null {
  for (const name of ['content-length', 'content-type', 'content-encoding']) reply.removeHeader(name)
  reply.header('etag', etag)
  return null
}

/** As the client has the document: in one coding or another. */
function tagOf(asked: string, etag: string): string {
  return asked.match(/"[^"]*"/g)?.find((tag) => tag.replace(CODING, '"') === etag) ?? etag
}
