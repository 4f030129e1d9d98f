/** A feed on its way out of the database. */
import type { LeavingTable } from '../../../matching/engine.ts'
import { toText } from '../../rows.ts'
import type { Sql } from '../connect.ts'
import { cleanArchive } from '../pages/archive-cleaning.ts'
import { removeEntries } from '../removal.ts'
import { SUMMARISE } from '../summary.ts'

const TAKE_BACK = `
  UPDATE overrides SET undone_at = $2 WHERE undone_at IS NULL
    AND (a IN (SELECT id FROM entries WHERE feed_id = $1) OR b IN (SELECT id FROM entries WHERE feed_id = $1))`

export function createLeavingTable(sql: Sql): LeavingTable {
  return {
    async dismiss(url, now) {
      const feed = await sql.first<{ id: number; outlet: string }>(
        "UPDATE feeds SET subscribed = 0, trust = 'low' WHERE url = $1 RETURNING id, outlet",
        [url],
      )
      if (feed === null) return null
      await sql.run(TAKE_BACK, [feed.id, toText(now)])
      await cleanArchive(sql, feed.id)
      return feed
    },
    entries: (feedId, limit) =>
      sql.rows('SELECT id, story_id AS "storyId" FROM entries WHERE feed_id = $1 ORDER BY id LIMIT $2', [
        feedId,
        limit,
      ]),
    async remove(ids) {
      await sql.run(SUMMARISE, [await removeEntries(sql, ids)])
    },
    async removeFeed(feedId) {
      await cleanArchive(sql, feedId) // pages that were frozen meanwhile
      await sql.run('DELETE FROM removed_entries WHERE feed_id = $1', [feedId])
      await sql.run('DELETE FROM feeds WHERE id = $1', [feedId])
    },
  }
}
