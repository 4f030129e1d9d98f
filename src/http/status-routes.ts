import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { StoryPages } from '../contract.ts'
import { isoTime } from '../publish/entry.ts'
import { writeOpml } from '../publish/opml.ts'
import type { Links } from './links.ts'

/** What the daemon says of itself; times in epoch milliseconds. */
export interface DaemonStatus {
  /** End of the last round of polls, or null before the first. */
  readonly lastRoundAt: number | null
  /** Why polling is not as it should be, or null. */
  readonly problem: string | null
}

export interface StatusContext {
  readonly pages: StoryPages
  readonly links: Links
  readonly title: string
  readonly registry: Registry
  readonly status: () => DaemonStatus
}

/** Routes for machines: liveness, Prometheus, subscriptions. */
export function addStatusRoutes(app: FastifyInstance, context: StatusContext): void {
  addMetrics(app, context)
  // Outside the visitors' rate: many of them behind one proxy must not make the daemon look dead.
  app.get('/healthz', { config: { cost: 0 } }, async (_request, reply) => {
    const health = await readHealth(context)
    return reply
      .code(health.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health)
  })
  app.get('/opml.xml', async (_request, reply) => {
    const document = writeOpml(context.title, await context.pages.feeds())
    return reply.type('text/x-opml; charset=utf-8').header('vary', 'accept-encoding').send(document)
  })
}

interface Health {
  readonly status: 'ok' | 'degraded'
  /** `ok`, or what went wrong. */
  readonly database: string
  readonly polling: { readonly last_round: string | null; readonly problem: string | null }
  readonly feeds: Readonly<Record<string, number>>
}

async function readHealth({ pages, status }: StatusContext): Promise<Health> {
  const { lastRoundAt, problem } = status()
  const polling = { last_round: lastRoundAt === null ? null : isoTime(lastRoundAt), problem }
  try {
    const feeds = await pages.feedStates()
    return { status: problem === null ? 'ok' : 'degraded', database: 'ok', polling, feeds }
  } catch (error) {
    return { status: 'degraded', database: (error as Error).message, polling, feeds: {} }
  }
}

function addMetrics(app: FastifyInstance, { pages, registry }: StatusContext): void {
  const registers = [registry]
  new Gauge({
    name: 'wirefold_feeds',
    help: 'Subscribed feeds by state',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset()
      for (const [state, feeds] of Object.entries(await pages.feedStates())) this.set({ state }, feeds)
    },
  })
  for (const name of ['stories', 'entries'] as const) {
    new Gauge({
      name: `wirefold_${name}`,
      help: name === 'entries' ? 'Entries stored' : 'Stories that the entries make',
      registers,
      async collect() {
        this.set((await pages.counts())[name])
      },
    })
  }
  const requests = new Counter({
    name: 'wirefold_http_requests_total',
    help: 'Answers by route and status',
    labelNames: ['route', 'status'],
    registers,
  })
  app.addHook('onResponse', async (request, reply) => {
    requests.inc({ route: request.routeOptions.url ?? 'none', status: reply.statusCode })
  })
  app.get('/metrics', { config: { cost: 0 } }, async (_request, reply) => {
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics())
  })
}
