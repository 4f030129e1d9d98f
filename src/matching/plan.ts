/** Works out what decisions change in the stories that are stored. Pure; a story's id, once given, keeps its meaning. */
import type { Decision, MatchEntry, Neighbourhood, StoryDecision } from '../contract/matching.ts'
import type { MatchTables, Plan, StoryRow } from './engine.ts'
import type { Decided } from './rounds.ts'

/** The plan that makes the stored stories be what was decided of neighbourhoods that have nothing in common. */
export function planChanges(all: readonly Decided[], rows: readonly StoryRow[]): Plan {
  const stored = new Map(rows.map((row) => [row.id, row]))
  const plans = all.map(({ near, decision }) => planOf(near, decision, stored))
  return {
    founded: plans.flatMap(({ founded }) => founded),
    revived: plans.flatMap(({ revived }) => revived),
    moves: plans.flatMap(({ moves }) => moves),
    leads: plans.flatMap(({ leads }) => leads),
    retired: plans.flatMap(({ retired }) => retired),
    changed: plans.flatMap(({ changed }) => changed),
  }
}

function planOf(near: Neighbourhood, decided: Decision, stored: ReadonlyMap<string, StoryRow>): Plan {
  const known = new Map(near.entries.map((entry) => [entry.id, entry]))
  const moves = decided.flatMap(({ id, members }) =>
    members
      .filter((member) => known.get(member)?.storyId !== id)
      .map((entryId) => ({ entryId, storyId: id })),
  )
  const retired = retire(near, decided)
  const founded = decided.filter(({ id }) => !stored.has(id))
  const isNew = new Set(founded.map(({ id }) => id))
  const touched = [
    ...moves.map(({ storyId }) => storyId),
    ...leftBehind(moves, known),
    ...retired.map((r) => r.to),
  ]
  return {
    founded,
    revived: decided.filter(({ id }) => stored.get(id)?.aliasOf != null).map(({ id }) => id),
    moves,
    leads: decided
      .filter(({ id, lead }) => !isNew.has(id) && changesLead(stored.get(id), lead, known))
      .map(({ id, lead }) => ({ storyId: id, entryId: lead })),
    retired,
    changed: [...new Set(touched)].filter((id) => !isNew.has(id) && !retired.some(({ from }) => from === id)),
  }
}

/** Gives every decision an id that is its own: one that a living story elsewhere has gets `-2`, `-3` … behind it. */
export async function nameFreely(
  all: readonly Decided[],
  tables: MatchTables,
): Promise<{ named: readonly Decided[]; rows: readonly StoryRow[] }> {
  const wanted = new Set(all.flatMap(({ decision }) => decision.map(({ id }) => id)))
  const rows = [...(await tables.stories.rows([...wanted]))]
  const isTaken = (id: string, { own }: Decided) =>
    rows.some((row) => row.id === id && row.aliasOf === null && !own.has(id))
  const named: Decided[] = []
  for (const decided of all) {
    const decision: StoryDecision[] = []
    for (const story of decided.decision) {
      let id = story.id
      for (let n = 2; isTaken(id, decided); n++) {
        id = `${story.id}-${n}`
        rows.push(...(await tables.stories.rows([id])))
      }
      decision.push({ ...story, id })
    }
    named.push({ ...decided, decision })
  }
  return { named, rows }
}

/** A lead that this decision did not see stays. */
function changesLead(
  row: StoryRow | undefined,
  lead: number,
  known: ReadonlyMap<number, MatchEntry>,
): boolean {
  return row === undefined || row.lead === null || (row.lead !== lead && known.has(row.lead))
}

function leftBehind(moves: Plan['moves'], known: ReadonlyMap<number, MatchEntry>): string[] {
  return moves.flatMap(({ entryId }) => known.get(entryId)?.storyId ?? [])
}

/** Stories that no decision names live on as the alias of the one that has their lead. */
function retire(near: Neighbourhood, decided: Decision): Plan['retired'] {
  const named = new Set(decided.map(({ id }) => id))
  const storyOf = new Map(
    decided.flatMap(({ id, members }) => members.map((member) => [member, id] as const)),
  )
  return [...near.leads].flatMap(([from, lead]) => {
    if (named.has(from)) return []
    const heir = near.entries.find((entry) => entry.storyId === from)
    const to = storyOf.get(lead) ?? (heir && storyOf.get(heir.id))
    return to ? [{ from, to }] : []
  })
}
