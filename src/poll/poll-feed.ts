/**
 * One poll of one feed, as the list of its steps: fetch → read (decode, parse, normalise) → when next → store
 * (fingerprint, match, keep). It only calls things in order, and decides nothing itself.
 */

import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { lostWords } from '../contract/losses.ts'
import type { Feed, FetchOutcome, PollSummary } from '../contract/model.ts'
import type { PollRecord, ReadBody, Store } from '../contract/store.ts'
import type { FetchFeed } from '../fetch/fetch-feed.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import { ParseError } from '../parse/parse-error.ts'
import type { ReadingSettings } from '../parse/read-feed.ts'
import type { FeedReader } from '../threads/reader.ts'
import { type NextPoll, type NextPollInput, nextPoll } from './next-poll.ts'

export interface PollDeps {
  readonly fetchFeed: FetchFeed
  readonly reader: FeedReader
  readonly store: Store
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
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

/** What was read of a document, or why it could not be. */
type Read =
  | (ReadBody & { readonly kind: 'read' })
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'unreadable'; readonly reason: string }

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

/** Asks for a document and reads it. It is a function of its own so that nothing holds the document while it is stored. */
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
  const failure = outcome.kind === 'failed' ? outcome.reason : null
  const record: PollRecord = {
    feed,
    progress: {
      ...next,
      error: failure,
      newUrl: next.newUrl && shownAddress(next.newUrl, settings.private),
      newAddress: next.newUrl,
      isWhole: fetched.kind === 'modified',
    },
    validators: outcome.kind === 'modified' || outcome.kind === 'not-modified' ? outcome.validators : null,
    read: read.kind === 'read' ? read : null,
    took: {
      status: fetched.status,
      ms: Math.max(0, now - started),
      bytes: fetched.kind === 'modified' ? fetched.body.byteLength : null,
    },
  }
  return { record, next, outcome: whatCameOf(outcome, read), now }
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

/** A bug of ours in reading is logged as one; like any failed poll, it backs off and shows on the feed. */
async function readDocument(
  feed: Feed,
  outcome: FetchOutcome,
  { reader, log }: Pick<PollDeps, 'reader' | 'log'>,
  settings?: ReadingSettings,
): Promise<Read> {
  if (outcome.kind !== 'modified') return { kind: 'nothing-new' }
  const bodyHash = hashOf(outcome.body, settings)
  if (bodyHash === feed.bodyHash) return { kind: 'nothing-new' }
  try {
    const parsed = await reader.read({
      body: outcome.body,
      contentType: outcome.contentType,
      url: outcome.finalUrl,
      ...(settings ? { settings } : {}),
    })
    const lost = lostWords(parsed.losses)
    if (lost.length > 0)
      log.warn({ feedId: feed.id, url: feed.url }, `not all of a document was kept: ${lost.join(', ')}`)
    return { kind: 'read', parsed, bodyHash, forgiven: outcome.leniencies ?? [] }
  } catch (error) {
    const { message } = error as Error
    if (error instanceof ParseError) return { kind: 'unreadable', reason: message }
    log.error({ feedId: feed.id, url: feed.url, err: error }, 'reading broke: this is a bug')
    return { kind: 'unreadable', reason: `reading it broke, which is a fault of Wirefold: ${message}` }
  }
}

/** Where the config says how a body is read, the hash includes that: with other rules, the same body is read again. */
function hashOf(body: Uint8Array, settings: ReadingSettings | undefined): string {
  const hash = createHash('sha256').update(body)
  const { charset = null, identity = null, keep = [], drop = [] } = settings ?? {}
  const isPlain = charset === null && identity === null && keep.length + drop.length === 0
  return (isPlain ? hash : hash.update(JSON.stringify({ charset, identity, keep, drop }))).digest('base64')
}

/** A document that cannot be read is a failed poll: its validators must not be kept, or a 304 would hide the fault. */
function unreadable(outcome: FetchOutcome, reason: string): FetchOutcome {
  const status = outcome.kind === 'failed' ? null : outcome.status
  return { kind: 'failed', status, reason, caching: outcome.caching }
}
