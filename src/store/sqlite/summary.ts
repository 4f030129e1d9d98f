/** Works out what a story's row says of its copies. */
import type { Database } from 'better-sqlite3'

/** Returns a function that brings the row of a story in line with its copies. */
export function createSummary(db: Database): (storyId: string) => void {
  // A story's time is its lead's, or when it was first seen: a copy that is dated into the past, or was another story's
  // before it was edited, must not bury it.
  const summarise = db.prepare(`
    UPDATE stories SET (published_at, first_seen_at, outlets, copies, longest_words) = (
      SELECT min(coalesce(min(iif(f.trust = 'low', NULL, told_at)), min(told_at)),
                 coalesce(min(iif(e.id = stories.lead_entry_id, e.published_at, NULL)), '9999')),
             min(e.first_seen_at), count(DISTINCT f.outlet), count(*), max(e.words)
      FROM (
        SELECT *, iif(id = stories.lead_entry_id, first_seen_at, coalesce(
          (SELECT max(revised_at) FROM entry_revisions WHERE entry_id = entries.id), first_seen_at)) AS told_at
        FROM entries WHERE story_id = stories.id) AS e
      JOIN feeds AS f ON f.id = e.feed_id)
    WHERE id = ?`)
  return (storyId) => void summarise.run(storyId)
}
