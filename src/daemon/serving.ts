/** Builds what answers HTTP. Only those who serve load this module, because it imports half of all others. */
import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import type { Store, StoryPages } from '../contract/store.ts'
import type { Fetcher } from '../fetch/fetch-feed.ts'
import type { ExcerptFeeds } from '../http/excerpts.ts'
import { createServer } from '../http/server.ts'
import type { DaemonStatus } from '../http/status-routes.ts'
import type { Agency } from '../match/reading/agencies.ts'
import { createAgencyStripper } from '../match/reading/agency-title.ts'
import { sideBySide } from '../match/side-by-side.ts'
import { spellSum } from '../match/spelled-sum.ts'
import type { ObservePoll } from '../poll/poller.ts'
import { toSubscription } from '../subscribe/to-subscription.ts'
import { startPagesThreads } from '../threads/pages-thread.ts'
import { VERSION } from '../version.ts'
import { type ActionDeps, createActions } from './actions.ts'
import type { Defer } from './disposal.ts'
import { createMetrics } from './metrics.ts'
import { publicUrlOf } from './public-url.ts'

export type HttpServer = Awaited<ReturnType<typeof createServer>>

interface ServingParts extends Omit<ActionDeps, 'fetcher'> {
  readonly pages: StoryPages
  readonly agencies: readonly Agency[]
  readonly fetchFeed: Fetcher
  readonly status: () => Promise<DaemonStatus>
  /** Answers how the process is doing, and nothing else. */
  readonly statusOnly: boolean
  readonly log: Logger
}

interface Serving {
  /** It does not listen yet. */
  readonly server: HttpServer
  /** Tells the metrics of a poll. */
  readonly observe: ObservePoll
}

type Names = Pick<Store, 'shownAs'>

/** @param defer takes a function that ends the threads started here */
export async function createServing(
  config: Config,
  { pages, agencies, fetchFeed, status, statusOnly, log, now, ...parts }: ServingParts,
  defer: Defer,
): Promise<Serving> {
  const settings = { ...(await serverConfig(config, parts.store)), statusOnly }
  const metrics = createMetrics({ pages, status, now, version: VERSION })
  const { database, databasePassword } = config
  const threads = startPagesThreads({ ...settings, database, databasePassword, agencies }, pages)
  defer(() => threads.close())
  const server = await createServer(settings, {
    ...threads,
    actions: createActions({ ...parts, fetcher: fetchFeed, now }),
    status,
    stripAgency: createAgencyStripper(agencies),
    sideBySide,
    spellSum,
    registry: metrics.registry,
    log,
    now,
  })
  return { server, observe: metrics.observe }
}

async function serverConfig(config: Config, store: Names) {
  const timeZone = config.server.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    ...config.server,
    timeZone,
    publicUrl: publicUrlOf(config),
    namedFeeds: config.namedFeeds,
    excerptOnly: await excerptOnlyOf(config, store),
  }
}

async function excerptOnlyOf({ server, feeds }: Config, store: Names): Promise<ExcerptFeeds> {
  if (server.excerpt) return 'all'
  const shown = await store.shownAs(feeds.map(toSubscription))
  return shown.filter((_, i) => feeds[i]!.excerpt)
}
