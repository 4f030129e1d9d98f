/** Lets scripts on other sites read what anyone may read (https://fetch.spec.whatwg.org/#http-cors-protocol). */
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether other sites' scripts may read it. */
    readonly isOpen?: boolean
  }
}

const ASKED = 'A-IM, If-Modified-Since, If-None-Match'
const SHOWN = 'ETag, IM, Last-Modified, Link'

/** For every route whose config says `isOpen`, its errors too; a browser that asks beforehand is told so. */
export function allowOtherSites(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.config.isOpen) return
    reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', SHOWN)
    if (request.method !== 'OPTIONS') return
    reply
      .code(204)
      .header('allow', 'GET, HEAD, OPTIONS')
      .header('access-control-allow-methods', 'GET, HEAD')
      .header('access-control-allow-headers', ASKED)
      .header('access-control-max-age', '86400')
    return reply.send()
  })
  app.addHook('onRoute', (route) => {
    if (!route.config?.isOpen || route.method !== 'GET') return
    const { url, config } = route
    app.route({ method: 'OPTIONS', url, config: { ...config, cost: 0 }, handler: async () => null })
  })
}
