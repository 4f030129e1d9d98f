/** Keeps, for each copy, why it is in its story: what it shares with the lead. */
import type { Decision, MatchEntry, Matcher, Neighbourhood, StoryDecision } from '../contract/matching.ts'
import type { MatchTables } from './engine.ts'

export function createReasons(matcher: Matcher) {
  async function keepStory(
    tables: MatchTables,
    { lead, members }: StoryDecision,
    known: ReadonlyMap<number, MatchEntry>,
    before: ReadonlyMap<number, number>,
  ): Promise<void> {
    const fresh = members.filter((id) => id !== lead && before.get(id) !== lead)
    const leading = known.get(lead)
    if (!leading || fresh.length === 0) return
    const text = await tables.prints.text(lead)
    for (const id of fresh) {
      const { words, ...reason } = matcher.reason(leading, known.get(id)!)
      const passages = matcher.passages(text, await tables.prints.text(id))
      await tables.folds.save([{ entryId: id, leadId: lead, ...reason, reason: words, passages }])
    }
  }

  /** Says it once for each lead that a copy had. */
  return async (tables: MatchTables, near: Neighbourhood, decided: Decision): Promise<void> => {
    const shared = decided.filter(({ members }) => members.length > 1)
    if (shared.length === 0 && near.leads.size === 0) return
    const known = new Map(near.entries.map((entry) => [entry.id, entry]))
    const before = await tables.folds.leads([...known.keys()])
    await tables.folds.forget(decided.map(({ lead }) => lead).filter((lead) => before.has(lead)))
    for (const story of shared) await keepStory(tables, story, known, before)
  }
}
