/**
 * Gathers what each decision must see: from the entries in question along verdicts that tie two entries, until nothing
 * that is tied to them is left out. Whichever entry it begins with, it comes to the same. Several neighbourhoods are
 * gathered in step, so that the engine is asked once for all of them, however many they are.
 */

import type { MatchEntry, Neighbourhood, Override, Verdict } from '../contract/matching.ts'
import { CERTAIN } from '../match/score.ts'
import type { MatchTables, PlacedVerdict, StoryRow } from './engine.ts'
import type { EntryCache } from './entry-cache.ts'
import { grouped } from './grouped.ts'

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

/** Whether a verdict ties two entries: they are decided together. */
export function isTie({ odds }: Verdict): boolean {
  return odds > CERTAIN
}

/** The neighbourhood of each of these groups of entries, all of which are in it; one may overlap another. */
export async function gather(
  tables: MatchTables,
  cache: EntryCache,
  groups: readonly (readonly number[])[],
  { windowMs }: GatherOptions,
): Promise<Neighbourhood[]> {
  const areas = groups.map(startAt)
  await reach(tables, cache, areas)
  const stories = [...new Set(areas.flatMap((area) => [...area.stories]))]
  const rows = stories.length > 0 ? await tables.stories.rows(stories) : []
  const aside = areas.map(witnessesOf)
  const witnesses = await read(tables, cache, new Set(aside.flat()))
  const several = aside.filter((ids) => ids.length > 1).flat()
  const between = byEnd(several.length > 0 ? await tables.verdicts.of([...new Set(several)]) : [])
  return areas.map((area, n) => {
    const beside = aside[n]!.flatMap((id) => witnesses.get(id) ?? [])
    const among = beside.length > 1 ? beside.flatMap(({ id }) => between.get(id) ?? []) : []
    for (const verdict of among) keep(area, verdict)
    return toNeighbourhood(area, beside, rows, windowMs)
  })
}

function toNeighbourhood(
  { known, stories, verdicts, overrides }: Area,
  witnesses: readonly MatchEntry[],
  rows: readonly StoryRow[],
  windowMs: number,
): Neighbourhood {
  const ids = new Set([...known.keys(), ...witnesses.map(({ id }) => id)])
  const theirs = rows.filter(({ id }) => stories.has(id))
  return {
    entries: [...known.values()],
    witnesses,
    verdicts: [...verdicts.values()].filter(({ a, b }) => ids.has(a) && ids.has(b)),
    overrides: overrides.filter(({ a, b }) => known.has(a) && known.has(b)),
    leads: new Map(theirs.flatMap(({ id, lead }) => (lead === null ? [] : [[id, lead] as const]))),
    edited: new Set(),
    relinked: new Set(),
    windowMs,
  }
}

/** A neighbourhood on the way. */
interface Area {
  readonly known: Map<number, MatchEntry>
  readonly stories: Set<string>
  /** By pair: each is met from both its ends. */
  readonly verdicts: Map<string, PlacedVerdict>
  readonly overrides: Override[]
  /** Where it goes on. */
  next: readonly number[]
  /** What the last step added. */
  added: number[]
}

function startAt(seeds: readonly number[]): Area {
  return { known: new Map(), stories: new Set(), verdicts: new Map(), overrides: [], next: seeds, added: [] }
}

async function reach(tables: MatchTables, cache: EntryCache, areas: readonly Area[]): Promise<void> {
  for (let open = areas; open.length > 0; open = open.filter(({ next }) => next.length > 0)) {
    await addWithStories(tables, cache, open)
    const added = [...new Set(open.flatMap((area) => area.added))]
    if (added.length === 0) return
    const verdicts = byEnd(await tables.verdicts.of(added))
    const said = byEnd(await tables.overrides.around(added))
    for (const area of open) goOn(area, verdicts, said)
  }
}

