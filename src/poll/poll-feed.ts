/**
 * One poll of one feed, as the list of its steps: fetch → read (decode, parse, normalise) → when next → store
 * (fingerprint, match, keep). It only calls things in order; what they decide is theirs.
 */

import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { PollRecord, Store } from '../contract.ts'
import type { FetchFeed } from '../fetch/fetch-feed.ts'
import type { Feed, FetchOutcome, ParsedFeed, PollSummary } from '../model.ts'
import { type NextPoll, nextPoll } from './next-poll.ts'
import type { FeedReader } from './reader.ts'

export interface PollDeps {
  readonly fetchFeed: FetchFeed
  readonly reader: FeedReader
  readonly store: Store
  readonly now: () => number
  readonly random: () => number
  readonly log: Logger
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
}

/** What was read of a document, or why it could not be. */
type Read =
  | { readonly kind: 'read'; readonly parsed: ParsedFeed; readonly bodyHash: string }
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'unreadable'; readonly reason: string }

export async function pollFeed(
  feed: Feed,
  deps: PollDeps,
): Promise<{ summary: PollSummary; next: NextPoll }> {
  const started = deps.now()
  const fetched = await deps.fetchFeed(feed)
  tellForgiven(feed, fetched, deps.log)
  const read = await readDocument(feed, fetched, deps)
  const outcome = read.kind === 'unreadable' ? unreadable(fetched, read.reason) : fetched
  const now = deps.now()
  const pace = read.kind === 'read' ? read.parsed.pace : feed.pace
  const next = nextPoll({ ...deps, feed: { ...feed, pace }, outcome, now })
  const failure = outcome.kind === 'failed' ? outcome.reason : null
  const record: PollRecord = {
    feed,
    progress: { ...next, error: failure },
    validators: outcome.kind === 'modified' || outcome.kind === 'not-modified' ? outcome.validators : null,
    read: read.kind === 'read' ? read : null,
    took: {
      status: fetched.status,
      ms: Math.max(0, now - started),
      bytes: fetched.kind === 'modified' ? fetched.body.byteLength : null,
    },
  }
  const about = { feedId: feed.id, outlet: feed.outlet, url: feed.url }
  try {
    const counts = await deps.store.recordPoll(record, now)
    const how = { outcome: whatCameOf(outcome, read), state: next.state, error: failure }
    return { summary: { ...about, ...how, stored: true, ...counts }, next }
  } catch (error) {
    return { summary: lostPoll(feed, error, deps.log), next } // what the publisher asked for holds all the same
  }
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

/** The summary of a poll that came to nothing here: the database could not take it, which may pass, or a fault of ours. */
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

/** A fault of ours in reading is logged as one, and like any other failed poll it backs off and shows on the feed. */
async function readDocument(
  feed: Feed,
  outcome: FetchOutcome,
  { reader, log }: Pick<PollDeps, 'reader' | 'log'>,
): Promise<Read> {
  if (outcome.kind !== 'modified') return { kind: 'nothing-new' }
  const bodyHash = createHash('sha256').update(outcome.body).digest('base64')
  if (bodyHash === feed.bodyHash) return { kind: 'nothing-new' }
  try {
    const parsed = await reader.read({
      body: outcome.body,
      contentType: outcome.contentType,
      url: outcome.finalUrl,
    })
    return { kind: 'read', parsed, bodyHash }
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'ParseError') return { kind: 'unreadable', reason: message }
    log.error({ feedId: feed.id, url: feed.url, err: error }, 'reading broke: this is a bug')
    return { kind: 'unreadable', reason: `reading it broke, which is a fault of Wirefold: ${message}` }
  }
}

/** A document that cannot be read is a failed poll: its validators must not be kept, or a 304 would hide the fault. */
function unreadable(outcome: FetchOutcome, reason: string): FetchOutcome {
  const status = outcome.kind === 'failed' ? null : outcome.status
  return { kind: 'failed', status, reason, caching: outcome.caching }
}
