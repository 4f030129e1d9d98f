/** Everything that is kept, in PostgreSQL; the same promises as `sqlite/store.ts`, kept by any number of workers at once. */
import type { Matcher } from '../../contract/matching.ts'
import type { Store } from '../../contract/store.ts'
import { createActions } from '../../matching/actions.ts'
import { createDecide } from '../../matching/decide.ts'
import { createDecider, type Decider } from '../../matching/decider.ts'
import { createExplain } from '../../matching/explain.ts'
import type { Database } from './connect.ts'
import { createFeedQueue } from './feeds.ts'
import { createLeases, type Leases } from './leases.ts'
import { createPostgresEngine, createTables } from './matching/engine.ts'
import { addOutdated } from './matching/pending.ts'
import { openDatabase } from './open.ts'
import type { PostgresConfig } from './pool.ts'
import { countFolded, createRecordPoll } from './record-poll.ts'
import { createSecretStore, type SecretStore } from './secrets.ts'
import { createSubscribing } from './subscriptions.ts'
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

function createStore(db: Database, secrets: SecretStore, matcher: Matcher, windowMs: number): Store {
  const leases = createLeases()
  const engine = createPostgresEngine(db)
  const decide = createDecide(matcher, { windowMs })
  const decider = createDecider(engine, decide)
  const upkeep = createUpkeep(db, { windowMs, storyId: matcher.storyId })

  return {
    ...createWorkerStore(db, leases),
    ...createSubscribing(db, secrets),
    ...createFeedQueue(db, secrets, leases),
    ...createActions(engine, decide, decider),
    recordPoll: createPollRecorder(db, { secrets, leases, decider }),
    explain: (name) => createExplain(createTables(db), matcher, windowMs)(name),
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

interface PollParts {
  readonly secrets: SecretStore
  readonly leases: Leases
  readonly decider: Decider
}

function createPollRecorder(db: Database, { secrets, leases, decider }: PollParts): Store['recordPoll'] {
  const recordPoll = createRecordPoll(db, { secrets, leases })
  return async (record, now) => {
    const { added, changed } = await recordPoll(record, now)
    const ids = [...added, ...changed].map(({ id }) => id)
    const faults = ids.length > 0 ? await decider.decided(ids, now) : []
    const newIds = added.map(({ id }) => id)
    const folded = await countFolded(db, newIds)
    return { added: added.length, changed: changed.length, folded, faults }
  }
}
