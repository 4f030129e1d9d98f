import type { Database } from 'better-sqlite3'
import type { Correction } from '../../contract.ts'
import type { Override } from '../../matching-model.ts'
import { CorrectionError, createFind, type Named } from './find.ts'
import type { Matching } from './matching.ts'
import type { Placement } from './overrides.ts'
import { type PrintableRow, reprint, SELECT_PRINTABLES } from './printables.ts'

/**
 * A person's word on matching: kept as overrides, obeyed by every later decision, taken back by undo. What they
 * concern is decided again at once.
 */
export function createCorrections(db: Database, matching: Matching) {
  const entry = db.prepare('SELECT id AS entryId, story_id AS storyId FROM entries WHERE id = ?')
  const find = createFind(db)
  const members = db.prepare('SELECT id FROM entries WHERE story_id = ?').pluck()
  const unprinted = db.prepare(
    `${SELECT_PRINTABLES} WHERE story_id = ? AND entries.id NOT IN (SELECT entry_id FROM prints)`,
  )

  function decideAgain(
    storyIds: readonly string[],
    now: number,
    before: readonly Placement[] = [],
  ): string[] {
    const unique = [...new Set(storyIds)]
    // Entries whose window has closed lost their print; a person may still speak of them.
    for (const id of unique) reprint(unprinted.all(id) as PrintableRow[], matching)
    const ids = unique.flatMap((id) => members.all(id) as number[])
    matching.decideAll(ids, now, before)
    return [...new Set(ids.map((id) => (entry.get(id) as Named).storyId))]
  }

  function carryOut(rows: readonly Override[], storyIds: readonly string[], now: number): Correction {
    const operation = matching.overrides.add(rows, storyIds, now)
    return { operation, stories: decideAgain(storyIds, now) }
  }

  return {
    find,
    /** Makes the stories of the two one. */
    merge: db.transaction((a: string, b: string, now: number): Correction => {
      const [x, y] = [find(a), find(b)]
      if (x.storyId === y.storyId) throw new CorrectionError(`${a} and ${b} are one story already`)
      return carryOut([{ kind: 'together', a: x.entryId, b: y.entryId }], [x.storyId, y.storyId], now)
    }).immediate,
    /** Makes the entry a story of its own. */
    split: db.transaction((name: string, now: number): Correction => {
      const { entryId, storyId } = find(name)
      const others = (members.all(storyId) as number[]).filter((id) => id !== entryId)
      if (others.length === 0) throw new CorrectionError(`entry ${name} is its story's only copy`)
      return carryOut(
        others.map((b) => ({ kind: 'apart', a: entryId, b })),
        [storyId],
        now,
      )
    }).immediate,
    /** Takes a merge or a split back; every story gets the id again that it had before. */
    undo: db.transaction((operation: number, now: number): Correction => {
      const rows = matching.overrides.undo(operation, now)
      if (rows.length === 0)
        throw new CorrectionError(whyNot(operation, matching.overrides.undoneAt(operation)))
      const ids = [...new Set(rows.flatMap(({ a, b }) => [a, b]))]
      return {
        operation,
        stories: decideAgain(
          ids.map((id) => find(String(id)).storyId),
          now,
          matching.overrides.before(operation),
        ),
      }
    }).immediate,
  }
}

function whyNot(operation: number, undoneAt: string | null): string {
  return undoneAt === null
    ? `there is no operation ${operation} to undo`
    : `operation ${operation} was undone already, at ${undoneAt}`
}
