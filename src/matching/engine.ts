/** What matching asks of a storage engine. Every engine implements it; no rule of matching stands behind it. */

import type {
  IndexKeys,
  MatchEntry,
  Override,
  Print,
  Printable,
  StoryDecision,
  Verdict,
} from '../contract/matching.ts'
import type { ExplainedCopy, ExplainedCorrection, RematchReport } from '../contract/store.ts'

/** An engine in which decisions are made one at a time. */
export interface MatchingEngine {
  /** Runs the work in one transaction, alone among all deciders of this database; undoes all of it when it throws. */
  exclusive<T>(work: (tables: MatchTables) => Promise<T>): Promise<T>
  /** Whether an error says that the engine itself failed, so that nothing is wrong with what was being decided. */
  hasFailed(error: unknown): boolean
}

export interface MatchTables {
  readonly pending: PendingTable
  readonly prints: PrintTable
  readonly verdicts: VerdictTable
  readonly stories: StoryTable
  readonly folds: FoldTable
  readonly overrides: OverrideTable
  readonly leaving: LeavingTable
}

/** Entries that are stored and wait for a decision. */
export interface PendingTable {
  /** Up to `limit` of them, feed after feed: a feed that brings more than that goes on when all others had their turn. */
  take(limit: number): Promise<readonly PendingEntry[]>
  /** The entries are decided. */
  settle(ids: readonly number[]): Promise<void>
  /** Of these entries, those that wait no more because another process decided them; absent where there is no other. */
  decidedElsewhere?(ids: readonly number[]): Promise<readonly number[]>
}

export interface PendingEntry {
  readonly id: number
  readonly feedId: number
  /** Its link leads to another page than when it was last decided. */
  readonly isRelinked: boolean
}

/** An entry with what its fingerprint is made from. */
export type PrintableRow = Printable & Omit<MatchEntry, 'print'>

/** How many index keys there are of each kind. */
export interface KeyCounts {
  readonly ofText: number
  readonly others: number
}

/** An entry as the index knows it: enough to see whether a cached one is still true. */
export type EntryHead = Pick<
  MatchEntry,
  'id' | 'revision' | 'storyId' | 'outlet' | 'match' | 'trust' | 'ownAgency' | 'isSubscribed'
>

/** An entry and its index keys. */
export interface Keyed {
  readonly id: number
  readonly keys: IndexKeys
}

/**
 * For each key of an entry the last entries that hold it among those whose place is before the entry's own; none or
 * nothing where nobody does. An engine may look when it is asked: ask before anything is stored.
 */
export type Holders = Pick<ReadonlyMap<number, readonly number[]>, 'get'>

export interface PrintTable {
  printables(ids: readonly number[]): Promise<readonly PrintableRow[]>
  /** Heads of those that have a print. */
  heads(ids: readonly number[]): Promise<readonly EntryHead[]>
  /** How many index keys those have that have a print; none of the text where that was not counted. */
  keyCounts(ids: readonly number[]): Promise<ReadonlyMap<number, KeyCounts>>
  entries(ids: readonly number[]): Promise<readonly MatchEntry[]>
  /** Entries after this one, in the order of their ids, whose prints are of another version than this. */
  outdated(version: number, after: number, limit: number): Promise<readonly number[]>
  /** The newest entries of each of these feeds that have a print: at most `each` of them. */
  recent(feedIds: readonly number[], each: number): Promise<ReadonlyMap<number, readonly number[]>>
  /** Stores prints, each behind all that the index holds, in this order; one that was there gives up its old place. */
  save(rows: readonly PrintRow[]): Promise<void>
  /** Who holds the keys of each of these entries, by the entry: at most `limit` holders of each key. */
  holders(entries: readonly Keyed[], limit: number): Promise<ReadonlyMap<number, Holders>>
  /** The texts of those that have one, by the entry. */
  texts(ids: readonly number[]): Promise<ReadonlyMap<number, string>>
}

export interface PrintRow {
  readonly id: number
  /** The agency whose text the entry says it is, or null. */
  readonly agency: string | null
  readonly print: Print
  readonly keys: IndexKeys
}

/** A stored verdict and the stories that its two entries are in now. */
export interface PlacedVerdict extends Verdict {
  readonly storyA: string | null
  readonly storyB: string | null
}

export interface VerdictTable {
  /** Forgets every verdict on these entries and stores the given ones. */
  replace(ids: readonly number[], verdicts: readonly Verdict[]): Promise<void>
  /** Verdicts with an end among these entries. */
  of(ids: readonly number[]): Promise<readonly PlacedVerdict[]>
}

