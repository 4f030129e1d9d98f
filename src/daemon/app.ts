/** The composition root: the one place that knows every module, builds them from the config and takes them down. */

import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { createFeedSettings } from '../config/feed-settings.ts'
import type { Config } from '../config/schema.ts'
import type { PollSummary } from '../contract/model.ts'
import type { Store, StoryPages } from '../contract/store.ts'
import { createFetcher, type Fetcher } from '../fetch/fetch-feed.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import { createLog } from '../log/log.ts'
import { knownAgencies } from '../match/reading/credit.ts'
import { createLimiter } from '../poll/limit.ts'
import { createPoller, type ObservePoll, type Poller } from '../poll/poller.ts'
import { shareHosts } from '../poll/shared-limit.ts'
import { createAnnouncements } from '../push/announcements.ts'
import { isPostgres, openPages } from '../store/engine.ts'
import { deriveKey } from '../store/secrets.ts'
import { toSubscriptions } from '../subscribe/to-subscription.ts'
import { createReader } from '../threads/reader.ts'
import { startStoreThread } from '../threads/store-thread.ts'
import { VERSION } from '../version.ts'
import { answerSoon } from './answer-soon.ts'
import { createDisposal } from './disposal.ts'
import { createHealth, type Health, type HealthLimits } from './health.ts'
import { publicUrlOf } from './public-url.ts'
import { createRounds, type RoundOptions } from './round.ts'
import type { HttpServer } from './serving.ts'
import { createSharedClock } from './shared-clock.ts'

/** Questions that this process asks of a database server at once, beside those of its threads. */
const PAGES_CONNECTIONS = 2
/** Between two requests to one host. */
const HOST_PAUSE_MS = 1000

/** What the program takes from the world; tests bring their own. */
export interface Edges {
  readonly fetchFeed: Fetcher
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
  /** Told of each poll as it ends. */
  readonly observe?: ObservePoll
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
  const disposal = createDisposal()
  const log = overrides.log ?? createLog(config.log)
  const { random = Math.random } = overrides
  const agencies = knownAgencies(config)
  const { database, databasePassword } = config
  const storeConfig = { database, databasePassword, windowMs: config.stories.window, key: readKey(config) }
  try {
    const store = startStoreThread({ store: storeConfig, agencies })
    disposal.defer(() => store.close())
    const clock = isPostgres(database)
      ? await createSharedClock(store)
      : { now: Date.now, sync: async () => {} }
    const { now = clock.now } = overrides
    if (!overrides.keepSubscriptions) await subscribe(store, config, now())
    const subscribed = await store.subscribed()
    const opened = await openPages(config, PAGES_CONNECTIONS)
    disposal.defer(opened.close)
    const pages = answerSoon(opened.pages)
    const health = createHealth({ pages, now, askStore: () => store.subscribed() })
    const announcements = createAnnouncements(config, {
      pages,
      store,
      publicUrl: publicUrlOf(config),
      log,
      report: (problem) => health.note('hub', problem),
    })
    disposal.defer(announcements.close)
    const { announce } = announcements
    const fetchFeed = overrides.fetchFeed ?? createFetcherFor(config, now)
    disposal.defer(() => fetchFeed.close())
    let observe: ObservePoll = overrides.observe ?? (() => {})
    const told: ObservePoll = (...poll) => observe(...poll)
    const edges = { store, fetchFeed, now, random, log, observe: told }
    const poller = build(config, edges, disposal.defer)
    const deps = { store, poller, health, log, now, subscribed, announce }
    const { round: pollRound, close: endRounds } = createRounds(config, deps)
    const round: App['round'] = async (options) => {
      await clock.sync()
      return pollRound(options)
    }
    disposal.defer(endRounds)
    const server: App['createServer'] = async (limits = NO_LIMITS, { statusOnly = false } = {}) => {
      // Half of all modules serve HTTP: a command that only polls does not wait for them.
      const { createServing } = await import('./serving.ts')
      const pollAll = () => round({ all: true })
      const status = () => health.status(limits)
      const parts = { ...deps, pages, agencies, fetchFeed, status, pollAll, statusOnly }
      const serving = await createServing(config, parts, disposal.defer)
      observe = overrides.observe ?? serving.observe
      announcements.follow()
      return serving.server
    }
    return {
      store,
      pages,
      poller,
      log,
      round,
      announce,
      note: health.note,
      createServer: server,
      close: disposal.close,
    }
  } catch (error) {
    await disposal.close().catch(() => {})
    throw error
  }
}

/** Makes the subscriptions be what the config says; none is shown with a secret in its address. */
async function subscribe(store: Store, { feeds }: Config, now: number): Promise<void> {
  const shown = (await store.subscribed()).map((from) => ({ from, to: shownAddress(from) }))
  await store.concealAddresses(shown.filter(({ from, to }) => from !== to))
  await store.syncFeeds(toSubscriptions(feeds), now)
}

const NO_LIMITS: HealthLimits = {
  stalledAfterMs: Number.POSITIVE_INFINITY,
  lateAfterMs: Number.POSITIVE_INFINITY,
}

type Defer = (close: () => unknown) => void

function build(config: Config, edges: Edges & { store: Store }, defer: Defer): Poller {
  const reader = createReader()
  defer(() => reader.close())
  const { concurrency, minInterval, maxInterval } = config.poll
  const limiter = createLimiter({ concurrency, hostPauseMs: HOST_PAUSE_MS, now: edges.now })
  const poller = createPoller({
    ...edges,
    reader,
    limiter: shareHosts(limiter, { store: edges.store, hostPauseMs: HOST_PAUSE_MS }),
    settingsOf: createFeedSettings(config),
    minIntervalMs: minInterval,
    maxIntervalMs: maxInterval,
  })
  return poller
}

/** The key that the feeds' credentials are encrypted with, or null. Throws where its file cannot be read. */
function readKey({ keyFile }: Config): Uint8Array | null {
  return keyFile === null ? null : deriveKey(readFileSync(keyFile))
}

export function createFetcherFor(config: Config, now: () => number = Date.now): Fetcher {
  const { timeout, maxBytes, allowPrivateAddresses, contact } = config.fetch
  const settingsOf = createFeedSettings(config)
  return createFetcher(
    { timeoutMs: timeout, maxBytes, allowPrivateAddresses, contact, version: VERSION, settingsOf },
    { now },
  )
}
