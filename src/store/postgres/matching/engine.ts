/** Matching's engine on PostgreSQL: its tables on the connection of one transaction, in which nobody else decides. */
import type { MatchingEngine, MatchTables } from '../../../matching/engine.ts'
import type { Database, Sql } from '../connect.ts'
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

export function createPostgresEngine(db: Database): MatchingEngine {
  const turn: Turn = { last: 0 }
  return {
    exclusive: (work) =>
      db.transaction(async (sql) => {
        await beDecider(sql)
        return work(createTables(sql, turn))
      }),
  }
}
