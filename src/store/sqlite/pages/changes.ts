/** Which stories changed since: each once, by its latest change, in the order in which the changes were stored. */
import type { Database } from 'better-sqlite3'
import type { StoryChanges } from '../../../contract/store.ts'
import { assembleChanges, type ChangeEvidenceRow, type ChangeRow, revisionOf } from '../../pages/changes.ts'
import { createStoryLoader } from './story-loader.ts'

const CHANGES = `
SELECT revision, stories.number, stories.id, stories.alias_of
FROM story_changes JOIN stories ON stories.number = story_changes.story_number
WHERE revision > ? ORDER BY revision LIMIT ?`

const EVIDENCE = `
SELECT entries.story_id, evidence.lead_id AS a, evidence.entry_id AS b, evidence.score, evidence.passages
FROM json_each(?) AS wanted
JOIN entries ON entries.story_id = wanted.value
JOIN fold_evidence AS evidence ON evidence.entry_id = entries.id
ORDER BY evidence.score DESC, b`

/** `cursor`: of an earlier answer, or null for all there is. Null where the cursor is not one of this database. */
type ReadChanges = (cursor: string | null, limit: number) => StoryChanges | null

export function createChanges(db: Database): ReadChanges {
  const load = createStoryLoader(db)
  const database = db.prepare<[], string>('SELECT database FROM story_changes_of').pluck()
  const newest = db
    .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'story_changes'")
    .pluck()
  const changes = db.prepare<[number, number], ChangeRow>(CHANGES)
  const evidence = db.prepare<[string], ChangeEvidenceRow>(EVIDENCE)

  return db.transaction((cursor: string | null, limit: number): StoryChanges | null => {
    const name = database.get()!
    const since = revisionOf(cursor, name)
    if (since === null || since > (newest.get() ?? 0)) return null
    const rows = changes.all(since, limit + 1)
    const stories = load(rows.slice(0, limit).map(({ number }) => number))
    const ids = JSON.stringify(stories.map(({ id }) => id))
    return assembleChanges({ database: name, since, rows, limit, stories, evidence: evidence.all(ids) })
  })
}
