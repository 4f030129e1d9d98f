/** Names outlets that the config does not name, and brings `stories.outlets`, which counts names, in line. */
import type { Database } from 'better-sqlite3'
import { type NameRow, nameBeside, wantedName } from '../outlet-name.ts'
import { toText } from '../rows.ts'

/** Returns a function for a feed that was subscribed or read. `before`: its name until then; undefined where it is new. */
export function createOutletNaming(db: Database) {
  const read = db.prepare<[number], NameRow>(
    'SELECT url, title, outlet, configured_outlet FROM feeds WHERE id = ?',
  )
  const namesakes = db
    .prepare<[string, number], string>(
      'SELECT url FROM feeds WHERE outlet = ? AND id <> ? AND subscribed = 1',
    )
    .pluck()
  const rename = db.prepare<[string, number]>('UPDATE feeds SET outlet = ? WHERE id = ?')
  const recount = db.prepare(`
    UPDATE stories SET changed_at = @now, outlets = (
      SELECT count(DISTINCT feeds.outlet) FROM entries JOIN feeds ON feeds.id = entries.feed_id
      WHERE entries.story_id = stories.id)
    WHERE id IN (SELECT story_id FROM entries WHERE feed_id = @feedId)`)

  return (feedId: number, before: string | undefined, now: number): void => {
    const row = read.get(feedId)!
    const wanted = wantedName(row)
    const name = wanted === null ? row.outlet : nameBeside(wanted, row.url, namesakes.all(wanted, feedId))
    if (name !== row.outlet) rename.run(name, feedId)
    if (before !== undefined && before !== name) recount.run({ feedId, now: toText(now) })
  }
}
