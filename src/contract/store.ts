/**
 * What a storage engine promises the rest of the program: the store that polls and commands write through, and what
 * pages and feeds read. It imports no engine; every engine implements it, and everything else names only these types.
 */
import type { Correction, Explanation, ForgetReport, RematchReport } from './corrections.ts'
import type { Feed, FeedStatus, Story, Subscription } from './model.ts'
import type { PeoplePages, StoryFilter } from './people-pages.ts'
import type { Claim, PollCounts, PollRecord } from './polls.ts'
import type { WorkerStore } from './workers.ts'

export type * from './corrections.ts'
export type { StoryFilter } from './people-pages.ts'
export type * from './polls.ts'

/**
 * Everything that is kept. Its methods return promises and take plain values, so that one engine can run in a thread
 * of its own and another one behind a network.
 */
export interface Store extends WorkerStore {
  /** Gives feeds that were subscribed with secrets in what is shown another shown address. */
  concealAddresses(shown: readonly { readonly from: string; readonly to: string }[]): Promise<void>
  /** Makes the subscriptions be what the config says. */
  syncFeeds(subscriptions: readonly Subscription[], now: number): Promise<void>
  /**
   * Up to `limit` due feeds, leased until `leaseUntil`: a crash in the middle only delays them. The longest due come
   * first, and of those that are due since the same time, the first subscribed.
   */
  claimDue(claim: Claim): Promise<Feed[]>
  /** Every feed that may be asked, due or not, in the order they were subscribed. */
  claimAll(claim: Omit<Claim, 'limit'>): Promise<Feed[]>
  /** One feed, due or not, gone or not; null where its publisher forbids it or somebody is polling it. */
  claimOne(id: number, claim: Omit<Claim, 'limit'>): Promise<Feed | null>
  /** Ends the lease of a feed that was not polled: it is due as it was, only never before `notBefore`. */
  giveBack(id: number, notBefore: number): Promise<void>
  addresses(): Promise<FeedAddress[]>
  /** The addresses of all feeds that are subscribed, as they were subscribed; in order. */
  subscribed(): Promise<string[]>
  /** What a publisher asked for: no one polls these feeds before `until`. */
  holdFeeds(ids: readonly number[], until: number): Promise<void>
  /** Stores one poll whole or not at all. */
  recordPoll(record: PollRecord, now: number): Promise<PollCounts>
  /** Subscribes to feeds beside the config's, as an OPML import does; says how many were not subscribed before. */
  importFeeds(subscriptions: readonly Subscription[], now: number): Promise<number>
  /** Under which addresses the subscriptions of the config are shown, in their order. */
  shownAs(subscriptions: readonly Subscription[]): Promise<readonly string[]>
  /** Polls the feed of this address no more; what it brought stays. */
  unsubscribe(url: string): Promise<void>
  /**
   * Removes a feed, subscribed or not, with its entries and all that was known of it; others' stories are decided again
   * without it first. Null where there is no feed of this shown address.
   */
  forget(url: string, now: number): Promise<ForgetReport | null>
  /** Makes two stories one. Throws CorrectionError, as split, undo and explain do. */
  merge(a: string, b: string, now: number): Promise<Correction>
  /** Makes an entry a story of its own. */
  split(entry: string, now: number): Promise<Correction>
  undo(operation: number, now: number): Promise<Correction>
  explain(name: string): Promise<Explanation>
  /** Decides all stories again with the present rules; a dry run changes nothing. */
  rematch(options: { readonly dryRun: boolean; readonly now: number }): Promise<RematchReport>
  /**
   * A step of what need not be done while a poll waits: forgets what is old (`retentionMs` null keeps every entry),
   * lets the full-text index follow, freezes archive pages. Short, so that polls come between; call it until it has
   * no more to do.
   */
  maintain(options: { readonly retentionMs: number | null; readonly now: number }): Promise<UpkeepReport>
  close(): Promise<void>
}

/** Of the store: what polls take from, and give back to. */
export type FeedQueue = Pick<Store, 'claimDue' | 'claimAll' | 'claimOne' | 'giveBack' | 'holdFeeds'>

/** Of the store: what is subscribed. */
export type Subscribing = Pick<
  Store,
  'concealAddresses' | 'syncFeeds' | 'importFeeds' | 'shownAs' | 'unsubscribe' | 'subscribed' | 'addresses'
