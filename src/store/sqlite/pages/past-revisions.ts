/** Reads what the copies of a story said before they were changed. */
import type { Database } from 'better-sqlite3'
import type { Revision } from '../../../contract/people-pages.ts'
import { MOST_REVISIONS, type RevisionRow, toRevision } from '../../pages/people.ts'

const REVISIONS = `
SELECT feeds.outlet, revised_at, revisions.title AS title_before, removed, added,
       coalesce((SELECT later.title FROM entry_revisions AS later
                 WHERE later.entry_id = revisions.entry_id AND later.revision > revisions.revision
                 ORDER BY later.revision LIMIT 1), entries.title) AS title_after
FROM entries
JOIN entry_revisions AS revisions ON revisions.entry_id = entries.id
JOIN feeds ON feeds.id = entries.feed_id
WHERE entries.story_id = ?
ORDER BY revised_at DESC, entries.id, revision DESC LIMIT ${MOST_REVISIONS}`

export function createRevisionReader(db: Database) {
  const revisions = db.prepare<[string], RevisionRow>(REVISIONS)
  return (storyId: string): Revision[] => revisions.all(storyId).map(toRevision)
}
