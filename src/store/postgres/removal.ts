/** Removes entries, and the stories that have none left. */
import type { Sql } from './connect.ts'
import { dropPrints } from './matching/prints.ts'

const EMPTY =
  'SELECT id FROM stories WHERE id = ANY($1) AND NOT EXISTS (SELECT 1 FROM entries WHERE story_id = stories.id)'
const SHRINK = `
  UPDATE stories SET
    lead_entry_id = CASE WHEN lead_entry_id = ANY($2) THEN (SELECT min(id) FROM entries WHERE story_id = stories.id)
      ELSE lead_entry_id END,
    (outlets, copies, longest_words) = (
      SELECT count(DISTINCT feeds.outlet), count(*), max(entries.words)
      FROM entries JOIN feeds ON feeds.id = entries.feed_id WHERE entries.story_id = stories.id)
  WHERE id = ANY($1)`
// There is no reason why a copy that leads its story is in it.
const LEAD_ON = `
  DELETE FROM fold_evidence WHERE entry_id IN (SELECT lead_entry_id FROM stories WHERE id = ANY($1))`

/** Removes entries with all that belongs to them; returns the stories that they were in and that are left. */
export async function removeEntries(sql: Sql, ids: readonly number[]): Promise<string[]> {
  await dropPrints(sql, ids) // first: their keys hang on nothing else
  const rows = await sql.rows<{ id: string }>(
    'SELECT DISTINCT story_id AS id FROM entries WHERE id = ANY($1) AND story_id IS NOT NULL',
    [ids],
  )
  const stories = rows.map(({ id }) => id)
  await sql.run('DELETE FROM entries WHERE id = ANY($1)', [ids])
  const empty = (await sql.rows<{ id: string }>(EMPTY, [stories])).map(({ id }) => id)
  await sql.run('DELETE FROM stories WHERE id = ANY($1) OR alias_of = ANY($1)', [empty])
  const left = stories.filter((id) => !empty.includes(id))
  await sql.run(SHRINK, [left, ids])
  await sql.run(LEAD_ON, [left])
  return left
}
