import compress from '@fastify/compress'
import etag from '@fastify/etag'
import rateLimit from '@fastify/rate-limit'
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify'
import type { Registry } from 'prom-client'
import type { StoryPages } from '../contract.ts'
import { type Actions, addActionRoutes } from './action-routes.ts'
import { addCodedEtags } from './coded-etags.ts'
import { HttpError } from './errors.ts'
import { addFeedRoutes } from './feed-routes.ts'
import { createLinks } from './links.ts'
import { addPageRoutes } from './page-routes.ts'
import { errorPage } from './pages/layout.ts'
import { addStatusRoutes, type DaemonStatus } from './status-routes.ts'

/**
 * The HTTP server: feeds for readers, pages for people, health for machines. It reads what is stored and turns it into
 * answers; it never polls, never decides what is one story, and changes state only through `actions`, behind a token.
 */
export interface ServerConfig {
  readonly host: string
  readonly port: number
  /** Where clients reach it; may hold a path (a proxy may or may not strip it: both work). */
  readonly publicUrl: string
  readonly title: string
  /** Guards what changes state; null switches that off. */
  readonly token: string | null
  readonly hubs: readonly string[]
  /** `clean`: without an agency's name before the headline. */
  readonly titles: 'clean' | 'verbatim'
  /** Whose X-Forwarded-For to believe: nobody's, so many proxies before us, or these addresses and ranges. */
  readonly trustProxy: false | number | string[]
  /** Requests a minute and client. */
  readonly rateLimit: number
}

export interface ServerDeps {
  readonly pages: StoryPages
  readonly actions: Actions
  readonly status: () => DaemonStatus
  /** The title without the agency's name, of an entry of this outlet. */
  readonly stripAgency: (title: string, outlet: string) => string
  /** Metrics of the whole daemon; the server adds its own. */
  readonly registry: Registry
  readonly log: FastifyBaseLogger | false
}

const MAX_URL = 2048

/** Builds the server; it does not listen yet. */
export async function createServer(config: ServerConfig, deps: ServerDeps): Promise<FastifyInstance> {
  const links = createLinks(config.publicUrl)
  const app = fastify({
    ...(deps.log === false ? { logger: false } : { loggerInstance: deps.log }),
    logController: new LogController({ disableRequestLogging: true }), // reads would drown the polls' lines
    trustProxy: trusted(config.trustProxy),
    bodyLimit: 16 * 1024,
    requestTimeout: 30_000,
    http: { maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) =>
      answerError(request.headers.accept ?? '', (reply as FastifyReply).code(400), error.message),
    rewriteUrl: (request) => withoutPrefix(request.url ?? '/', links.prefix),
  })
  await protect(app, config.rateLimit)
  const { pages, registry, status, actions } = deps
  const { title, hubs } = config
  const cleanTitle = config.titles === 'clean' ? deps.stripAgency : (given: string) => given
  addFeedRoutes(app, { pages, links, title, hubs, cleanTitle })
  addPageRoutes(app, { pages, links, title, cleanTitle })
  addStatusRoutes(app, { pages, links, title, registry, status })
  addActionRoutes(app, { actions, pages, token: config.token })
  return app
}

/** So many hops, counted from the one that connects to us; fastify takes no number. */
function trusted(proxies: ServerConfig['trustProxy']) {
  return typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies
}

/** A proxy that keeps publicUrl's path and one that strips it are both served. */
function withoutPrefix(url: string, prefix: string): string {
  if (prefix === '' || !url.startsWith(prefix)) return url
  const rest = url.slice(prefix.length)
  if (rest.startsWith('/')) return rest
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url
}

/** Limits, compression and headers for every route. */
async function protect(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    if (request.url.length > MAX_URL)
      throw new HttpError(414, `the address is longer than ${MAX_URL} characters`)
  })
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: '1 minute',
    addHeadersOnExceeding: NO_HEADERS,
  })
  await app.register(etag)
  await app.register(compress, {
    encodings: ['zstd', 'br', 'gzip'],
    brotliOptions: { params: { [BROTLI_QUALITY]: 4 } },
  })
  addCodedEtags(app)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const code = error.statusCode ?? (error.name === 'QueryError' ? 400 : 500)
    if (code >= 500) request.log.error(error)
    answerError(
      request.headers.accept ?? '',
      reply.code(code),
      code < 500 ? error.message : 'something broke here',
    )
  })
  app.setNotFoundHandler((request, reply) => {
    answerError(request.headers.accept ?? '', reply.code(404), 'there is nothing here')
  })
}

const NO_HEADERS = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false }
/** zlib.constants.BROTLI_PARAM_QUALITY; the default of 11 takes seconds for a feed, 4 is as fast as gzip. */
const BROTLI_QUALITY = 1

/** As JSON, as a page or as text, whichever the client prefers. */
function answerError(accept: string, reply: FastifyReply, message: string): void {
  reply.header('cache-control', 'no-store').header('vary', 'accept')
  if (/\bjson\b/.test(accept)) reply.send({ error: message })
  else if (accept.includes('text/html')) reply.type('text/html; charset=utf-8').send(errorPage(message))
  else reply.type('text/plain; charset=utf-8').send(`${message}\n`)
}
