/** Brings `stories.outlets` in line when an outlet is renamed: it counts names. */
import { toText } from '../rows.ts'
import type { Sql } from './connect.ts'
import { beDecider } from './lock.ts'

/** Of the stories that a feed carries. Nobody decides meanwhile: who counted by the old name would write that down. */
export async function recountOutlets(sql: Sql, feedId: number, now: number): Promise<void> {
  await beDecider(sql)
  await sql.run(
    `UPDATE stories SET changed_at = $2, outlets = (
       SELECT count(DISTINCT feeds.outlet) FROM entries JOIN feeds ON feeds.id = entries.feed_id
       WHERE entries.story_id = stories.id)
     WHERE id IN (SELECT story_id FROM entries WHERE feed_id = $1)`,
    [feedId, toText(now)],
  )
}