>

/** What a step of upkeep came to. */
export interface UpkeepReport {
  readonly hasMore: boolean
  /** How far the clock jumped since the last upkeep; nothing expires until that has lasted. Null: it did not jump. */
  readonly jumpedMs: number | null
}

/** Whom a poll of this feed would ask. */
export interface FeedAddress {
  readonly id: number
  readonly url: string
  /** Where redirects led at the last answer with a document, or null. */
  readonly answeredFrom: string | null
}

/**
 * What pages and feeds read: stories by filter, single stories, archived pages. It only reads, over a connection of its
 * own, and answers with promises, so that an engine's driver may be asynchronous. It must not decide what is shown how:
 * that is `publish/`.
 */
export interface StoryPages extends FeedPages, PeoplePages {
  /** A number that changes whenever anything that is published changes, and not when a poll brings nothing. */
  version(): Promise<number>
  /**
   * Calls back soon after what is published was changed, by whichever process, until the function that it returns is
   * called. It may miss changes, and an engine that hears of none calls nobody: look at `version`, too.
   */
  watch(changed: () => void): () => void
  /** The newest `limit` stories; with no limit, 100 and all that no archived page holds yet. */
  page(filter: StoryFilter, limit: number | null): Promise<StoryPage>
  byId(id: string): Promise<Story | { readonly aliasOf: string } | null>
  /** The passages that a story's copies share, longest first. */
  evidence(id: string): Promise<readonly SharedPassages[]>
  /**
   * Up to `limit` stories that changed since the cursor of an earlier answer, each once; with null, all there are. Null
   * where the cursor is of another database, or of a later state of this one.
   */
  changes(cursor: string | null, limit: number): Promise<StoryChanges | null>
  /** An archived page, filtered; null where there is none. A full-text query does not apply to it. */
  archived(page: number, filter: StoryFilter): Promise<ArchivedPage | null>
}

export interface StoryPage {
  readonly stories: readonly Story[]
  /**
   * The archived page that goes on where these end, so that no story is in neither: the newest that shows one under
   * the filter. Null where none does, for a search, and where a limit cuts off stories that no archived page holds yet.
   */
  readonly previousPage: number | null
}

export interface ArchivedPage {
  readonly stories: readonly Story[]
  readonly frozenAt: number
  /** The archived page before it that shows a story under the filter, or null where there is none (any more). */
  readonly previousPage: number | null
}

export interface StoryChanges {
  /** In the order of their latest change. */
  readonly stories: readonly ChangedStory[]
  /** To ask on with. */
  readonly cursor: string
  readonly hasMore: boolean
}

export interface ChangedStory {
  readonly id: string
  /** The story that it is part of now, or null. */
  readonly mergedInto: string | null
  /** Null where it is part of another. */
  readonly story: Story | null
  readonly evidence: readonly Omit<SharedPassages, 'features'>[]
}

/** The passages that two copies of one story share, longest first. */
export interface SharedPassages {
  readonly a: number
  readonly b: number
  readonly score: number
  /** The value of each feature that went into the score, by name. */
  readonly features: Readonly<Record<string, number>>
  readonly passages: readonly string[]
}

/** What the pages for people and for monitoring say of the feeds. */
export interface Counts {
  readonly stories: number
  readonly entries: number
  readonly outlets: number
  /** Merges and splits by people that are in force. */
  readonly corrections: number
}

/** How polling keeps up. Times in epoch milliseconds. */
export interface Queue {
  /** Feeds that are due and that nobody is polling. */
  readonly due: number
  /** Since when the longest of them waits. */
  readonly oldestDueAt: number | null
  /** When a feed that is well now was last polled. */
  readonly lastGoodPollAt: number | null
}

export interface FeedPages {
  /** Every subscribed feed, by outlet. */
  feeds(): Promise<readonly FeedStatus[]>
  /** The names of the outlets that are subscribed to or have entries, sorted. */
  outlets(): Promise<readonly string[]>
  /** The names of all groups, sorted. */
  groups(): Promise<readonly string[]>
  /** How many subscribed feeds are in each state. */
  feedStates(): Promise<Readonly<Record<string, number>>>
  counts(): Promise<Counts>
  queue(now: number): Promise<Queue>
}
