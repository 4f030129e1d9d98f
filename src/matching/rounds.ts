/** Which of what is to be decided can be decided at the same time: neighbourhoods that have nothing in common. Pure. */
import type { Decision, Neighbourhood, Verdict } from '../contract/matching.ts'
import { isTie } from './gather.ts'

/** A neighbourhood and what became of it. */
export interface Decided {
  readonly near: Neighbourhood
  readonly decision: Decision
  /** Stories whose ids it may give. */
  readonly own: ReadonlySet<string>
}

/** Neighbourhoods that are gathered in step, at most: bounds the memory. */
const AT_ONCE = 50

/** The first of those that verdicts tie together, also by what is not open, of each such group: its neighbourhood holds the others. */
export function firstOfEach(open: ReadonlySet<number>, verdicts: readonly Verdict[]): number[] {
  const groups = createGroups()
  for (const { a, b } of verdicts.filter(isTie)) groups.join(a, b)
  const first = new Map<number, number>()
  for (const id of open) {
    const group = groups.of(id)
    if (!first.has(group)) first.set(group, id)
  }
  return [...first.values()].slice(0, AT_ONCE)
}

/** Groups of what was joined, each known by one of it. */
function createGroups() {
  const leads = new Map<number, number>()
  const of = (id: number): number => {
    const lead = leads.get(id) ?? id
    if (lead === id) return id
    const last = of(lead)
    leads.set(id, last)
    return last
  }
  return { of, join: (a: number, b: number) => void leads.set(of(a), of(b)) }
}

/** Decides those that have neither an entry nor a story in common with one before them, which may change what they are. */
export function decideApart(
  all: readonly Neighbourhood[],
  decide: (near: Neighbourhood) => Decided,
): Decided[] {
  const taken = new Set<number | string>()
  const take = (touched: readonly (number | string)[]): boolean => {
    const isFree = !touched.some((it) => taken.has(it))
    for (const it of touched) taken.add(it)
    return isFree
  }
  return all.flatMap((near) => {
    const stories = new Set(near.entries.flatMap(({ storyId }) => storyId ?? []))
    if (!take([...near.entries.map(({ id }) => id), ...stories])) return []
    const decided = decide(near)
    const names = decided.decision.map(({ id }) => id).filter((id) => !stories.has(id))
    return take(names) ? [decided] : []
  })
}
