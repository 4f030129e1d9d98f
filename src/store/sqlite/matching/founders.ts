/**
 * After a lost database the backlogs of all feeds are read anew, in any order, and stories would be named after whichever
 * copy was read first. In a database's first hour a story that was published before it began, every copy of it, is
 * therefore named after the copy that was published first. Later, ids stay: readers know them.
 */
import type { Database } from 'better-sqlite3'
import { toMs, toText } from '../../rows.ts'

const FIRST_HOUR = 3_600_000

interface Founded {
  readonly id: string
  readonly key: string
}

// Corrections and archived pages speak of ids: where there are any, nothing is named anew.
const FOUNDED = `
SELECT id, key FROM (
  SELECT stories.id, entries.key,
         row_number() OVER (PARTITION BY stories.id ORDER BY entries.published_at, entries.key) AS place,
         max(coalesce(entries.published_at, entries.first_seen_at)) OVER (PARTITION BY stories.id) AS latest
  FROM stories JOIN entries ON entries.story_id = stories.id
  WHERE stories.copies > 1 AND stories.number NOT IN (SELECT story_number FROM archive_states))
WHERE place = 1 AND latest < ?`

/** Returns how many stories were named anew. `storyId`: the id of the story that an entry founds. */
export function createFounding(db: Database, storyId: (key: string) => string) {
  const beginning = db.prepare<[], string>('SELECT first_seen_at FROM entries ORDER BY id LIMIT 1').pluck()
  const corrected = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM overrides)').pluck()
  const founded = db.prepare<[string], Founded>(FOUNDED)
  const aliasOf = db.prepare<[string], string | null>('SELECT alias_of FROM stories WHERE id = ?').pluck()
  const rename = db.prepare('UPDATE stories SET id = @to WHERE id = @from')
  const follow = db.prepare('UPDATE entries SET story_id = @to WHERE story_id = @from')
  const realias = db.prepare('UPDATE stories SET alias_of = @to WHERE alias_of = @from')
  const leaveAlias = db.prepare(`
    INSERT INTO stories (id, alias_of, published_at, first_seen_at, updated_at)
    SELECT @from, id, published_at, first_seen_at, updated_at FROM stories WHERE id = @to`)
  const drop = db.prepare('DELETE FROM stories WHERE id = ?')
  const changed = db.prepare('UPDATE stories SET changed_at = ? WHERE id = ?')

  /** The old name leads to the new one. */
  function nameAnew(from: string, to: string, now: number): boolean {
    const other = aliasOf.get(to)
    if (other !== undefined && other !== from) return false
    if (other === from) drop.run(to)
    rename.run({ from, to })
    follow.run({ from, to })
    realias.run({ from, to })
    leaveAlias.run({ from, to })
    changed.run(toText(now), to)
    return true
  }

  return db.transaction((now: number): number => {
    const began = beginning.get()
    if (began === undefined || Math.abs(now - toMs(began)) > FIRST_HOUR || corrected.get() === 1) return 0
    db.pragma('defer_foreign_keys = ON') // until the names fit again
    return founded
      .all(began)
      .map(({ id, key }) => [id, storyId(key)] as const)
      .filter(([from, to]) => from !== to && nameAnew(from, to, now)).length
  }).immediate
}
