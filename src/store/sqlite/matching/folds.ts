/** The `fold_evidence` table: why each copy is in its story. */
import type { Database } from 'better-sqlite3'
import type { FoldTable } from '../../../matching/engine.ts'

export function createFoldTable(db: Database): FoldTable {
  const leads = db.prepare(`
    SELECT entry_id AS entryId, lead_id AS leadId FROM fold_evidence WHERE entry_id IN (SELECT value FROM json_each(?))`)
  const put = db.prepare(`
    INSERT OR REPLACE INTO fold_evidence (entry_id, lead_id, score, reason, features, passages)
    VALUES (@entryId, @leadId, @score, @reason, @features, @passages)`)
  const forget = db.prepare('DELETE FROM fold_evidence WHERE entry_id IN (SELECT value FROM json_each(?))')
  return {
    async leads(ids) {
      const rows = leads.all(JSON.stringify(ids)) as { entryId: number; leadId: number }[]
      return new Map(rows.map(({ entryId, leadId }) => [entryId, leadId]))
    },
    async save(folds) {
      for (const fold of folds) {
        put.run({ ...fold, features: JSON.stringify(fold.features), passages: JSON.stringify(fold.passages) })
      }
    },
    forget: async (ids) => void forget.run(JSON.stringify(ids)),
  }
}
