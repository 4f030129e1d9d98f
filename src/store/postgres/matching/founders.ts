/**
 * After a lost database the backlogs of all feeds are read anew, in any order, and stories would be named after whichever
 * copy was read first. In a database's first hour a story that was published before it began, every copy of it, is
 * therefore named after the copy that was published first. Later, ids stay: readers know them.
 */
import { toMs, toText } from '../../rows.ts'
import type { Sql } from '../connect.ts'

const FIRST_HOUR = 3_600_000

// Corrections and archived pages speak of ids: where there are any, nothing is named anew.
const FOUNDED = `
  SELECT id, key FROM (
    SELECT stories.id, entries.key,
           row_number() OVER (
             PARTITION BY stories.id ORDER BY entries.published_at NULLS FIRST, entries.key) AS place,
           max(coalesce(entries.published_at, entries.first_seen_at)) OVER (PARTITION BY stories.id) AS latest
    FROM stories JOIN entries ON entries.story_id = stories.id
    WHERE stories.copies > 1 AND stories.number NOT IN (SELECT story_number FROM archive_states)) AS copy
  WHERE place = 1 AND latest < $1`

/** Returns how many stories were named anew; nobody decides meanwhile. `storyId`: the id of the story that an entry founds. */
export async function nameFounders(sql: Sql, storyId: (key: string) => string, now: number): Promise<number> {
  const began = await sql.first<{ at: string }>('SELECT first_seen_at AS at FROM entries ORDER BY id LIMIT 1')
  if (began === null || Math.abs(now - toMs(began.at)) > FIRST_HOUR) return 0
  if ((await sql.first('SELECT 1 FROM overrides LIMIT 1')) !== null) return 0
  let named = 0
  for (const { id, key } of await sql.rows<{ id: string; key: string }>(FOUNDED, [began.at])) {
    const to = storyId(key)
    if (id !== to && (await nameAnew(sql, id, to, now))) named++
  }
  return named
}

/** The old name leads to the new one. Foreign keys are looked at when the transaction ends. */
async function nameAnew(sql: Sql, from: string, to: string, now: number): Promise<boolean> {
  const other = await sql.first<{ alias_of: string | null }>('SELECT alias_of FROM stories WHERE id = $1', [
    to,
  ])
  if (other !== null && other.alias_of !== from) return false
  if (other !== null) await sql.run('DELETE FROM stories WHERE id = $1', [to])
  await sql.run('UPDATE stories SET id = $2 WHERE id = $1', [from, to])
  await sql.run('UPDATE entries SET story_id = $2 WHERE story_id = $1', [from, to])
  await sql.run('UPDATE stories SET alias_of = $2 WHERE alias_of = $1', [from, to])
  await sql.run(
    `INSERT INTO stories (id, alias_of, published_at, first_seen_at, updated_at)
     SELECT $1, id, published_at, first_seen_at, updated_at FROM stories WHERE id = $2`,
    [from, to],
  )
  await sql.run('UPDATE stories SET changed_at = $2 WHERE id = $1', [to, toText(now)])
  return true
}
