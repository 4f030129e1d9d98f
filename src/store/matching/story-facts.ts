import type { Database } from 'better-sqlite3'
import { toText } from '../rows.ts'

export type StoryFacts = ReturnType<typeof createStoryFacts>

/** What matching and polls want to know, or to say, of stories and their entries. */
export function createStoryFacts(db: Database) {
  const retold = db.prepare(`
    UPDATE stories SET updated_at = @now
    WHERE id = (SELECT story_id FROM entries WHERE id = @id) AND lead_entry_id = @id`)
  const changed = db.prepare(`
    UPDATE stories SET changed_at = ? WHERE id = (SELECT story_id FROM entries WHERE id = ?)`)
  const leads = db.prepare(
    'SELECT id, lead_entry_id FROM stories WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number',
  )
  const text = db.prepare('SELECT text FROM entry_texts WHERE entry_id = ?').pluck()

  return {
    /** These entries' title or text changed: where one leads its story, readers see something new. */
    retold(entryIds: readonly number[], now: number): void {
      for (const id of entryIds) retold.run({ id, now: toText(now) })
    },
    /** Something of these entries changed: the documents that show their stories do too. */
    changed(entryIds: readonly number[], now: number): void {
      for (const id of entryIds) changed.run(toText(now), id)
    },
    /** The lead copy of each story, in the order in which they appeared. */
    leads(ids: readonly string[]): ReadonlyMap<string, number> {
      const rows = leads.all(JSON.stringify(ids)) as { id: string; lead_entry_id: number }[]
      return new Map(rows.map((row) => [row.id, row.lead_entry_id]))
    },
    text(entryId: number): string {
      return (text.get(entryId) as string | undefined) ?? ''
    },
  }
}
