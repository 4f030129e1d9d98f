/** Builds what answers HTTP. Only those who serve load this module, because it imports half of all others. */

import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import type { StoryPages } from '../contract/store.ts'
import type { Fetcher } from '../fetch/fetch-feed.ts'
import type { ExcerptFeeds } from '../http/excerpts.ts'
import { createServer } from '../http/server.ts'
import type { DaemonStatus } from '../http/status-routes.ts'
import type { Agency } from '../match/reading/agencies.ts'
import { createAgencyStripper } from '../match/reading/agency-title.ts'
import { sideBySide } from '../match/side-by-side.ts'
import { spellSum } from '../match/spelled-sum.ts'
import type { ObservePoll } from '../poll/poller.ts'
import { toSubscriptions } from '../subscribe/to-subscription.ts'
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
  /** Answers how the process fares, and nothing else. */
  readonly statusOnly: boolean
  readonly log: Logger
}

interface Serving {
  /** It does not listen yet. */
  readonly server: HttpServer
  /** Tells the metrics of a poll. */
  readonly observe: ObservePoll
}

/** @param defer takes a function that ends the threads started here */
export async function createServing(
  config: Config,
  { pages, agencies, fetchFeed, status, statusOnly, log, now, ...parts }: ServingParts,
  defer: Defer,
): Promise<Serving> {
  const settings = { ...serverConfig(config), statusOnly }
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

function serverConfig(config: Config) {
  const timeZone = config.server.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    ...config.server,
    timeZone,
    publicUrl: publicUrlOf(config),
    namedFeeds: config.namedFeeds,
    excerptOnly: excerptOnlyOf(config),
  }
}

function excerptOnlyOf({ server, feeds }: Config): ExcerptFeeds {
  if (server.excerpt) return 'all'
  return toSubscriptions(feeds)
    .filter((_, i) => feeds[i]!.excerpt)
    .map(({ url }) => url)
}
