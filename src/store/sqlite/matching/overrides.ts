/** The `overrides` table: what people said of pairs of entries, and where entries were before they said it. */
import type { Database } from 'better-sqlite3'
import type { Override } from '../../../contract/matching.ts'
import type { ExplainedCorrection } from '../../../contract/store.ts'
import type { OverrideTable, Placement } from '../../../matching/engine.ts'
import { handDown } from '../../placements.ts'
import { toText } from '../../rows.ts'

const INSERT = `
  INSERT INTO overrides (operation, kind, a, b, created_at) VALUES (@operation, @kind, @a, @b, @now)`
const AROUND = `
  WITH wanted (id) AS (SELECT value FROM json_each(?)),
  said AS (
    SELECT overrides.* FROM wanted JOIN overrides ON overrides.a = wanted.id AND undone_at IS NULL
    UNION
    SELECT overrides.* FROM wanted JOIN overrides ON overrides.b = wanted.id AND undone_at IS NULL)
  SELECT kind, a, b, max(operation) FROM said GROUP BY a, b`
const PLACE = `
  INSERT INTO placements (operation, entry_id, story_id, is_lead)
  SELECT @operation, entries.id, stories.id, entries.id = stories.lead_entry_id
  FROM json_each(@stories) AS wanted JOIN stories ON stories.id = wanted.value
  JOIN entries ON entries.story_id = stories.id`
const PLACED = `
  SELECT entry_id AS entryId, story_id AS storyId, is_lead AS isLead FROM placements WHERE operation = ?`
const HISTORY = `
  SELECT operation, kind, a, b, undone_at AS undoneAt FROM overrides
  WHERE a IN (SELECT value FROM json_each(@ids)) OR b IN (SELECT value FROM json_each(@ids)) ORDER BY operation`

/** The `overrides` table: what a person said of two entries. Undone rows stay, as a record. */
export function createOverrideTable(db: Database): OverrideTable {
  const next = db.prepare('SELECT coalesce(max(operation), 0) + 1 FROM overrides').pluck()
  const insert = db.prepare(INSERT)
  const undo = db.prepare(
    'UPDATE overrides SET undone_at = @now WHERE operation = @operation AND undone_at IS NULL',
  )
  const of = db.prepare('SELECT kind, a, b FROM overrides WHERE operation = ?')
  const undoneAt = db.prepare('SELECT max(undone_at) FROM overrides WHERE operation = ?').pluck()
  const around = db.prepare(AROUND)

  const place = db.prepare(PLACE)
  const placed = db.prepare(PLACED)
  const handOn = db.prepare(handDown('@operation'))

  const history = db.prepare(HISTORY)

  return {
    /** Records one operation, with the entries of the stories that it changes, and returns its number. */
    async add(rows, storyIds, now) {
      const operation = next.get() as number
      place.run({ operation, stories: JSON.stringify(storyIds) })
      for (const { kind, a, b } of rows) {
        insert.run({ operation, kind, a: Math.min(a, b), b: Math.max(a, b), now: toText(now) })
      }
      return operation
    },
    /** Takes an operation back; returns its rows, none where there is nothing to undo. */
    async undo(operation, now) {
      const { changes } = undo.run({ operation, now: toText(now) })
      if (changes === 0) return []
      handOn.run({ operation })
      return of.all(operation) as Override[]
    },
    /** Where the entries were before an operation. */
    async before(operation) {
      const rows = placed.all(operation) as (Omit<Placement, 'isLead'> & { isLead: number })[]
      return rows.map((row) => ({ ...row, isLead: row.isLead === 1 }))
    },
    /** When an operation was taken back, or null where it stands or there is none. */
    async undoneAt(operation) {
      return (undoneAt.get(operation) as string | null | undefined) ?? null
    },
    /** What was said of any of these entries; the newest word on a pair wins. */
    async around(ids) {
      const rows = around.all(JSON.stringify(ids)) as Override[]
      return rows.map(({ kind, a, b }) => ({ kind, a, b }))
    },
    history: async (ids) => history.all({ ids: JSON.stringify(ids) }) as ExplainedCorrection[],
  }
}
