/** Reads the record of corrections: one line for each operation, whatever the number of pairs it speaks of. */
import type { Database } from 'better-sqlite3'
import type { CorrectedEntry, PastCorrection } from '../../../contract/people-pages.ts'
import { toMs, toMsOrNull } from '../../rows.ts'

interface OperationRow {
  readonly operation: number
  readonly kind: 'together' | 'apart'
  readonly created_at: string
  readonly undone_at: string | null
  readonly pairs: number
  readonly first_a: number
  readonly last_a: number
  readonly first_b: number
}

const OPERATIONS = `
SELECT operation, kind, min(created_at) AS created_at, max(undone_at) AS undone_at, count(*) AS pairs,
       min(a) AS first_a, max(a) AS last_a, min(b) AS first_b
FROM overrides
WHERE @story IS NULL OR operation IN (
  SELECT operation FROM overrides
  JOIN entries ON entries.id IN (overrides.a, overrides.b)
  WHERE entries.story_id = @story)
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
    const ids = rows.flatMap(pairOf)
    const byId = new Map(entries.all(JSON.stringify(ids)).map((entry) => [entry.entryId, entry]))
    return rows.map((row) => {
      const [subject, other] = pairOf(row)
      return {
        operation: row.operation,
        kind: row.kind,
        createdAt: toMs(row.created_at),
        undoneAt: toMsOrNull(row.undone_at),
        subject: byId.get(subject) ?? null,
        other: byId.get(other) ?? null,
        others: row.pairs,
      }
    })
  }
}

/** A split writes a pair for each copy it parts its entry from: that entry is in all of them. */
function pairOf({ first_a, last_a, first_b }: OperationRow): [number, number] {
  return first_a === last_a ? [first_a, first_b] : [first_b, first_a]
}