/** Looks along what ties the entries that were added last to others. */
function goOn(area: Area, verdicts: ByEnd<PlacedVerdict>, said: ByEnd<Override>): void {
  const { known, added } = area
  const found = added.flatMap((id) => verdicts.get(id) ?? [])
  for (const verdict of found) keep(area, verdict)
  const words = [...new Set(added.flatMap((id) => said.get(id) ?? []))]
  area.overrides.push(...words)
  const ties = known.size < MOST_ENTRIES ? found.flatMap((verdict) => tiedTo(verdict, area)) : []
  area.next = [...new Set([...ties, ...words.flatMap(({ a, b }) => [a, b])])].filter((id) => !known.has(id))
}

function keep({ verdicts }: Area, verdict: PlacedVerdict): void {
  verdicts.set(`${verdict.a} ${verdict.b}`, verdict)
}

/** Adds the entries at which the areas go on, with the founders and the leads of their stories. */
async function addWithStories(tables: MatchTables, cache: EntryCache, areas: readonly Area[]): Promise<void> {
  const entries = await read(tables, cache, new Set(areas.flatMap(({ next }) => next)))
  for (const area of areas) {
    area.added = []
    add(
      area,
      area.next.flatMap((id) => entries.get(id) ?? []),
    )
  }
  const fresh = areas.map(takeNewStories)
  const stories = [...new Set(fresh.flat())]
  if (stories.length === 0) return
  const leads = (await tables.stories.rows(stories)).flatMap(({ lead }) => lead ?? [])
  const founders = await tables.stories.founders(stories, FOUNDERS)
  const members = await read(tables, cache, new Set([...founders, ...leads]))
  const byStory = grouped([...members.values()], ({ storyId }) => storyId)
  for (const [n, area] of areas.entries()) {
    add(
      area,
      fresh[n]!.flatMap((id) => byStory.get(id) ?? []),
    )
  }
}

function add(area: Area, entries: readonly MatchEntry[]): void {
  for (const entry of entries) {
    if (area.known.has(entry.id)) continue
    area.known.set(entry.id, entry)
    area.added.push(entry.id)
  }
}

/** The stories of what was added last that the area did not know; it knows them now. */
function takeNewStories({ known, added, stories }: Area): string[] {
  const fresh = new Set(added.flatMap((id) => known.get(id)?.storyId ?? []).filter((id) => !stories.has(id)))
  for (const id of fresh) stories.add(id)
  return [...fresh]
}

async function read(
  tables: MatchTables,
  cache: EntryCache,
  ids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, MatchEntry>> {
  return new Map((await cache.read(tables, [...ids])).map((entry) => [entry.id, entry]))
}

type ByEnd<T> = ReadonlyMap<number, readonly T[]>

/** Pairs by each of their two entries. */
function byEnd<T extends { readonly a: number; readonly b: number }>(pairs: readonly T[]): ByEnd<T> {
  const ends = pairs.flatMap((pair) => [pair.a, pair.b].map((id) => ({ id, pair })))
  return new Map([...grouped(ends, ({ id }) => id)].map(([id, of]) => [id, of.map(({ pair }) => pair)]))
}

/** The far ends of what may be entries' parts or wholes, the most telling first. */
function witnessesOf({ known, verdicts }: Area): number[] {
  const far = [...verdicts.values()]
    .filter(({ a, b, contained }) => contained >= CARRIED && known.has(a) !== known.has(b))
    .sort((x, y) => y.contained - x.contained || x.a - y.a || x.b - y.b)
    .map(({ a, b }) => (known.has(a) ? b : a))
  return [...new Set(far)].slice(0, MOST_WITNESSES)
}

/** The far end of a verdict that ties it to what is decided. */
function tiedTo(verdict: PlacedVerdict, { known, stories }: Area): number[] {
  if (!isTie(verdict)) return []
  const { a, b, storyA, storyB } = verdict
  const far: number[] = []
  if (!known.has(a) && !stories.has(storyA ?? '')) far.push(a)
  if (!known.has(b) && !stories.has(storyB ?? '')) far.push(b)
  return far
}
