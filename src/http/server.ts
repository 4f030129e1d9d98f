/**
 * The HTTP server: feeds for readers, pages for people, health for machines. It reads what is stored and turns it into
 * answers; it never polls, never decides what is one story, and changes state only through `actions`, behind a token.
 */
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify'
import type { Registry } from 'prom-client'
import type { StoryPages } from '../contract/store.ts'
import { type Actions, addActionRoutes } from './action-routes.ts'
import { addAssetRoutes } from './asset-routes.ts'
import { addChangeRoutes } from './change-routes.ts'
import { allowOtherSites } from './cross-origin.ts'
import { addEventRoutes } from './event-routes.ts'
import { type ExcerptFeeds, excerptsOf } from './excerpts.ts'
import type { FeedDocuments } from './feed-documents.ts'
import { addFeedRoutes } from './feed-routes.ts'
import { createGuard } from './guard.ts'
import { createHostCheck } from './hosts.ts'
import { addIconRoutes } from './icon-routes.ts'
import { createLinks, type Links } from './links.ts'
import { answerOtherMethods } from './methods.ts'
import type { NamedFeed } from './named-feeds.ts'
import { type AnswerError, createErrorAnswers } from './page-answers.ts'
import { addPageCodings } from './page-codings.ts'
import { type PageContext, siteFor } from './page-context.ts'
import { addPageRoutes } from './page-routes.ts'
import { errorPage } from './pages/layout.ts'
import { createTimes } from './pages/site.ts'
import { protect } from './protect.ts'
import { createRate } from './rate.ts'
import { createSessions } from './sessions.ts'
import { addShortcut } from './shortcut.ts'
import { addStatusRoutes, type DaemonStatus } from './status-routes.ts'

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
  /** In which the pages tell times where no script makes them the visitor's own: an IANA name. */
  readonly timeZone: string
  readonly namedFeeds: readonly NamedFeed[]
  /** Feeds of which only excerpts may be shown. */
  readonly excerptOnly: ExcerptFeeds
  /** Answers how the process is doing, and nothing else. */
  readonly statusOnly?: boolean
}

export interface ServerDeps {
  readonly pages: StoryPages
  readonly documents: FeedDocuments
  readonly actions: Actions
  readonly status: () => Promise<DaemonStatus>
  /** The title without the agency's name, of an entry of this outlet. */
  readonly stripAgency: (title: string, outlet: string) => string
  readonly sideBySide: PageContext['sideBySide']
  readonly spellSum: PageContext['spellSum']
  /** Metrics of the whole daemon; the server adds its own. */
  readonly registry: Registry
  readonly log: FastifyBaseLogger | false
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A connection on which nothing moves for this long is ended; between two requests, Fastify's 72 seconds hold. */
const IDLE_MS = 60_000
/** Of an outlet, a group or a story in an address. */
const LONGEST_NAME = 300
/** How often pages that are open learn of new stories. */
const NEWS_EVERY_MS = 5000
/** Wrong tokens that one visitor may send in a minute. */
const GUESSES_PER_MINUTE = 10

/** Builds the server; it does not listen yet. */
export async function createServer(config: ServerConfig, deps: ServerDeps): Promise<FastifyInstance> {
  const links = createLinks(config.publicUrl, { hosts: config.hosts })
  const pageContext = describePages(config, links, deps)
  const answerError = createErrorAnswers((code, message) =>
    errorPage(siteFor(pageContext, null), code, message),
  )
  const app = createFramework(config, links.prefix, deps.log, answerError)
  const rate = createRate(config.rateLimit, deps.now)
  const refuseOtherMethods = answerOtherMethods(app)
  allowOtherSites(app)
  const answersTo = createHostCheck({ ...config, always: config.token !== null })
  protect(app, { rate, answersTo, answerError })
  addPageCodings(app)
  const { pages, documents, registry, status } = deps
  const observe = addStatusRoutes(app, { pages, links, title: config.title, registry, status })
  if (!config.statusOnly) {
    const shortcut = addShortcut(app, observe)
    addFeedRoutes(app, { documents, pages, links, rate, named: config.namedFeeds, shortcut })
    addRooms(app, config, pageContext, deps)
  }
  refuseOtherMethods()
  return app
}

function createFramework(
  { trustProxy }: ServerConfig,
  prefix: string,
  log: ServerDeps['log'],
  answerError: AnswerError,
): FastifyInstance {
  return fastify({
    ...(log === false ? { logger: false } : { loggerInstance: log }),
    logController: new LogController({ disableRequestLogging: true }), // reads would drown the polls' lines
    trustProxy: trusted(trustProxy),
    bodyLimit: 16 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: IDLE_MS,
    http: { maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: LONGEST_NAME },
    frameworkErrors: (error, request, reply) => {
      const [code, message] = routingFault(error.code)
      answerError(request.headers.accept ?? '', (reply as FastifyReply).code(code), message)
    },
    rewriteUrl: (request) => withoutPrefix(request.url ?? '/', prefix),
  })
}

/** The pages, what they load, and what people change by them. */
function addRooms(
  app: FastifyInstance,
  { token }: ServerConfig,
  context: PageContext,
  { actions, now }: ServerDeps,
): void {
  addPageRoutes(app, context)
  addAssetRoutes(app)
  addIconRoutes(app)
  addChangeRoutes(app, context)
  addEventRoutes(app, { pages: context.pages, everyMs: NEWS_EVERY_MS })
  const guesses = createRate(GUESSES_PER_MINUTE, now)
  const guard = createGuard({ token, sessions: context.sessions, guesses })
  addActionRoutes(app, { ...context, actions, guard })
}

function describePages(config: ServerConfig, links: Links, deps: ServerDeps): PageContext {
  const { title, token, publicUrl, timeZone } = config
  const { pages, now, stripAgency, sideBySide, spellSum } = deps
  return {
    pages,
    links,
    title,
    cleanTitle: config.titles === 'clean' ? stripAgency : (given) => given,
    excerptOnly: excerptsOf(config.excerptOnly),
    sessions: createSessions({ token, prefix: links.prefix, secure: publicUrl.startsWith('https:'), now }),
    times: createTimes(timeZone, now),
    now,
    sideBySide,
    spellSum,
  }
}

/** What the router refuses before there is a route: the status, and a sentence. */
function routingFault(code: string): [number, string] {
  return code === 'FST_ERR_MAX_PARAM_LENGTH'
    ? [414, `a name in the address is longer than ${LONGEST_NAME} characters`]
    : [400, 'the address is no address: each % is to be followed by two digits that spell UTF-8']
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
