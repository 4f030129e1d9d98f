/** A feed on its way out of the database. */
import type { Database } from 'better-sqlite3'
import type { LeavingTable } from '../../../matching/engine.ts'
import { toText } from '../../rows.ts'
import { createArchiveCleaning } from '../pages/archive-cleaning.ts'
import { createRemoval } from '../removal.ts'
import { createSummary } from '../summary.ts'
import type { PrintStore } from './prints.ts'

export function createLeavingTable(db: Database, prints: Pick<PrintStore, 'drop'>): LeavingTable {
  const dismiss = db.prepare(
    "UPDATE feeds SET subscribed = 0, trust = 'low' WHERE url = ? RETURNING id, outlet",
  )
  const storyOf = db.prepare('SELECT story_id FROM entries WHERE id = ?').pluck()
  const summarise = createSummary(db)
  const takeBack = db.prepare(`
    UPDATE overrides SET undone_at = @now WHERE undone_at IS NULL
      AND (a IN (SELECT id FROM entries WHERE feed_id = @id) OR b IN (SELECT id FROM entries WHERE feed_id = @id))`)
  const entries = db.prepare(
    'SELECT id, story_id AS storyId FROM entries WHERE feed_id = ? ORDER BY id LIMIT ?',
  )
  const exhume = db.prepare('DELETE FROM removed_entries WHERE feed_id = ?')
  const removeFeed = db.prepare('DELETE FROM feeds WHERE id = ?')
  const removeEntry = createRemoval(db, prints)
  const cleanArchive = createArchiveCleaning(db)
  return {
    async dismiss(url, now) {
      const feed = dismiss.get(url) as { id: number; outlet: string } | undefined
      if (feed === undefined) return null
      takeBack.run({ id: feed.id, now: toText(now) })
      cleanArchive(feed.id)
      return feed
    },
    entries: async (feedId, limit) => entries.all(feedId, limit) as { id: number; storyId: string | null }[],
    async remove(ids) {
      const stories = new Set(ids.map((id) => storyOf.get(id) as string | null))
      for (const id of ids) removeEntry(id)
      for (const id of stories) if (id !== null) summarise(id)
    },
    async removeFeed(feedId) {
      cleanArchive(feedId) // pages that were frozen meanwhile
      exhume.run(feedId)
      removeFeed.run(feedId)
    },
  }
}
