/** The record of corrections: one line for each operation, whatever the number of pairs it speaks of. Pure. */
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
