/** Keeps, for each copy, why it is in its story: what it shares with the lead. */
import type { MatchEntry, Matcher } from '../contract/matching.ts'
import type { MatchTables } from './engine.ts'
import type { Decided } from './rounds.ts'

/** A copy, and the lead that it was not compared with before. */
interface Pair {
  readonly lead: MatchEntry
  readonly copy: MatchEntry
}

export function createReasons(matcher: Matcher) {
  /** Says it once for each lead that a copy had. */
  return async (tables: MatchTables, all: readonly Decided[]): Promise<void> => {
    const decided = all.filter(mayHaveReasons)
    if (decided.length === 0) return
    const before = await tables.folds.leads(decided.flatMap(({ near }) => near.entries.map(({ id }) => id)))
    const leads = decided.flatMap(({ decision }) => decision.map(({ lead }) => lead))
    await tables.folds.forget(leads.filter((lead) => before.has(lead)))
    const pairs = decided.flatMap((each) => newPairs(each, before))
    if (pairs.length === 0) return
    const texts = await tables.prints.texts([
      ...new Set(pairs.flatMap(({ lead, copy }) => [lead.id, copy.id])),
    ])
    const textOf = ({ id }: MatchEntry) => texts.get(id) ?? ''
    await tables.folds.save(
      pairs.map(({ lead, copy }) => {
        const { words, ...reason } = matcher.reason(lead, copy)
        const passages = matcher.passages(textOf(lead), textOf(copy))
        return { entryId: copy.id, leadId: lead.id, ...reason, reason: words, passages }
      }),
    )
  }
}

function mayHaveReasons({ near, decision }: Decided): boolean {
  return near.leads.size > 0 || decision.some(({ members }) => members.length > 1)
}

function newPairs({ near, decision }: Decided, before: ReadonlyMap<number, number>): Pair[] {
  const known = new Map(near.entries.map((entry) => [entry.id, entry]))
  return decision.flatMap(({ lead, members }) => {
    const leading = known.get(lead)
    if (leading === undefined) return []
    const fresh = members.filter((id) => id !== lead && before.get(id) !== lead)
    return fresh.map((id) => ({ lead: leading, copy: known.get(id)! }))
  })
}
