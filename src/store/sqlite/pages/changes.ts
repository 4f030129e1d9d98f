/** Which stories changed since: each once, by its latest change, in the order in which the changes were stored. */
import type { Database } from 'better-sqlite3'
import type { ChangedStory, StoryChanges } from '../../../contract/store.ts'
import { createStoryLoader } from './story-loader.ts'

interface ChangeRow {
  readonly revision: number
  readonly number: number
  readonly id: string
  readonly alias_of: string | null
}

interface EvidenceRow {
  readonly story_id: string
  readonly a: number
  readonly b: number
  readonly score: number
  readonly passages: string
}

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
export type ReadChanges = (cursor: string | null, limit: number) => StoryChanges | null

export function createChanges(db: Database): ReadChanges {
  const load = createStoryLoader(db)
  const database = db.prepare<[], string>('SELECT database FROM story_changes_of').pluck()
  const newest = db
    .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'story_changes'")
    .pluck()
  const changes = db.prepare<[number, number], ChangeRow>(CHANGES)
  const evidence = db.prepare<[string], EvidenceRow>(EVIDENCE)

  return db.transaction((cursor: string | null, limit: number): StoryChanges | null => {
    const since = cursor === null ? 0 : revisionOf(cursor, database.get()!)
    if (since === null || since > (newest.get() ?? 0)) return null
    const rows = changes.all(since, limit + 1)
    const shown = rows.slice(0, limit)
    const stories = new Map(load(shown.map(({ number }) => number)).map((story) => [story.id, story]))
    const passages = evidence.all(JSON.stringify([...stories.keys()]))
    return {
      stories: shown.map(({ id, alias_of }): ChangedStory => {
        const own = passages.filter((row) => row.story_id === id)
        const shared = own.map(({ a, b, score, passages }) => ({
          a,
          b,
          score,
          passages: JSON.parse(passages) as string[],
        }))
        return { id, mergedInto: alias_of, story: stories.get(id) ?? null, evidence: shared }
      }),
      cursor: `${database.get()}-${shown.at(-1)?.revision ?? since}`,
      hasMore: rows.length > limit,
    }
  })
}

function revisionOf(cursor: string, database: string): number | null {
  const [, name, revision] = /^([0-9a-f]{8})-(\d{1,15})$/.exec(cursor) ?? []
  return name === database ? Number(revision) : null
}