/** Why a copy is in its story: what it shares with the lead copy. */
interface Fold {
  readonly entryId: number
  readonly leadId: number
  /** Probability that the two are one story, 0–1. */
  readonly score: number
  /** In words, most telling first. */
  readonly reason: string
  /** The value of each signal that is not 0. */
  readonly features: Readonly<Record<string, number>>
  readonly passages: readonly string[]
}

export interface FoldTable {
  /** The leads that these entries were last compared with, by entry. */
  leads(ids: readonly number[]): Promise<ReadonlyMap<number, number>>
  save(folds: readonly Fold[]): Promise<void>
  /** An entry that leads its story has no reason to be in it. */
  forget(ids: readonly number[]): Promise<void>
}

/** A story's row. */
export interface StoryRow {
  readonly id: string
  readonly aliasOf: string | null
  readonly lead: number | null
}

/** An entry or a story, by what a person calls it. */
export interface Named {
  readonly entryId: number
  readonly storyId: string
}

/** Changes to stories, to be applied in this order. */
export interface Plan {
  /** Stories that are new. */
  readonly founded: readonly StoryDecision[]
  /** Aliases that stand for themselves again. */
  readonly revived: readonly string[]
  readonly moves: readonly { readonly entryId: number; readonly storyId: string }[]
  /** Stories whose lead copy changes. */
  readonly leads: readonly { readonly storyId: string; readonly entryId: number }[]
  /** Stories that lost all their members to another and live on as its alias; entries that were not decided follow. */
  readonly retired: readonly { readonly from: string; readonly to: string }[]
  /** Stories that won or lost copies, new ones left out. */
  readonly changed: readonly string[]
}

export interface StoryTable {
  /** An entry by its number, or a story by its id or an alias of it; null where there is none. */
  find(name: string): Promise<Named | null>
  /** Why there is no entry of this guid or link, in a sentence; null: no rule left it out. */
  whyLeftOut(name: string): Promise<string | null>
  members(id: string): Promise<readonly number[]>
  /** The copies of a story as people see them, lead first. */
  copies(id: string): Promise<readonly ExplainedCopy[]>
  copy(entryId: number): Promise<ExplainedCopy | null>
  /** How many stories stand. */
  count(): Promise<number>
  /** Ids of entries above `after`, in their order, at most `limit`. */
  entriesAfter(after: number, limit: number): Promise<readonly number[]>
  /** Remembers which story each entry is in, for `moved`, until the work of the engine ends. */
  remember(): Promise<void>
  /** The entries that are in another story than when `remember` was called. */
  moved(): Promise<RematchReport['moved']>
  /** The rows of these ids, in the order in which the stories appeared; none for an id that no story has. */
  rows(ids: readonly string[]): Promise<readonly StoryRow[]>
  /** Up to `each` of the eldest members of each story. */
  founders(ids: readonly string[], each: number): Promise<readonly number[]>
  apply(plan: Plan, now: number): Promise<void>
}

/** An entry's story before an operation. */
export interface Placement {
  readonly entryId: number
  readonly storyId: string
  /** Whether it led the story. */
  readonly isLead: boolean
}

export interface OverrideTable {
  /** What people said of any of these entries; the newest word on a pair wins. */
  around(ids: readonly number[]): Promise<readonly Override[]>
  /** Records one operation, with the entries of the stories that it changes, and returns its number. */
  add(rows: readonly Override[], storyIds: readonly string[], now: number): Promise<number>
  /** Takes an operation back; returns its rows, none where there is nothing to undo. */
  undo(operation: number, now: number): Promise<readonly Override[]>
  /** When an operation was undone, or null. */
  undoneAt(operation: number): Promise<string | null>
  /** Where the entries were before an operation. */
  before(operation: number): Promise<readonly Placement[]>
  /** Every operation that concerns one of these entries, the undone ones too. */
  history(ids: readonly number[]): Promise<readonly ExplainedCorrection[]>
}

/** A feed on its way out of the database. */
export interface LeavingTable {
  /**
   * Unsubscribes from the feed of this shown address, trusts it no more, and takes back what people said of its entries
   * and what archived pages show of it. Null where there is none.
   */
  dismiss(url: string, now: number): Promise<{ readonly id: number; readonly outlet: string } | null>
  /** Up to `limit` of its entries, with their stories. */
  entries(feedId: number, limit: number): Promise<readonly Pick<MatchEntry, 'id' | 'storyId'>[]>
  /** Removes entries with all that hangs on them, and stories that have no copy left, with their aliases. */
  remove(ids: readonly number[]): Promise<void>
  /** Removes a feed without entries: its polls, its tombstones, its secrets. */
  removeFeed(feedId: number): Promise<void>
}
