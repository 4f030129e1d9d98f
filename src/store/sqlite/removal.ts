/** Removes entries, and the stories that have none left. */
import type { Database } from 'better-sqlite3'
import type { PrintStore } from './matching/prints.ts'

/** Returns a function that removes an entry with all that belongs to it. */
export function createRemoval(db: Database, prints: Pick<PrintStore, 'drop'>): (id: number) => void {
  const storyOf = db.prepare('SELECT story_id FROM entries WHERE id = ?').pluck()
  const remove = db.prepare('DELETE FROM entries WHERE id = ?')
  const left = db.prepare('SELECT min(id) FROM entries WHERE story_id = ?').pluck()
  const shrink = db.prepare(`
    UPDATE stories SET lead_entry_id = iif(lead_entry_id = @gone, @lead, lead_entry_id),
      (outlets, copies, longest_words) = (
        SELECT count(DISTINCT feeds.outlet), count(*), max(entries.words) FROM entries JOIN feeds ON feeds.id = entries.feed_id
        WHERE entries.story_id = stories.id)
    WHERE id = @story`)
  // There is no reason why a copy that leads its story is in it.
  const leadOn = db.prepare(
    'DELETE FROM fold_evidence WHERE entry_id = (SELECT lead_entry_id FROM stories WHERE id = ?)',
  )
  const removeStory = db.prepare('DELETE FROM stories WHERE id = @story OR alias_of = @story')

  return (id) => {
    prints.drop(id) // first: its keys hang on nothing else
    const story = storyOf.get(id) as string | null
    remove.run(id)
    const lead = left.get(story) as number | null
    if (lead === null) return void removeStory.run({ story })
    shrink.run({ lead, story, gone: id })
    leadOn.run(story)
  }
}
