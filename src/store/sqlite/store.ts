/**
 * Everything that is kept, in a SQLite file. It knows no rule of matching, no HTTP and no clock: the Matcher is handed to
 * it. Its methods return promises and take plain values, so that it can run in a thread of its own.
 */
import type { Database } from 'better-sqlite3'
import type { Matcher } from '../../contract/matching.ts'
import type { DecisionFault, PollCounts, Store } from '../../contract/store.ts'
import { createActions } from '../../matching/actions.ts'
import { createDecide } from '../../matching/decide.ts'
import { createDecider, type Decider } from '../../matching/decider.ts'
import { createExplain } from '../../matching/explain.ts'
import type { StoredEntries } from '../stored-entries.ts'
import { createEntryStore } from './entries.ts'
import { createFeedQueue, createFeedRecorder } from './feeds.ts'
import { watchFile } from './files.ts'
import { createSqliteEngine, createTurns, type InTurn } from './matching/engine.ts'
import type { PendingStore } from './matching/pending.ts'
import { openDatabase } from './open.ts'
import { createCountFolded, createRecordPoll } from './record-poll.ts'
import { createSecretStore, type SecretStore } from './secrets.ts'
import { createSubscribing } from './subscriptions.ts'
import { createUpkeep } from './upkeep.ts'
import { createWorkerStore } from './workers.ts'

export interface StoreConfig {
  /** Path of the database file. */
  readonly file: string
  /** Two entries further apart than this are never one story. Milliseconds. */
  readonly windowMs: number
  /** Encrypts the feeds' credentials; null leaves them as they are. 32 bytes. */
  readonly key?: Uint8Array | null
  /** As `openDatabase` takes it. */
  readonly lockMs?: number | undefined
}

/** Opens the database, and makes or upgrades it. Throws StoreError with a message for people. */
export function openStore({ file, windowMs, key = null, lockMs }: StoreConfig, matcher: Matcher): Store {
  const db = openDatabase(file, lockMs)
  const inTurn = createTurns()
  const secrets = createSecretStore(db, key)
  const engine = createSqliteEngine(db, inTurn)
  const { pending, prints } = engine.tables
  pending.addOutdated(matcher.version)
  const decide = createDecide(matcher, { windowMs })
  const decider = createDecider(engine, decide)
  const explain = createExplain(engine.tables, matcher, windowMs)
  const upkeep = createUpkeep(db, { prints, windowMs, storyId: matcher.storyId })

  return guarded(watchFile(file), {
    ...createWorkerStore(db),
    ...createSubscribing(db, secrets, inTurn),
    ...createFeedQueue(db, secrets, inTurn),
    ...createActions(engine, decide, decider),
    recordPoll: createPollRecorder(db, { secrets, pending, decider, inTurn }),
    explain: (name) => inTurn(() => explain(name)),
    maintain: async (options) => {
      await decider.decided('all', options.now)
      return inTurn(() => upkeep(options))
    },
    close: async () => {
      await decider.stop()
      await inTurn(() => db.close())
    },
  })
}

interface PollParts {
  readonly secrets: SecretStore
  readonly pending: PendingStore
  readonly decider: Decider
  readonly inTurn: InTurn
}

interface WaitingPoll extends StoredEntries {
  /** The decision of its entries, where there are any. */
  readonly waiting: readonly Promise<readonly DecisionFault[]>[]
}

/** What was read, often megabytes, can be freed once it is stored: no scope that waits for the decision holds it. */
function createPollRecorder(
  db: Database,
  { secrets, pending, decider, inTurn }: PollParts,
): Store['recordPoll'] {
  const parts = { recordFeed: createFeedRecorder(db, secrets), entries: createEntryStore(db), pending }
  const recordPoll = createRecordPoll(db, parts)
  const countFolded = createCountFolded(db)
  async function countDecided({ added, changed, waiting }: WaitingPoll): Promise<PollCounts> {
    const [faults = []] = await Promise.all(waiting)
    const folded = await inTurn(() => countFolded(added.map(({ id }) => id)))
    return { added: added.length, changed: changed.length, folded, faults }
  }
  return (record, now) =>
    inTurn((): WaitingPoll => {
      const stored = recordPoll(record, now)
      const ids = [...stored.added, ...stored.changed].map(({ id }) => id)
      // Waiting begins in the same turn: else another one might decide these entries before anybody waits for them.
      return { ...stored, waiting: ids.length > 0 ? [decider.decided(ids, now)] : [] }
    }).then(countDecided)
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
