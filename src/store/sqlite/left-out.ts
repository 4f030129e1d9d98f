/** The `left_out` table: what the rules of the config leave out of each feed's last document. */
import type { Database } from 'better-sqlite3'
import type { LeftOutEntry } from '../../contract/model.ts'
import { type LeftOutRow, leftOutWords } from '../left-out.ts'

export function createLeftOut(db: Database) {
  const clear = db.prepare('DELETE FROM left_out WHERE feed_id = ?')
  const insert = db.prepare(
    'INSERT INTO left_out (feed_id, guid, title, link, rule) VALUES (@feedId, @guid, @title, @link, @rule) ON CONFLICT DO NOTHING',
  )
  return {
    put(feedId: number, entries: readonly LeftOutEntry[]): void {
      clear.run(feedId)
      for (const entry of entries) insert.run({ ...entry, feedId })
    },
  }
}

/** Why there is no entry of this guid or link, in a sentence; null: nothing left it out. */
export function createWhyLeftOut(db: Database): (name: string) => string | null {
  const find = db.prepare<[string, string], LeftOutRow>(`
    SELECT left_out.title, left_out.rule, feeds.outlet FROM left_out JOIN feeds ON feeds.id = left_out.feed_id
    WHERE left_out.link = ? OR left_out.guid = ? LIMIT 1`)
  return (name) => {
    const row = find.get(name, name)
    return row ? leftOutWords(row) : null
  }
}
