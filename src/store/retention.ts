import type { Database } from 'better-sqlite3'
import type { PrintStore } from './matching/prints.ts'
import { toText } from './rows.ts'

const DAY = 86_400_000
/** Entries removed in one transaction: keeps each short. */
const BATCH = 500

/**
 * Removes entries older than `retentionMs` that their feed no longer lists (one that it still lists would only come
 * back as new), and stories that have none left. Returns how many entries went; call again while it is a full batch.
 */
export function createRetention(db: Database, prints: Pick<PrintStore, 'drop'>) {
  const expired = db
    .prepare(`
    SELECT entries.id FROM entries JOIN feeds ON feeds.id = entries.feed_id
    WHERE entries.first_seen_at < @before AND coalesce(entries.published_at, '') < @before
      AND entries.last_listed_at < @unlisted
      AND (feeds.subscribed = 0 OR entries.last_listed_at < strftime('%Y-%m-%dT%H:%M:%SZ', feeds.last_read_at, '-2 days'))
      AND NOT EXISTS (SELECT 1 FROM stories WHERE lead_entry_id = entries.id AND EXISTS (
        SELECT 1 FROM entries AS other WHERE other.story_id = stories.id AND other.first_seen_at >= @before))
    LIMIT ${BATCH}`)
    .pluck()
  const storyOf = db.prepare('SELECT story_id FROM entries WHERE id = ?').pluck()
  const remove = db.prepare('DELETE FROM entries WHERE id = ?')
  const left = db.prepare('SELECT min(id) FROM entries WHERE story_id = ?').pluck()
  const shrink = db.prepare(`
    UPDATE stories SET lead_entry_id = iif(lead_entry_id = @gone, @lead, lead_entry_id),
      (outlets, copies, longest_words) = (
        SELECT count(DISTINCT feeds.outlet), count(*), max(entries.words) FROM entries JOIN feeds ON feeds.id = entries.feed_id
        WHERE entries.story_id = stories.id)
    WHERE id = @story`)
  const removeStory = db.prepare('DELETE FROM stories WHERE id = @story OR alias_of = @story')

  function removeEntry(id: number): void {
    const story = storyOf.get(id) as string
    prints.drop(id) // first: its keys hang on nothing else
    remove.run(id)
    const lead = left.get(story) as number | null
    if (lead === null) removeStory.run({ story })
    else shrink.run({ lead, story, gone: id })
  }

  return db.transaction((retentionMs: number, now: number): number => {
    const ids = expired.all({
      before: toText(now - retentionMs),
      unlisted: toText(now - 2 * DAY),
    }) as number[]
    for (const id of ids) removeEntry(id)
    return ids.length
  }).immediate
}
