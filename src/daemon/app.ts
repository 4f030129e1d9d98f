/** The composition root: the one place that knows every module, builds them from the config and takes them down. */
import type { Logger } from 'pino'
import { createFeedSettings } from '../config/feed-settings.ts'
import type { Config } from '../config/schema.ts'
import type { PollSummary } from '../contract/model.ts'
import type { Store, StoryPages } from '../contract/store.ts'
import { createFetcher, type Fetcher } from '../fetch/fetch-feed.ts'
import { createLog } from '../log/log.ts'
import { knownAgencies } from '../match/reading/credit.ts'
import { createLimiter } from '../poll/limit.ts'
import { createPoller, type ObservePoll, type Poller } from '../poll/poller.ts'
import { shareHosts } from '../poll/shared-limit.ts'
import { createAnnouncements } from '../push/announcements.ts'
import { createReader } from '../threads/reader.ts'
import { VERSION } from '../version.ts'
import { createDisposal, type Defer } from './disposal.ts'
import { createHealth, type Health, type HealthLimits } from './health.ts'
import { publicUrlOf } from './public-url.ts'
import { createRounds, type RoundOptions } from './round.ts'
import type { HttpServer } from './serving.ts'
import { openStorage } from './storage.ts'
import { WAITS, type Waits } from './waits.ts'

/** What the program takes from the world; tests bring their own. */
export interface Edges {
  readonly fetchFeed: Fetcher
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
  /** Told of each poll as it ends. */
  readonly observe?: ObservePoll
  /** Those that are not as in `WAITS`. */
  readonly waits?: Partial<Waits>
}

export interface App {
  readonly store: Store
  readonly pages: StoryPages
  readonly poller: Poller
  readonly log: Logger
  /** Tells health of what is not as it should be. */
  readonly note: Health['note']
  /** One round: polls what is due (`all`: every feed), then tidies up and tells the hubs. */
  round(options?: RoundOptions): Promise<PollSummary[]>
  /** Tells the hubs that what is published changed, as corrections do. */
  announce(): Promise<void>
  /** The HTTP server; it does not listen yet. Beyond the limits it calls the daemon unwell. */
  createServer(limits?: HealthLimits, options?: { readonly statusOnly?: boolean }): Promise<HttpServer>
  /** Stops polling, stores what is in flight, closes everything. */
  close(): Promise<void>
}

export interface AppOptions extends Partial<Edges> {
  /** Leaves subscriptions as they are, for commands that are not about them; else they become what the config says. */
  readonly keepSubscriptions?: boolean
}

/** Builds the daemon without starting anything. Throws StoreError where the database cannot be used. */
export async function createApp(config: Config, overrides: AppOptions = {}): Promise<App> {
  const { defer, close } = createDisposal()
  try {
    const parts = await build(config, overrides, defer)
    const { store, pages, poller, log, round, announcements, health } = parts
    return {
      store,
      pages,
      poller,
      log,
      round,
      announce: announcements.announce,
      note: health.note,
      createServer: (limits = NO_LIMITS, { statusOnly = false } = {}) =>
        openServer(config, parts, { limits, statusOnly }, defer),
      close,
    }
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}

type Parts = Awaited<ReturnType<typeof build>>

/** Builds what polls, what keeps, and what tells hubs of it. */
async function build(config: Config, overrides: AppOptions, defer: Defer) {
  const { random = Math.random, log = createLog(config.log) } = overrides
  const agencies = knownAgencies(config)
  const waits = { ...WAITS, ...overrides.waits }
  const storage = await openStorage(config, { ...overrides, agencies, waits }, defer)
  const { store, pages, now } = storage
  const health = createHealth({ pages, now, askStore: () => store.subscribed() })
  const report = (problem: string | null) => health.note('hub', problem)
  const hubDeps = { pages, store, publicUrl: publicUrlOf(config), log, report, gatherMs: waits.gatherMs }
  const announcements = createAnnouncements(config, hubDeps)
  defer(announcements.close)
  const fetchFeed = overrides.fetchFeed ?? createFetcherFor(config, now)
  defer(() => fetchFeed.close())
  const observer = createObserver(overrides.observe)
  const edges = { fetchFeed, now, random, log, observe: observer.observe }
  const poller = buildPoller(config, { ...edges, store, hostPauseMs: waits.hostPauseMs }, defer)
  const { announce } = announcements
  const rounds = createRounds(config, { ...storage, poller, health, log, announce })
  defer(rounds.close)
  return {
    ...storage,
    log,
    agencies,
    health,
    announcements,
    fetchFeed,
    observer,
    poller,
    round: rounds.round,
  }
}

/** Who is told of each poll: `wanted`, else whoever comes later. */
function createObserver(wanted: ObservePoll | undefined) {
  let current: ObservePoll = wanted ?? (() => {})
  return {
    observe: (...poll: Parameters<ObservePoll>) => current(...poll),
    follow(next: ObservePoll): void {
      current = wanted ?? next
    },
  }
}

interface PollerEdges extends Edges, Pick<Waits, 'hostPauseMs'> {
  readonly store: Store
}

function buildPoller(config: Config, { hostPauseMs, ...edges }: PollerEdges, defer: Defer): Poller {
  const reader = createReader()
  defer(() => reader.close())
  const { concurrency, minInterval, maxInterval } = config.poll
  const limiter = createLimiter({ concurrency, hostPauseMs, now: edges.now })
  return createPoller({
    ...edges,
    reader,
    limiter: shareHosts(limiter, { store: edges.store, hostPauseMs }),
    settingsOf: createFeedSettings(config),
    minIntervalMs: minInterval,
    maxIntervalMs: maxInterval,
  })
}

const NO_LIMITS: HealthLimits = {
  stalledAfterMs: Number.POSITIVE_INFINITY,
  lateAfterMs: Number.POSITIVE_INFINITY,
}

/** Builds what answers HTTP. From then on, metrics learn of polls, and hubs of what other processes change. */
async function openServer(
  config: Config,
  { health, announcements, observer, round, ...parts }: Parts,
  { limits, statusOnly }: { readonly limits: HealthLimits; readonly statusOnly: boolean },
  defer: Defer,
): Promise<HttpServer> {
  // Half of all modules serve HTTP: a command that only polls does not wait for them.
  const { createServing } = await import('./serving.ts')
  const pollAll = () => round({ all: true })
  const status = () => health.status(limits)
  const { announce } = announcements
  const serving = await createServing(config, { ...parts, announce, status, pollAll, statusOnly }, defer)
  observer.follow(serving.observe)
  announcements.follow()
  return serving.server
}

export function createFetcherFor(config: Config, now: () => number = Date.now): Fetcher {
  const { timeout, maxBytes, allowPrivateAddresses, contact } = config.fetch
  const settingsOf = createFeedSettings(config)
  return createFetcher(
    { timeoutMs: timeout, maxBytes, allowPrivateAddresses, contact, version: VERSION, settingsOf },
    { now },
  )
}
