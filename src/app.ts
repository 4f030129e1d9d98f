/** The composition root: the one place that knows every module, builds them from the config and takes them down. */
import { type Logger, pino } from 'pino'
import type { Config } from './config/schema.ts'
import { createDisposal } from './disposal.ts'
import { createFetcher, type Fetcher } from './fetch/fetch-feed.ts'
import { AGENCIES } from './match/agencies.ts'
import type { Subscription } from './model.ts'
import { createLimiter } from './poll/limit.ts'
import { isHeld } from './poll/next-poll.ts'
import { createPoller, type Poller } from './poll/poller.ts'
import { createReader } from './poll/reader.ts'
import type { Store } from './store/store.ts'
import { startStoreThread } from './store-thread.ts'
import { VERSION } from './version.ts'

/** Between two requests to one host. */
const HOST_PAUSE_MS = 1000

/** What the program takes from the world; tests bring their own. */
export interface Edges {
  readonly fetchFeed: Fetcher
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
}

export interface App {
  readonly store: Store
  readonly poller: Poller
  readonly log: Logger
  /** Stops polling, stores what is in flight, closes everything. */
  close(): Promise<void>
}

/** Builds the daemon without starting anything. Throws StoreError where the database cannot be used. */
export async function createApp(config: Config, overrides: Partial<Edges> = {}): Promise<App> {
  const disposal = createDisposal()
  const log = overrides.log ?? pino({ level: config.log }, pino.destination(2))
  const now = overrides.now ?? Date.now
  const store = startStoreThread({
    store: { file: config.database, windowMs: config.stories.window },
    agencies: config.agencies.only ?? [...config.agencies.add, ...AGENCIES],
  })
  disposal.defer(() => store.close())
  const fetchFeed = overrides.fetchFeed ?? createFetcher(fetchConfig(config), { now })
  disposal.defer(() => fetchFeed.close())
  const reader = createReader()
  disposal.defer(() => reader.close())
  const poller = createPoller({
    store,
    fetchFeed,
    reader,
    log,
    now,
    random: overrides.random ?? Math.random,
    limiter: createLimiter({ concurrency: config.poll.concurrency, hostPauseMs: HOST_PAUSE_MS, now }),
    held: isHeld,
    minIntervalMs: config.poll.minInterval,
    maxIntervalMs: config.poll.maxInterval,
  })
  disposal.defer(() => poller.stop())
  await store.syncFeeds(config.feeds.map(toSubscription), now()).catch(async (error) => {
    await disposal.close().catch(() => {})
    throw error
  })
  return { store, poller, log, close: disposal.close }
}

function fetchConfig({ fetch }: Config) {
  return {
    timeoutMs: fetch.timeout,
    maxBytes: fetch.maxBytes,
    allowPrivateAddresses: fetch.allowPrivateAddresses,
    contact: fetch.contact,
    version: VERSION,
  }
}

/** Credentials leave the address here and travel apart from it. */
export function toSubscription(feed: Config['feeds'][number]): Subscription {
  const url = new URL(feed.url)
  const { username, password } = url
  url.username = ''
  url.password = ''
  url.hash = ''
  const credentials = username ? `${decodeURIComponent(username)}:${decodeURIComponent(password)}` : null
  return { ...feed, url: url.href, credentials }
}
