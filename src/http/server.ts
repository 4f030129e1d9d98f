import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify'
import type { Registry } from 'prom-client'
import type { StoryPages } from '../contract.ts'
import { type Actions, addActionRoutes } from './action-routes.ts'
import type { FeedDocuments } from './feed-documents.ts'
import { addFeedRoutes } from './feed-routes.ts'
import { createHostCheck } from './hosts.ts'
import { createLinks } from './links.ts'
import { addPageCodings } from './page-codings.ts'
import { addPageRoutes } from './page-routes.ts'
import { answerError, protect } from './protect.ts'
import { createRate } from './rate.ts'
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
  /** Whose X-Forwarded-For is believed: how many proxies a request passes, or their addresses. */
  readonly trustProxy: false | number | string[]
  /** Names this server answers to beside publicUrl's, where it matters. */
  readonly hosts: readonly string[]
  /** What one visitor may cost in a minute. */
  readonly rateLimit: number
}

export interface ServerDeps {
  readonly pages: StoryPages
  readonly documents: FeedDocuments
  readonly actions: Actions
  readonly status: () => Promise<DaemonStatus>
  /** The title without the agency's name, of an entry of this outlet. */
  readonly stripAgency: (title: string, outlet: string) => string
  /** Metrics of the whole daemon; the server adds its own. */
  readonly registry: Registry
  readonly log: FastifyBaseLogger | false
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A connection on which nothing moves for this long is ended; between two requests, Fastify's 72 seconds hold. */
const IDLE_MS = 60_000
/** Wrong tokens that one visitor may send in a minute. */
const GUESSES_PER_MINUTE = 10

/** Builds the server; it does not listen yet. */
export async function createServer(config: ServerConfig, deps: ServerDeps): Promise<FastifyInstance> {
  const links = createLinks(config.publicUrl)
  const app = fastify({
    ...(deps.log === false ? { logger: false } : { loggerInstance: deps.log }),
    logController: new LogController({ disableRequestLogging: true }), // reads would drown the polls' lines
    trustProxy: trusted(config.trustProxy),
    bodyLimit: 16 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: IDLE_MS,
    http: { maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) =>
      answerError(request.headers.accept ?? '', (reply as FastifyReply).code(400), error.message),
    rewriteUrl: (request) => withoutPrefix(request.url ?? '/', links.prefix),
  })
  const { pages, documents, registry, status, actions, now } = deps
  const rate = createRate(config.rateLimit, now)
  protect(app, {
    rate,
    answersTo: createHostCheck({ ...config, always: config.token !== null }),
  })
  addPageCodings(app)
  const { title } = config
  const cleanTitle = config.titles === 'clean' ? deps.stripAgency : (given: string) => given
  addFeedRoutes(app, { documents, pages, links, rate })
  addPageRoutes(app, { pages, links, title, cleanTitle })
  addStatusRoutes(app, { pages, links, title, registry, status })
  addActionRoutes(app, { actions, pages, token: config.token, guesses: createRate(GUESSES_PER_MINUTE, now) })
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
