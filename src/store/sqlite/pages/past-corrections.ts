/** Reads the record of corrections. */
import type { Database } from 'better-sqlite3'
import type { CorrectedEntry, PastCorrection } from '../../../contract/people-pages.ts'
import { assembleCorrections, entriesOf, type OperationRow } from '../../pages/corrections.ts'

const OPERATIONS = `
SELECT operation, kind, min(created_at) AS created_at, max(undone_at) AS undone_at, count(*) AS pairs,
       min(a) AS first_a, max(a) AS last_a, min(b) AS first_b
FROM overrides
WHERE (kind = 'apart' OR operation NOT IN (SELECT operation FROM overrides WHERE kind = 'apart')) -- a split is told as one
  AND (@story IS NULL OR operation IN (
    SELECT operation FROM overrides
    JOIN entries ON entries.id IN (overrides.a, overrides.b)
    WHERE entries.story_id = @story))
GROUP BY operation, kind
ORDER BY operation DESC LIMIT @limit`

const ENTRIES = `
SELECT entries.id AS entryId, entries.story_id AS storyId, feeds.outlet, entries.title
FROM json_each(?) AS wanted
JOIN entries ON entries.id = wanted.value
JOIN feeds ON feeds.id = entries.feed_id`

export function createCorrectionReader(db: Database) {
  const operations = db.prepare<object, OperationRow>(OPERATIONS)
  const entries = db.prepare<[string], CorrectedEntry>(ENTRIES)
  return (limit: number, story: string | null): PastCorrection[] => {
    const rows = operations.all({ limit, story })
    return assembleCorrections(rows, entries.all(JSON.stringify(entriesOf(rows))))
  }
}
