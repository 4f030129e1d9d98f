/** Everything that is kept, in PostgreSQL; the same promises as `sqlite/store.ts`, kept by any number of workers at once. */
import type { Matcher } from '../../contract/matching.ts'
import type { Store } from '../../contract/store.ts'
import { createCorrections } from '../../matching/corrections.ts'
import { createDecide } from '../../matching/decide.ts'
import { createDecider } from '../../matching/decider.ts'
import { createExplain } from '../../matching/explain.ts'
import { forget } from '../../matching/forget.ts'
import { rematch } from '../../matching/rematch.ts'
import type { Database, PostgresConfig, Sql } from './connect.ts'
import { createFeedQueue } from './feeds.ts'
import { createLeases } from './leases.ts'
import { createPostgresEngine, createTables } from './matching/engine.ts'
import { addOutdated } from './matching/pending.ts'
import { openDatabase } from './open.ts'
import { countFolded, createRecordPoll } from './record-poll.ts'
import { createSecretStore } from './secrets.ts'
import { createSubscriptionStore } from './subscriptions.ts'
import { createUpkeep } from './upkeep.ts'
import { createWorkerStore } from './workers.ts'

export interface StoreConfig extends PostgresConfig {
  /** Two entries further apart than this are never one story. Milliseconds. */
  readonly windowMs: number
  /** Encrypts the feeds' credentials; null leaves them as they are. 32 bytes. */
  readonly key?: Uint8Array | null
}

/** Opens the database, and makes or upgrades its schema. Throws UnusableDatabaseError with a message for people. */
export async function openStore(config: StoreConfig, matcher: Matcher): Promise<Store> {
  const { windowMs, key = null } = config
  const db = await openDatabase(config)
  const secrets = createSecretStore(key, db.name)
  try {
    await secrets.encryptAll(db)
    await addOutdated(db, matcher.version)
  } catch (error) {
    await db.close()
    throw error
  }
  return createStore(db, secrets, matcher, windowMs)
}

function createStore(
  db: Database,
  secrets: ReturnType<typeof createSecretStore>,
  matcher: Matcher,
  windowMs: number,
): Store {
  const leases = createLeases()
  const queue = createFeedQueue(db, secrets, leases)
  const subscriptions = createSubscriptionStore(secrets)
  const engine = createPostgresEngine(db)
  const decide = createDecide(matcher, { windowMs })
  const decider = createDecider(engine, decide)
  const recordPoll = createRecordPoll(db, { secrets, leases })
  const corrections = createCorrections(engine, decide)
  const upkeep = createUpkeep(db, { windowMs, storyId: matcher.storyId })
  const at = <T>(work: (sql: Sql) => Promise<T>) => db.transaction(work)

  return {
    ...createWorkerStore(db, leases),
    concealAddresses: (shown) =>
      at(async (sql) => {
        for (const { from, to } of shown) await subscriptions.conceal(sql, from, to)
      }),
    syncFeeds: (wanted, now) => at((sql) => subscriptions.sync(sql, wanted, now)),
    claimDue: queue.claimDue,
    claimAll: queue.claimAll,
    claimOne: queue.claimOne,
    giveBack: queue.giveBack,
    addresses: () => subscriptions.addresses(db),
    subscribed: () => subscriptions.subscribed(db),
    holdFeeds: queue.hold,
    recordPoll: async (record, now) => {
      const { added, changed } = await recordPoll(record, now)
      const ids = [...added, ...changed].map(({ id }) => id)
      const faults = ids.length > 0 ? await decider.decided(ids, now) : []
      const folded = await countFolded(
        db,
        added.map(({ id }) => id),
      )
      return { added: added.length, changed: changed.length, folded, faults }
    },
    importFeeds: (wanted, now) => at((sql) => subscriptions.add(sql, wanted, 'import', now)),
    unsubscribe: (url) => subscriptions.remove(db, url),
    forget: async (url, now) => {
      await decider.decided('all', now)
      return forget(engine, decide, url, now)
    },
    merge: corrections.merge,
    split: corrections.split,
    undo: corrections.undo,
    explain: (name) => createExplain(createTables(db), matcher, windowMs)(name),
    rematch: async (options) => {
      await decider.decided('all', options.now)
      return rematch(engine, decide, options)
    },
    maintain: async (options) => {
      await decider.decided('all', options.now)
      return upkeep(options)
    },
    close: async () => {
      await decider.stop()
      await db.close()
    },
  }
}
