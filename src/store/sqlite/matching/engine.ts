/** Matching's engine on SQLite: its tables, and a transaction that holds one decision at a time. */
import type { Database } from 'better-sqlite3'
import type { MatchingEngine, MatchTables } from '../../../matching/engine.ts'
import { mayPass } from '../fault-words.ts'
import { createFoldTable } from './folds.ts'
import { createLeavingTable } from './leaving.ts'
import { createOverrideTable } from './overrides.ts'
import { createPendingStore, type PendingStore } from './pending.ts'
import { createPrintStore, type PrintStore } from './prints.ts'
import { createStoryTable } from './stories.ts'
import { createVerdictTable } from './verdicts.ts'

interface SqliteEngine extends MatchingEngine {
  readonly tables: MatchTables & { readonly pending: PendingStore; readonly prints: PrintStore }
}

/** One thing after another: what is asked for while another is at work waits for its end. */
export type InTurn = <T>(work: () => T | Promise<T>) => Promise<T>

export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}

export function createTables(db: Database): SqliteEngine['tables'] {
  const prints = createPrintStore(db)
  return {
    pending: createPendingStore(db),
    prints,
    verdicts: createVerdictTable(db),
    stories: createStoryTable(db),
    folds: createFoldTable(db),
    overrides: createOverrideTable(db),
    leaving: createLeavingTable(db, prints),
  }
}

export function createSqliteEngine(db: Database, inTurn: InTurn): SqliteEngine {
  const tables = createTables(db)
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) => db.prepare(sql))
  return {
    tables,
    hasFailed: mayPass,
    exclusive: (work) =>
      inTurn(async () => {
        begin!.run()
        try {
          const result = await work(tables)
          commit!.run()
          return result
        } catch (error) {
          if (db.inTransaction) rollback!.run()
          tables.prints.reload()
          throw error
        }
      }),
  }
}
