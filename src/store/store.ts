/**
 * Everything that is kept. The one module that knows SQL; it knows no rule of matching, no HTTP and no clock.
 * Its methods return promises and take plain values, and the pure decision (the Matcher) is handed to it, so that
 * another SQL engine can stand behind the same interface, and this one can run in a thread of its own.
 */
import type { Store } from '../contract.ts'
import type { Matcher } from '../matching-model.ts'
import { createEntryStore } from './entries.ts'
import { createFeedQueue, createFeedStore } from './feeds.ts'
import { watchFile } from './files.ts'
import { createCorrections } from './matching/corrections.ts'
import { createExplain } from './matching/explain.ts'
import { createMatching } from './matching/matching.ts'
import { renewPrints } from './matching/printables.ts'
import { createRematch } from './matching/rematch.ts'
import { openDatabase } from './open.ts'
import { createRecordPoll } from './record-poll.ts'
import { createSecretStore } from './secrets.ts'
import { createSettings } from './settings.ts'
import { createSubscriptionStore } from './subscriptions.ts'
import { createUpkeep } from './upkeep.ts'

export interface StoreConfig {
  /** Path of the database file. */
  readonly file: string
  /** Two entries further apart than this are never one story. Milliseconds. */
  readonly windowMs: number
  /** Encrypts the feeds' credentials; null leaves them as they are. 32 bytes. */
  readonly key?: Uint8Array | null
}

/** Opens the database, and makes or upgrades it. Throws StoreError with a message for people. */
export function openStore({ file, windowMs, key = null }: StoreConfig, matcher: Matcher): Store {
  const db = openDatabase(file)
  const isThere = watchFile(file)
  const secrets = createSecretStore(db, key)
  const queue = createFeedQueue(db, secrets)
  const feeds = createFeedStore(db, secrets)
  const subscriptions = createSubscriptionStore(db, secrets)
  const entries = createEntryStore(db)
  const matching = createMatching(db, windowMs, matcher)
  renewPrints(db, matching, matcher.version)
  const recordPoll = createRecordPoll(db, { feeds, entries, matching })
  const corrections = createCorrections(db, matching)
  const explain = createExplain(db, matching.verdicts)
  const rematch = createRematch(db, matching)
  const settings = createSettings(db)
  const upkeep = createUpkeep(db, { prints: matching.prints, settings, windowMs, storyId: matcher.storyId })
  const importFeeds = db.transaction(subscriptions.add.bind(subscriptions)).immediate
  const conceal = db.transaction((shown: readonly { from: string; to: string }[]) => {
    for (const { from, to } of shown) subscriptions.conceal(from, to)
  }).immediate
  const syncFeeds = db.transaction(subscriptions.sync.bind(subscriptions)).immediate

  return guarded(isThere, {
    concealAddresses: async (shown) => conceal(shown),
    syncFeeds: async (wanted, now) => syncFeeds(wanted, now),
    claimDue: async (claim) => queue.claimDue(claim),
    claimAll: async (claim) => queue.claimAll(claim),
    claimOne: async (id, claim) => queue.claimOne(id, claim),
    giveBack: async (id, notBefore) => queue.giveBack(id, notBefore),
    addresses: async () => subscriptions.addresses(),
    subscribed: async () => subscriptions.subscribed(),
    holdFeeds: async (ids, until) => queue.hold(ids, until),
    recordPoll: async (record, now) => recordPoll(record, now),
    importFeeds: async (wanted, now) => importFeeds(wanted, 'import', now),
    unsubscribe: async (url) => subscriptions.remove(url),
    merge: async (a, b, now) => corrections.merge(a, b, now),
    split: async (entry, now) => corrections.split(entry, now),
    undo: async (operation, now) => corrections.undo(operation, now),
    explain: async (name) => explain(corrections.find(name)),
    rematch: async (options) => rematch(options),
    maintain: async (options) => upkeep(options),
    close: async () => {
      db.close()
    },
  })
}

/** Nothing is asked of, or written to, a file that is not there any more. */
function guarded(isThere: () => void, store: Store): Store {
  const methods = Object.entries(store).map(([name, method]: [string, (...args: never[]) => unknown]) => {
    const checked = async (...args: never[]) => {
      isThere()
      return method(...args)
    }
    return [name, name === 'close' ? method : checked]
  })
  return Object.fromEntries(methods) as Store
}
