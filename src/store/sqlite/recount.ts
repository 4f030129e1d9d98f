/** Brings `stories.outlets` in line when an outlet is renamed: it counts names. */
import type { Database } from 'better-sqlite3'
import { toText } from '../rows.ts'

/** Returns a function for the stories that some feeds carry. */
export function createOutletRecount(db: Database) {
  const recount = db.prepare(`
    UPDATE stories SET changed_at = @now, outlets = (
      SELECT count(DISTINCT feeds.outlet) FROM entries JOIN feeds ON feeds.id = entries.feed_id
      WHERE entries.story_id = stories.id)
    WHERE id IN (SELECT story_id FROM entries WHERE feed_id = @feedId)`)
  return (feedId: number, now: number): void => void recount.run({ feedId, now: toText(now) })
}
