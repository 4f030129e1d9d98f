import type { Database } from 'better-sqlite3'
import type { Override } from '../../matching-model.ts'
import { toText } from '../rows.ts'

export type OverrideStore = ReturnType<typeof createOverrideStore>

/** The `overrides` table: what a person said of two entries. Undone rows stay, as a record. */
export function createOverrideStore(db: Database) {
  const next = db.prepare('SELECT coalesce(max(operation), 0) + 1 FROM overrides').pluck()
  const insert = db.prepare(`
    INSERT INTO overrides (operation, kind, a, b, created_at) VALUES (@operation, @kind, @a, @b, @now)`)
  const undo = db.prepare(
    'UPDATE overrides SET undone_at = @now WHERE operation = @operation AND undone_at IS NULL',
  )
  const of = db.prepare('SELECT kind, a, b FROM overrides WHERE operation = ?')
  const around = db.prepare(`
    WITH wanted (id) AS (SELECT value FROM json_each(?)),
    said AS (
      SELECT overrides.* FROM wanted JOIN overrides ON overrides.a = wanted.id AND undone_at IS NULL
      UNION
      SELECT overrides.* FROM wanted JOIN overrides ON overrides.b = wanted.id AND undone_at IS NULL)
    SELECT kind, a, b, max(operation) FROM said GROUP BY a, b`)

  return {
    /** Records one operation and returns its number. */
    add(rows: readonly Override[], now: number): number {
      const operation = next.get() as number
      for (const { kind, a, b } of rows) {
        insert.run({ operation, kind, a: Math.min(a, b), b: Math.max(a, b), now: toText(now) })
      }
      return operation
    },
    /** Takes an operation back; returns its rows, none where there is nothing to undo. */
    undo(operation: number, now: number): Override[] {
      const { changes } = undo.run({ operation, now: toText(now) })
      return changes === 0 ? [] : (of.all(operation) as Override[])
    },
    /** What was said of any of these entries; the newest word on a pair wins. */
    around(ids: readonly number[]): Override[] {
      const rows = around.all(JSON.stringify(ids)) as Override[]
      return rows.map(({ kind, a, b }) => ({ kind, a, b }))
    },
  }
}
