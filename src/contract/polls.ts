/** A poll on its way to the store: how feeds are taken from the queue, and what is stored and told of each. */
import type { Feed, FeedState, ParsedFeed, PendingMove, Validators } from './model.ts'

/** The state of a feed after a poll. */
export interface FeedProgress {
  readonly state: FeedState
  readonly error: string | null
  readonly failures: number
  readonly nextPollAt: number | null
  readonly move: PendingMove | null
  /** The address to poll from now on, where a permanent redirect was believed: as it may be shown, and as it is. */
  readonly newUrl: string | null
  readonly newAddress: string | null
  /** A whole document arrived. */
  readonly isWhole?: boolean
}

/** Which feeds to take from the queue. Times in epoch milliseconds. */
export interface Claim {
  readonly now: number
  /** A next poll, lease or hold beyond this was set by a clock that ran wrong: it does not count. */
  readonly latest: number
  readonly leaseUntil: number
  readonly limit: number
}

/** One poll of one feed, ready to be stored. */
export interface PollRecord {
  readonly feed: Feed
  readonly progress: FeedProgress
  /** To be sent next time; null keeps what is stored. */
  readonly validators: Validators | null
  readonly read: ReadBody | null
  readonly took: PollCost
}

/** What was read of a body; null where there is nothing new. */
export interface ReadBody {
  readonly parsed: ParsedFeed
  readonly bodyHash: string
  /** What had to be forgiven of the answer's form, in words. */
  readonly forgiven?: readonly string[]
}

/** What the request came to. */
interface PollCost {
  /** HTTP status of the answer; null: there was none. */
  readonly status: number | null
  /** From asking to having read it. */
  readonly ms: number
  /** Of the body; null: there was none. */
  readonly bytes: number | null
}

export interface DecisionFault {
  readonly entryId: number
  /** The error's stack, else its message. */
  readonly error: string
}

export interface PollCounts {
  /** Entries not seen before. */
  readonly added: number
  readonly changed: number
  /** New entries that joined a story, those that lead it now too. */
  readonly folded: number
  /** Entries that could not be decided, which is a fault of ours: each is a story of its own. */
  readonly faults: readonly DecisionFault[]
}
