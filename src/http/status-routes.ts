/** `/healthz`, `/readyz` and `/metrics`: what the daemon says of itself to machines. */
import type { FastifyInstance } from 'fastify'
import { Counter, Histogram, type Registry } from 'prom-client'
import type { StoryPages } from '../contract/store.ts'
import { isoTime } from '../contract/words.ts'
import { writeGroupOpml, writeOpml } from '../publish/opml.ts'
import { HttpError } from './errors.ts'
import type { Links } from './links.ts'
import type { Observe } from './shortcut.ts'

/**
 * What can be amiss: polls that cannot be stored, upkeep or a whole round that fails, no round for long; every feed
 * that fails, feeds that wait for long, hubs that take no pings. The last three are told, but no restart would mend them.
 */
export type ProblemKind =
  | 'unstored'
  | 'upkeep'
  | 'round'
  | 'stalled'
  | 'busy'
  | 'all-failing'
  | 'late'
  | 'backup'
  | 'hub'

const OUTSIDE: ReadonlySet<ProblemKind> = new Set(['all-failing', 'late', 'hub'])

/** What the daemon says of itself; times in epoch milliseconds. */
export interface DaemonStatus {
  /** End of the last round of polls, or null before the first. */
  readonly lastRoundAt: number | null
  /** What is not as it should be, and since when. */
  readonly problems: readonly { readonly kind: ProblemKind; readonly what: string; readonly since: number }[]
}

interface StatusContext {
  readonly pages: StoryPages
  readonly links: Links
  readonly title: string
  readonly registry: Registry
  readonly status: () => Promise<DaemonStatus>
}

/** Routes for machines: health, metrics, subscriptions. Returns what counts an answer that no hook sees. */
export function addStatusRoutes(app: FastifyInstance, context: StatusContext): Observe {
  const observe = addMetrics(app, context)
  // Outside the visitors' rate: many of them behind one proxy must not make the daemon look dead.
  const probe = { config: { cost: 0 } } as const
  app.get('/healthz', probe, async (_request, reply) => {
    const { isAlive, health } = await readHealth(context)
    return reply
      .code(isAlive ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health)
  })
  app.get('/readyz', probe, async (_request, reply) => {
    const fault = await databaseFault(context.pages)
    return reply
      .code(fault === null ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(fault === null ? { status: 'ready' } : { status: 'not ready', database: fault })
  })
  for (const scope of ['', '/groups/:group']) {
    app.get(`${scope}/opml.xml`, { config: { isOpen: true } }, async (request, reply) => {
      const { group } = request.params as { group?: string }
      return reply
        .type('text/x-opml; charset=utf-8')
        .header('vary', 'accept-encoding')
        .send(await opml(context, group))
    })
  }
  return observe
}

async function opml({ pages, title }: StatusContext, group: string | undefined): Promise<string> {
  const feeds = await pages.feeds()
  if (group === undefined) return writeOpml(title, feeds)
  const members = feeds.filter(({ groups }) => groups.includes(group))
  if (members.length === 0) throw new HttpError(404, `no group ${group}`)
  return writeGroupOpml(`${title}: ${group}`, members)
}

async function databaseFault(pages: StoryPages): Promise<string | null> {
  return pages.feedStates().then(
    () => null,
    (error: Error) => error.message,
  )
}

/** Alive: a restart would improve nothing. */
async function readHealth({ pages, status }: StatusContext) {
  const [fault, { lastRoundAt, problems }] = await Promise.all([databaseFault(pages), status()])
  const [worst] = problems
  const health = {
    status: fault === null && problems.length === 0 ? 'ok' : 'degraded',
    database: fault ?? 'ok',
    polling: {
      last_round: lastRoundAt === null ? null : isoTime(lastRoundAt),
      problem: worst?.what ?? null,
      since: worst ? isoTime(worst.since) : null,
    },
    problems: problems.map(({ kind, what, since }) => ({ kind, what, since: isoTime(since) })),
    feeds: fault === null ? await pages.feedStates() : {},
  }
  return { isAlive: fault === null && problems.every(({ kind }) => OUTSIDE.has(kind)), health }
}

function addMetrics(app: FastifyInstance, { registry }: StatusContext): Observe {
  const registers = [registry]
  const requests = new Counter({
    name: 'wirefold_http_requests_total',
    help: 'Answers by route and status',
    labelNames: ['route', 'status'],
    registers,
  })
  const duration = new Histogram({
    name: 'wirefold_http_request_duration_seconds',
    help: 'From the request to the end of the answer',
    labelNames: ['route'],
    registers,
  })
  const observe: Observe = (route, status, seconds) => {
    requests.inc({ route, status })
    duration.observe({ route }, seconds)
  }
  app.addHook('onResponse', async (request, reply) => {
    observe(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000)
  })
  app.get('/metrics', { config: { cost: 0 } }, async (_request, reply) => {
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics())
  })
  return observe
}
