/**
 * Answers that are ready, sent before the framework sees the request. Nearly all requests of feed readers come here, and
 * what routing and hooks cost would be most of what they cost.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Answers and resolves with the status; with null, and no answer, where what was ready is out of date. */
type ReadyAnswer = (request: IncomingMessage, response: ServerResponse) => Promise<number | null>

export interface Shortcut {
  /** The route has answered this request, and the same one may be answered by `answer` from now on. */
  remember(request: FastifyRequest, answer: ReadyAnswer): void
}

/** Told of each answer, as the metrics are. */
export type Observe = (route: string, status: number, seconds: number) => void

/** Forgotten all at once, and soon there again. */
const MOST_KNOWN = 1000

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export function addShortcut(app: FastifyInstance, observe: Observe): Shortcut {
  const known = new Map<string, { readonly route: string; readonly answer: ReadyAnswer }>()
  const [handle] = app.server.listeners('request') as [Handler]
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ready = known.get(keyOf(request, request.url))!
    const started = performance.now()
    const status = await ready.answer(request, response).catch(() => null)
    if (status === null) handle(request, response)
    else observe(ready.route, status, (performance.now() - started) / 1000)
  }
  app.server.removeListener('request', handle)
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isPlain = request.method === 'GET' && request.headers['a-im'] === undefined
    if (isPlain && known.has(keyOf(request, request.url))) void take(request, response)
    else handle(request, response)
  })
  return {
    remember: (request, answer) => {
      if (known.size >= MOST_KNOWN) known.clear()
      const { url = '' } = request.routeOptions
      known.set(keyOf(request.raw, request.originalUrl), { route: url, answer })
    },
  }
}

/** All that decided whether and how the route answered, but for what conditional requests and codings ask. */
function keyOf({ headers, socket }: IncomingMessage, url: string | undefined): string {
  return `${socket.localAddress} ${headers.host} ${url}`
}
