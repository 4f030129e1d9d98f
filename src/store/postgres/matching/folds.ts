/** The `fold_evidence` table: why each copy is in its story. */
import type { FoldTable } from '../../../matching/engine.ts'
import { arraysOf, given, namesOf, type Sql } from '../connect.ts'

const COLUMNS = {
  entry_id: 'bigint',
  lead_id: 'bigint',
  score: 'double precision',
  reason: 'text',
  features: 'text',
  passages: 'text',
} as const
const PUT = `INSERT INTO fold_evidence (${namesOf(COLUMNS)}) SELECT ${namesOf(COLUMNS)} FROM ${given(COLUMNS)}
  ON CONFLICT (entry_id) DO UPDATE SET lead_id = excluded.lead_id, score = excluded.score, reason = excluded.reason,
    features = excluded.features, passages = excluded.passages`

export function createFoldTable(sql: Sql): FoldTable {
  return {
    async leads(ids) {
      const rows = await sql.rows<{ id: number; lead: number }>(
        'SELECT entry_id AS id, lead_id AS lead FROM fold_evidence WHERE entry_id = ANY($1)',
        [ids],
      )
      return new Map(rows.map(({ id, lead }) => [id, lead]))
    },
    async save(folds) {
      const rows = folds.map(({ entryId, leadId, score, reason, features, passages }) => ({
        entry_id: entryId,
        lead_id: leadId,
        score,
        reason,
        features: JSON.stringify(features),
        passages: JSON.stringify(passages),
      }))
      await sql.run(PUT, arraysOf(COLUMNS, rows))
    },
    async forget(ids) {
      if (ids.length > 0) await sql.run('DELETE FROM fold_evidence WHERE entry_id = ANY($1)', [ids])
    },
  }
}
