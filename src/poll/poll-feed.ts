/**
 * One poll of one feed, as the list of its steps: fetch → read (decode, parse, normalise) → when next → store
 * (fingerprint, match, keep). It only calls things in order, and decides nothing itself.
 */
import type { Logger } from 'pino'
import type { Feed, FetchOutcome, PollSummary } from '../contract/model.ts'
import type { PollRecord, Store } from '../contract/store.ts'
import type { FetchFeed } from '../fetch/fetch-feed.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import type { ReadingSettings } from '../parse/read-feed.ts'
import { type NextPoll, type NextPollInput, nextPoll } from './next-poll.ts'
import { type Read, type ReadingDeps, readDocument } from './read-document.ts'

export interface PollDeps extends ReadingDeps {
  readonly fetchFeed: FetchFeed
  readonly store: Store
  readonly now: () => number
  readonly random: () => number
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
  /** What holds for one feed, by the address it was subscribed with. */
  readonly settingsOf?: (address: string) => PollSettings
}

/** How one feed is polled. */
interface PollSettings {
  /** Milliseconds; null: the same as for all others. */
  readonly interval: NextPollInput['interval']
  /** `daily`: a whole document is asked for when none has come for a day. */
  readonly refetch: 'never' | 'daily'
  /** The path of its address is a secret. */
  readonly private: boolean
  readonly reading?: ReadingSettings
}

const PLAIN: PollSettings = { interval: null, refetch: 'never', private: false }
const NO_VALIDATORS = { etag: null, lastModified: null }
const DAY_MS = 24 * 3_600_000

export async function pollFeed(
  feed: Feed,
  deps: PollDeps,
): Promise<{ summary: PollSummary; next: NextPoll }> {
  const { record, next, outcome, now } = await askFeed(feed, deps)
  const about = { feedId: feed.id, outlet: feed.outlet, url: feed.url }
  try {
    const { faults, ...counts } = await deps.store.recordPoll(record, now)
    for (const fault of faults)
      deps.log.error({ ...about, ...fault }, 'deciding an entry broke: this is a bug')
    const how = { outcome, state: next.state, error: record.progress.error }
    return { summary: { ...about, ...how, stored: true, ...counts }, next }
  } catch (error) {
    return { summary: lostPoll(feed, error, deps.log), next } // what the publisher asked for holds all the same
  }
}

interface Asked {
  readonly record: PollRecord
  readonly next: NextPoll
  readonly outcome: PollSummary['outcome']
  readonly now: number
}

/** Asks for a document and reads it: apart from what stores it, so that no scope keeps the document meanwhile. */
async function askFeed(feed: Feed, deps: PollDeps): Promise<Asked> {
  const started = deps.now()
  const settings = deps.settingsOf?.(feed.subscribedAs) ?? PLAIN
  const fetched = await deps.fetchFeed(wantsWhole(feed, settings, started) ? unconditional(feed) : feed)
  tellForgiven(feed, fetched, deps.log)
  const read = await readDocument(feed, fetched, deps, settings.reading)
  const outcome = read.kind === 'unreadable' ? unreadable(fetched, read.reason) : fetched
  const now = deps.now()
  const pace = read.kind === 'read' ? read.parsed.pace : feed.pace
  const announced = announcedMove(feed, read)
  const { interval = null } = settings
  const next = nextPoll({ ...deps, feed: { ...feed, pace }, outcome, now, interval, announced })
  const record = recordOf({ feed, fetched, read, outcome, next }, settings, now - started)
  return { record, next, outcome: whatCameOf(outcome, read), now }
}

/** What the steps of one poll came to. */
interface Steps {
  readonly feed: Feed
  readonly fetched: FetchOutcome
  readonly read: Read
  /** `fetched`, unless what was fetched could not be read. */
  readonly outcome: FetchOutcome
  readonly next: NextPoll
}

function recordOf(steps: Steps, settings: PollSettings, ms: number): PollRecord {
  const { feed, fetched, read, outcome, next } = steps
  const isGood = outcome.kind === 'modified' || outcome.kind === 'not-modified'
  return {
    feed,
    progress: {
      ...next,
      error: outcome.kind === 'failed' ? outcome.reason : null,
      newUrl: next.newUrl && shownAddress(next.newUrl, settings.private),
      newAddress: next.newUrl,
      isWhole: fetched.kind === 'modified',
    },
    validators: isGood ? outcome.validators : null,
    read: read.kind === 'read' ? read : null,
    took: {
      status: fetched.status,
      ms: Math.max(0, ms),
      bytes: fetched.kind === 'modified' ? fetched.body.byteLength : null,
    },
  }
}

/** Asks for the whole document, whatever is known of the last one. */
export function unconditional(feed: Feed): Feed {
  return { ...feed, validators: { ...feed.validators, ...NO_VALIDATORS } }
}

function wantsWhole({ wholeAt }: Feed, { refetch }: PollSettings, now: number): boolean {
  return refetch === 'daily' && now - (wholeAt ?? 0) >= DAY_MS
}

/** A document that has not changed announces what it announced before. */
function announcedMove({ move }: Feed, read: Read): string | null {
  if (read.kind === 'read') return read.parsed.newFeedUrl ?? null
  return read.kind === 'nothing-new' && move?.inDocument ? move.url : null
}

function tellForgiven({ id, url }: Feed, fetched: FetchOutcome, log: Logger): void {
  const forgiven = fetched.kind === 'modified' ? (fetched.leniencies ?? []) : []
  if (forgiven.length > 0)
    log.info({ feedId: id, url, forgiven }, 'the answer is not quite HTTP, and was read')
}

function whatCameOf({ kind }: FetchOutcome, read: Read): PollSummary['outcome'] {
  if (kind === 'modified' || kind === 'not-modified') return read.kind === 'read' ? 'read' : 'unchanged'
  return kind
}

/** The summary of a poll that failed on our side: the database could not take it, which may pass, or we have a bug. */
export function lostPoll(feed: Feed, cause: unknown, log: Logger): PollSummary {
  const { name, message } = cause as Error
  const databases = name === 'SqliteError' || name === 'StoreError'
  const error = databases
    ? `could not be stored: ${message}`
    : `broke, which is a fault of Wirefold: ${message}`
  log.error(
    { feedId: feed.id, url: feed.url, err: cause },
    databases ? 'a poll could not be stored' : 'a poll broke: this is a bug',
  )
  const nothing = { added: 0, changed: 0, folded: 0 }
  return {
    outcome: 'lost',
    feedId: feed.id,
    outlet: feed.outlet,
    url: feed.url,
    state: 'failing',
    error,
    stored: false,
    ...nothing,
  }
}

/** A document that cannot be read is a failed poll: its validators must not be kept, or a 304 would hide the fault. */
function unreadable(outcome: FetchOutcome, reason: string): FetchOutcome {
  const status = outcome.kind === 'failed' ? null : outcome.status
  return { kind: 'failed', status, reason, caching: outcome.caching }
}
