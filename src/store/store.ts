/**
 * Everything that is kept. The one module that knows SQL; it knows no rule of matching, no HTTP and no clock.
 * Its methods return promises and take plain values, and the pure decision (the Matcher) is handed to it, so that
 * another SQL engine can stand behind the same interface, and this one can run in a thread of its own.
 */
import type { Feed, FeedStatus, Matcher, Subscription } from '../model.ts'
import { createEntryStore } from './entries.ts'
import { createFeedStore } from './feeds.ts'
import { createMatching } from './matching.ts'
import { openDatabase } from './open.ts'
import { createRecordPoll, type PollCounts, type PollRecord } from './record-poll.ts'
import { createSubscriptionStore } from './subscriptions.ts'

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
  claimDue(now: number, leaseUntil: number, limit: number): Promise<Feed[]>
  claimAll(leaseUntil: number): Promise<Feed[]>
  addresses(): Promise<{ id: number; url: string }[]>
  holdFeeds(ids: readonly number[], until: number): Promise<void>
  /** Stores one poll whole or not at all. */
  recordPoll(record: PollRecord, now: number): Promise<PollCounts>
  listFeeds(): Promise<FeedStatus[]>
  close(): Promise<void>
}

/** Opens the database, and makes or upgrades it. Throws StoreError with a message for people. */
export function openStore({ file, windowMs }: StoreConfig, matcher: Matcher): Store {
  const db = openDatabase(file)
  const feeds = createFeedStore(db)
  const subscriptions = createSubscriptionStore(db)
  const entries = createEntryStore(db)
  const matching = createMatching(db, windowMs, matcher)
  const recordPoll = createRecordPoll(db, { feeds, entries, matching, matcher })
  const syncFeeds = db.transaction(subscriptions.sync.bind(subscriptions)).immediate

  return {
    syncFeeds: async (wanted, now) => syncFeeds(wanted, now),
    claimDue: async (now, leaseUntil, limit) => feeds.claimDue(now, leaseUntil, limit),
    claimAll: async (leaseUntil) => feeds.claimAll(leaseUntil),
    addresses: async () => subscriptions.addresses(),
    holdFeeds: async (ids, until) => feeds.hold(ids, until),
    recordPoll: async (record, now) => recordPoll(record, now),
    listFeeds: async () => subscriptions.list(),
    close: async () => {
      db.close()
    },
  }
}
