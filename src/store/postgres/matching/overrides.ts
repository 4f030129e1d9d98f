/** The `overrides` table: what people said of pairs of entries, and where entries were before they said it. */
import type { Override } from '../../../contract/matching.ts'
import type { OverrideTable, Placement } from '../../../matching/engine.ts'
import { handDown } from '../../placements.ts'
import { toText } from '../../rows.ts'
import { arraysOf, given, namesOf, type Sql } from '../connect.ts'

const COLUMNS = { kind: 'text', a: 'bigint', b: 'bigint' } as const
const AROUND = `
  SELECT DISTINCT ON (a, b) kind, a, b FROM overrides
  WHERE undone_at IS NULL AND (a = ANY($1) OR b = ANY($1)) ORDER BY a, b, operation DESC`
const PLACE = `
  INSERT INTO placements (operation, entry_id, story_id, is_lead)
  SELECT $1, entries.id, stories.id, (entries.id = stories.lead_entry_id)::int
  FROM stories JOIN entries ON entries.story_id = stories.id WHERE stories.id = ANY($2)`

/** Undone rows stay, as a record. */
export function createOverrideTable(sql: Sql): OverrideTable {
  return {
    around: (ids) => sql.rows(AROUND, [ids]),
    async add(rows, storyIds, now) {
      const next = await sql.first<{ operation: number }>(
        'SELECT coalesce(max(operation), 0) + 1 AS operation FROM overrides',
      )
      const operation = next!.operation
      await sql.run(PLACE, [operation, storyIds])
      const ordered = rows.map(({ kind, a, b }) => ({ kind, a: Math.min(a, b), b: Math.max(a, b) }))
      await sql.run(
        `INSERT INTO overrides (operation, created_at, ${namesOf(COLUMNS)})
         SELECT $1, $2, ${namesOf(COLUMNS)} FROM ${given(COLUMNS, 3)}`,
        [operation, toText(now), ...arraysOf(COLUMNS, ordered)],
      )
      return operation
    },
    async undo(operation, now) {
      const rows = await sql.rows<Override>(
        `UPDATE overrides SET undone_at = $2 WHERE operation = $1 AND undone_at IS NULL RETURNING kind, a, b`,
        [operation, toText(now)],
      )
      if (rows.length > 0) await sql.run(handDown('$1'), [operation])
      return rows
    },
    async undoneAt(operation) {
      const row = await sql.first<{ at: string | null }>(
        'SELECT max(undone_at) AS at FROM overrides WHERE operation = $1',
        [operation],
      )
      return row!.at
    },
    async before(operation) {
      const rows = await sql.rows<Omit<Placement, 'isLead'> & { isLead: number }>(
        `SELECT entry_id AS "entryId", story_id AS "storyId", is_lead AS "isLead"
         FROM placements WHERE operation = $1 ORDER BY entry_id`,
        [operation],
      )
      return rows.map((row) => ({ ...row, isLead: row.isLead === 1 }))
    },
    history: (ids) =>
      sql.rows(
        `SELECT operation, kind, a, b, undone_at AS "undoneAt" FROM overrides
         WHERE a = ANY($1) OR b = ANY($1) ORDER BY operation, a, b`,
        [ids],
      ),
  }
}
