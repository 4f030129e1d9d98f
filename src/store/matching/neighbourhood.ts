import { type MatchEntry, type Neighbourhood, timeOf } from '../../matching-model.ts'
import type { FindCandidates } from './candidates.ts'
import type { OverrideStore } from './overrides.ts'
import type { PrintStore } from './prints.ts'
import type { StoryFacts } from './story-facts.ts'
import type { VerdictStore } from './verdicts.ts'

export interface Sources {
  readonly prints: PrintStore
  readonly candidates: FindCandidates
  readonly verdicts: VerdictStore
  readonly facts: StoryFacts
  readonly overrides: OverrideStore
}

/** All that deciding these entries may look at and may change. */
export function gather(ids: readonly number[], sources: Sources, windowMs: number): Neighbourhood {
  const { prints, candidates, verdicts, facts, overrides } = sources
  const wanted = prints.byIds(ids).flatMap((entry) => candidates(entry).map((id) => ordered(entry.id, id)))
  const said = overrides.around(ids).flatMap((o) => [o.a, o.b])
  // What a candidate came near to tells what it is: a digest is known by the stories that it carries.
  const near = verdicts.nearMisses([...new Set(wanted.flat())])
  const touched = prints.byIds([...new Set([...wanted.flat(), ...ids, ...said, ...near])])
  const storyIds = [...new Set(touched.map((entry) => entry.storyId).filter((id) => id !== null))]
  const leads = facts.leads(storyIds)
  const founders = prints.byIds([...prints.foundersOf(storyIds), ...leads.values()])
  const known = new Map([...touched, ...founders].map((entry) => [entry.id, entry]))
  const stored = verdicts.among([...known.keys()])
  const judged = new Set(stored.map(({ a, b }) => `${a} ${b}`))
  const untied = ties(touched, founders, leads).filter(([a, b]) => !judged.has(`${a} ${b}`))
  return {
    entries: [...known.values()],
    pairs: withinWindow([...wanted, ...untied], known, windowMs),
    verdicts: stored,
    overrides: overrides.around([...known.keys()]),
    leads,
    windowMs,
  }
}

/** A late member of a large story may share verdicts with other late members only: it is held against the lead. */
function ties(
  touched: readonly MatchEntry[],
  founders: readonly MatchEntry[],
  leads: ReadonlyMap<string, number>,
): [number, number][] {
  const first = new Set(founders.map((entry) => entry.id))
  return touched.flatMap(({ id, storyId }) => {
    const lead = leads.get(storyId ?? '')
    return lead === undefined || first.has(id) ? [] : [ordered(id, lead)]
  })
}

function withinWindow(
  pairs: readonly (readonly [number, number])[],
  known: ReadonlyMap<number, MatchEntry>,
  windowMs: number,
) {
  const unique = new Map(pairs.map((pair) => [pair.join(), pair]))
  return [...unique.values()].filter(([a, b]) => {
    const [x, y] = [known.get(a), known.get(b)]
    return x && y && Math.abs(timeOf(x) - timeOf(y)) <= windowMs
  })
}

function ordered(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a]
}
