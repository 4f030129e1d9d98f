/**
 * Everything that is kept. The one module that knows SQL; it knows no rule of matching, no HTTP and no clock.
 * Its methods return promises and take plain values, and the pure decision (the Matcher) is handed to it, so that
 * another SQL engine can stand behind the same interface, and this one can run in a thread of its own.
 */
import type { Matcher } from '../matching-model.ts'
import type { Feed, Subscription } from '../model.ts'
import { createEntryStore } from './entries.ts'
import { type Claim, createFeedQueue, createFeedStore } from './feeds.ts'
import { type Correction, createCorrections } from './matching/corrections.ts'
import { createExplain, type Explanation } from './matching/explain.ts'
import { createMatching } from './matching/matching.ts'
import { renewPrints } from './matching/printables.ts'
import { createRematch, type RematchReport } from './matching/rematch.ts'
import { openDatabase } from './open.ts'
import { dropArchive, freezeArchive } from './pages/archive.ts'
import { indexStories } from './pages/search.ts'
import { createRecordPoll, type PollCounts, type PollRecord } from './record-poll.ts'
import { createRetention } from './retention.ts'
import { toText } from './rows.ts'
import { createSubscriptionStore, type FeedAddress } from './subscriptions.ts'

/** Prints forgotten in one transaction: keeps each short. */
const FORGET_AT_ONCE = 2000

const INDEX_AT_ONCE = 500
/** To find what is old, tables are read from end to end: not at every round. */
const FORGET_EVERY_MS = 3_600_000

export interface StoreConfig {
  /** Path of the database file. */
  readonly file: string
  /** Two entries further apart than this are never one story. Milliseconds. */
  readonly windowMs: number
}

export interface Store {
  /** Makes the subscriptions be what the config says. */
  syncFeeds(subscriptions: readonly Subscription[], now: number): Promise<void>
  /** Up to `limit` due feeds, leased until `leaseUntil`: a crash in the middle only delays them. */
  claimDue(claim: Claim): Promise<Feed[]>
  /** Every feed that may be asked, due or not. */
  claimAll(claim: Omit<Claim, 'limit'>): Promise<Feed[]>
  /** Ends the lease of a feed that was not polled: it is due as it was, only never before `notBefore`. */
  giveBack(id: number, notBefore: number): Promise<void>
  addresses(): Promise<FeedAddress[]>
  /** What a publisher asked for: no one polls these feeds before `until`. */
  holdFeeds(ids: readonly number[], until: number): Promise<void>
  /** Stores one poll whole or not at all. */
  recordPoll(record: PollRecord, now: number): Promise<PollCounts>
  /** Subscribes to feeds beside the config's, as an OPML import does; says how many were not subscribed before. */
  importFeeds(subscriptions: readonly Subscription[], now: number): Promise<number>
  /** Makes two stories one. Throws CorrectionError, as split, undo and explain do. */
  merge(a: string, b: string, now: number): Promise<Correction>
  /** Makes an entry a story of its own. */
  split(entry: string, now: number): Promise<Correction>
  undo(operation: number, now: number): Promise<Correction>
  explain(name: string): Promise<Explanation>
  /** Decides all stories again with the present rules; a dry run changes nothing. */
  rematch(options: { readonly dryRun: boolean; readonly now: number }): Promise<RematchReport>
  /**
   * What need not be done while a poll waits: forgets what is old (`retentionMs` null keeps every entry), lets the
   * full-text index follow, freezes archive pages.
   */
  maintain(options: { readonly retentionMs: number | null; readonly now: number }): Promise<void>
  close(): Promise<void>
}

/** Opens the database, and makes or upgrades it. Throws StoreError with a message for people. */
export function openStore({ file, windowMs }: StoreConfig, matcher: Matcher): Store {
  const db = openDatabase(file)
  const queue = createFeedQueue(db)
  const feeds = createFeedStore(db)
  const subscriptions = createSubscriptionStore(db)
  const entries = createEntryStore(db)
  const matching = createMatching(db, windowMs, matcher)
  renewPrints(db, matching, matcher.version)
  const recordPoll = createRecordPoll(db, { feeds, entries, matching })
  const corrections = createCorrections(db, matching)
  const explain = createExplain(db, matching.verdicts)
  const rematch = createRematch(db, matching)
  const expire = createRetention(db, matching.prints)
  let forgotAt = 0
  const forgetPrints = db.transaction(matching.prints.forget.bind(matching.prints)).immediate
  const importFeeds = db.transaction(subscriptions.add.bind(subscriptions)).immediate
  const syncFeeds = db.transaction(subscriptions.sync.bind(subscriptions)).immediate

  return {
    syncFeeds: async (wanted, now) => syncFeeds(wanted, now),
    claimDue: async (claim) => queue.claimDue(claim),
    claimAll: async (claim) => queue.claimAll(claim),
    giveBack: async (id, notBefore) => queue.giveBack(id, notBefore),
    addresses: async () => subscriptions.addresses(),
    holdFeeds: async (ids, until) => queue.hold(ids, until),
    recordPoll: async (record, now) => recordPoll(record, now),
    importFeeds: async (wanted, now) => importFeeds(wanted, 'import', now),
    merge: async (a, b, now) => corrections.merge(a, b, now),
    split: async (entry, now) => corrections.split(entry, now),
    undo: async (operation, now) => corrections.undo(operation, now),
    explain: async (name) => explain(corrections.find(name)),
    rematch: async (options) => rematch(options),
    maintain: async ({ retentionMs, now }) => {
      while (indexStories(db, INDEX_AT_ONCE) > 0);
      freezeArchive(db, now)
      if (Math.abs(now - forgotAt) < FORGET_EVERY_MS) return
      forgotAt = now
      while (forgetPrints(toText(now - windowMs), FORGET_AT_ONCE) === FORGET_AT_ONCE);
      if (retentionMs === null) return
      while (expire(retentionMs, now) > 0);
      dropArchive(db, now - retentionMs)
    },
    close: async () => {
      db.close()
    },
  }
}
