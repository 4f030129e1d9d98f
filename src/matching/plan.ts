/** Works out what a decision changes in the stories that are stored. Pure; a story's id, once given, keeps its meaning. */
import type { Decision, MatchEntry, Neighbourhood, StoryDecision } from '../contract/matching.ts'
import type { MatchTables, Plan, StoryRow } from './engine.ts'

/** The plan that makes the stored stories be what was decided. */
export function planChanges(near: Neighbourhood, decided: Decision, rows: readonly StoryRow[]): Plan {
  const stored = new Map(rows.map((row) => [row.id, row]))
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
  near: Neighbourhood,
  decided: Decision,
  tables: MatchTables,
): Promise<{ decided: Decision; rows: readonly StoryRow[] }> {
  const own = new Set(near.leads.keys())
  const rows = [...(await tables.stories.rows([...new Set([...own, ...decided.map(({ id }) => id)])]))]
  const isTaken = (id: string) => rows.some((row) => row.id === id && row.aliasOf === null && !own.has(id))
  const named: StoryDecision[] = []
  for (const story of decided) {
    let id = story.id
    for (let n = 2; isTaken(id); n++) {
      id = `${story.id}-${n}`
      rows.push(...(await tables.stories.rows([id])))
    }
    named.push({ ...story, id })
  }
  return { decided: named, rows }
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
