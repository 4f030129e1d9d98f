/** Matching's engine on PostgreSQL: its tables on the connection of one transaction, in which nobody else decides. */
import type { MatchingEngine, MatchTables } from '../../../matching/engine.ts'
import { codeOf, type Database, hasServerFailed, type Sql } from '../connect.ts'
import { beDecider } from '../lock.ts'
import { createFoldTable } from './folds.ts'
import { createLeavingTable } from './leaving.ts'
import { createOverrideTable } from './overrides.ts'
import { createPendingTable, type Turn } from './pending.ts'
import { createPrintTable } from './prints.ts'
import { createStoryTable } from './stories.ts'
import { createVerdictTable } from './verdicts.ts'

export function createTables(sql: Sql, turn: Turn = { last: 0 }): MatchTables {
  return {
    pending: createPendingTable(sql, turn),
    prints: createPrintTable(sql),
    verdicts: createVerdictTable(sql),
    stories: createStoryTable(sql),
    folds: createFoldTable(sql),
    overrides: createOverrideTable(sql),
    leaving: createLeavingTable(sql),
  }
}

/** The server's code for a lock that was not free in time. */
const LOCKED = '55P03'

export function createPostgresEngine(db: Database): MatchingEngine {
  const turn: Turn = { last: 0 }
  return {
    hasFailed: hasServerFailed,
    async exclusive(work) {
      for (;;) {
        try {
          return await db.transaction(async (sql) => {
            await beDecider(sql)
            return work(createTables(sql, turn))
          })
        } catch (error) {
          if (codeOf(error) !== LOCKED) throw error // another process decides for long, as a rematch does
        }
      }
    },
  }
}
