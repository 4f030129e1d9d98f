/**
 * One poll of one feed, as the list of its steps: fetch → read (decode, parse, normalise) → when next → store
 * (fingerprint, match, keep). It only calls things in order; what they decide is theirs.
 */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { FetchFeed } from '../fetch/fetch-feed.ts'
import type { Feed, FetchOutcome, ParsedFeed, PollSummary } from '../model.ts'
import type { Store } from '../store/store.ts'
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
  const fetched = await deps.fetchFeed(feed)
  const read = await readDocument(feed, fetched, deps)
  const outcome = read.kind === 'unreadable' ? unreadable(fetched, read.reason) : fetched
  const now = deps.now()
  const pace = read.kind === 'read' ? read.parsed.pace : feed.pace
  const next = nextPoll({ ...deps, feed: { ...feed, pace }, outcome, now })
  const counts = await deps.store.recordPoll(
    {
      feed,
      progress: { ...next, error: outcome.kind === 'failed' ? outcome.reason : null },
      validators: outcome.kind === 'modified' || outcome.kind === 'not-modified' ? outcome.validators : null,
      read: read.kind === 'read' ? read : null,
    },
    now,
  )
  const error = outcome.kind === 'failed' ? outcome.reason : null
  return { summary: { feedId: feed.id, outlet: feed.outlet, state: next.state, error, ...counts }, next }
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
