/**
 * Gathers what one decision must see: from the entries in question along verdicts that tie two entries, until nothing
 * that is tied to them is left out. Whichever entry it begins with, it comes to the same.
 */

import type { MatchEntry, Neighbourhood, Override, Verdict } from '../contract/matching.ts'
import { CERTAIN } from '../match/score.ts'
import type { MatchTables, PlacedVerdict, StoryRow } from './engine.ts'
import type { EntryCache } from './entry-cache.ts'

/** Eldest members of a story that a newcomer must fit; further ones follow their story, so that the cost is bounded. */
export const FOUNDERS = 24
/** A neighbourhood grows no further once it has so many entries: public text and chains may tie a whole day together. */
const MOST_ENTRIES = 64
/** So much of a text stands in the other one that the two may show a digest. */
export const CARRIED = 0.25
/** Witnesses of one neighbourhood, at most. */
const MOST_WITNESSES = 64

interface GatherOptions {
  readonly windowMs: number
}

/** The neighbourhood of these entries, all of which are in it. */
export async function gather(
  tables: MatchTables,
  cache: EntryCache,
  seeds: readonly number[],
  { windowMs }: GatherOptions,
): Promise<Neighbourhood> {
  const reached = await reach(tables, cache, seeds)
  const { verdicts } = reached
  const members = new Set(reached.entries.map(({ id }) => id))
  const witnesses = await cache.read(tables, witnessesOf([...verdicts.values()], members))
  const aside = witnesses.map(({ id }) => id)
  const ids = new Set([...members, ...aside])
  if (aside.length > 1) for (const verdict of await tables.verdicts.of(aside)) keep(verdicts, verdict)
  return {
    entries: reached.entries,
    witnesses,
    verdicts: [...verdicts.values()].filter(({ a, b }) => ids.has(a) && ids.has(b)),
    overrides: reached.overrides.filter(({ a, b }) => members.has(a) && members.has(b)),
    leads: new Map(reached.stories.flatMap(({ id, lead }) => (lead === null ? [] : [[id, lead] as const]))),
    edited: new Set(),
    relinked: new Set(),
    windowMs,
  }
}

/** By pair: each is met from both its ends. */
type Verdicts = Map<string, PlacedVerdict>

function keep(verdicts: Verdicts, verdict: PlacedVerdict): void {
  verdicts.set(`${verdict.a} ${verdict.b}`, verdict)
}

interface Reached {
  readonly entries: readonly MatchEntry[]
  readonly verdicts: Verdicts
  readonly overrides: readonly Override[]
  readonly stories: readonly StoryRow[]
}

async function reach(tables: MatchTables, cache: EntryCache, seeds: readonly number[]): Promise<Reached> {
  const known = new Map<number, MatchEntry>()
  const stories = new Set<string>()
  const verdicts: Verdicts = new Map()
  const overrides: Override[] = []
  for (let next = [...seeds]; next.length > 0; ) {
    const added = await addWithStories(tables, cache, next, known, stories)
    const found = await tables.verdicts.of(added)
    for (const verdict of found) keep(verdicts, verdict)
    const said = await tables.overrides.around(added)
    overrides.push(...said)
    const ties = known.size < MOST_ENTRIES ? found.flatMap((v) => tiedTo(v, { known, stories })) : []
    next = [...new Set([...ties, ...said.flatMap(({ a, b }) => [a, b])])].filter((id) => !known.has(id))
  }
  return { entries: [...known.values()], verdicts, overrides, stories: await rowsOf(tables, stories) }
}

function rowsOf(tables: MatchTables, stories: ReadonlySet<string>): Promise<readonly StoryRow[]> {
  return stories.size > 0 ? tables.stories.rows([...stories]) : Promise.resolve([])
}

/** Adds entries with the founders and the leads of their stories; returns the ids that are new. */
async function addWithStories(
  tables: MatchTables,
  cache: EntryCache,
  ids: readonly number[],
  known: Map<number, MatchEntry>,
  stories: Set<string>,
): Promise<number[]> {
  const added: number[] = []
  const add = (entries: readonly MatchEntry[]) => {
    for (const entry of entries) {
      if (known.has(entry.id)) continue
      known.set(entry.id, entry)
      added.push(entry.id)
    }
  }
  const entries = await cache.read(tables, ids)
  add(entries)
  const fresh = new Set(entries.flatMap(({ storyId }) => storyId ?? []).filter((id) => !stories.has(id)))
  if (fresh.size === 0) return added
  for (const id of fresh) stories.add(id)
  const leads = (await tables.stories.rows([...fresh])).flatMap(({ lead }) => lead ?? [])
  const members = await tables.stories.founders([...fresh], FOUNDERS)
  add(
    await cache.read(
      tables,
      [...new Set([...members, ...leads])].filter((id) => !known.has(id)),
    ),
  )
  return added
}

interface Sight {
  readonly known: ReadonlyMap<number, MatchEntry>
  readonly stories: ReadonlySet<string>
}

/** The far ends of what may be entries' parts or wholes, the most telling first. */
function witnessesOf(verdicts: readonly Verdict[], members: ReadonlySet<number>): number[] {
  const far = verdicts
    .filter(({ a, b, contained }) => contained >= CARRIED && members.has(a) !== members.has(b))
    .sort((x, y) => y.contained - x.contained || x.a - y.a || x.b - y.b)
    .map(({ a, b }) => (members.has(a) ? b : a))
  return [...new Set(far)].slice(0, MOST_WITNESSES)
}

/** The far end of a verdict that ties it to what is decided. */
function tiedTo({ a, b, odds, storyA, storyB }: PlacedVerdict, { known, stories }: Sight): number[] {
  if (odds <= CERTAIN) return []
  const far: number[] = []
  if (!known.has(a) && !stories.has(storyA ?? '')) far.push(a)
  if (!known.has(b) && !stories.has(storyB ?? '')) far.push(b)
  return far
}
