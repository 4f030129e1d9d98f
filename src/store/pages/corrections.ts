/**
 * The record of corrections: one line for each operation, whatever the number of pairs it speaks of; with the SQL that
 * every engine reads. Pure.
 */
import type { CorrectedEntry, PastCorrection } from '../../contract/people-pages.ts'
import { toMs, toMsOrNull } from '../rows.ts'

/** One operation, with the ends of its pairs of entries; times in UTC text. */
export interface OperationRow {
  readonly operation: number
  readonly kind: 'together' | 'apart'
  readonly created_at: string
  readonly undone_at: string | null
  readonly pairs: number
  readonly first_a: number
  readonly last_a: number
  readonly first_b: number
}

/** The latest operations; with a story, those that concern its copies. By the names of these two parameters. */
export const selectOperations = (story: string, limit: string) => `
SELECT operation, kind, min(created_at) AS created_at, max(undone_at) AS undone_at, count(*) AS pairs,
       min(a) AS first_a, max(a) AS last_a, min(b) AS first_b
FROM overrides
WHERE (kind = 'apart' OR operation NOT IN (SELECT operation FROM overrides WHERE kind = 'apart')) -- a split is told as one
  AND (${story} IS NULL OR operation IN (
    SELECT operation FROM overrides
    JOIN entries ON entries.id IN (overrides.a, overrides.b)
    WHERE entries.story_id = ${story}))
GROUP BY operation, kind
ORDER BY operation DESC LIMIT ${limit}`

/** `entries`: those that `entriesOf` names and that are still kept. */
export function assembleCorrections(
  rows: readonly OperationRow[],
  entries: readonly CorrectedEntry[],
): PastCorrection[] {
  const byId = new Map(entries.map((entry) => [entry.entryId, entry]))
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

/** The ids of the entries that these operations are told by. */
export function entriesOf(rows: readonly OperationRow[]): number[] {
  return rows.flatMap(pairOf)
}

/** A split writes a pair for each copy it parts its entry from: that entry is in all of them. */
function pairOf({ first_a, last_a, first_b }: OperationRow): [number, number] {
  return first_a === last_a ? [first_a, first_b] : [first_b, first_a]
}
