/**
 * One slice of deciding, as a list of steps: fingerprint what is new, learn each feed's boilerplate, compare with
 * candidates, then part every neighbourhood that a verdict touches into stories. The caller's transaction holds it all.
 */

import type { MatchEntry, Matcher, Neighbourhood, Print, Verdict } from '../contract/matching.ts'
import { storyIdFor } from '../match/story-id.ts'
import type { MatchTables, PendingEntry, PlacedVerdict, Placement, PrintableRow } from './engine.ts'
import { createEntryCache, type EntryCache } from './entry-cache.ts'
import { CARRIED, gather } from './gather.ts'
import { createPairs } from './pairs.ts'
import { nameFreely, planChanges } from './plan.ts'
import { createPrinting, createRenewal } from './printing.ts'
import { createReasons } from './reasons.ts'
import { type Decided, decideApart, firstOfEach } from './rounds.ts'

interface DecideOptions {
  /** Two entries further apart than this are never one story. Milliseconds. */
  readonly windowMs: number
}

/** How entries are decided again. */
interface Manner {
  /** Where entries were before the operation that is undone. */
  readonly before: readonly Placement[]
  /** Entries that say something else than when they were last decided. */
  readonly edited: ReadonlySet<number>
  /** Entries whose link leads to another page than then. */
  readonly relinked: ReadonlySet<number>
  /** Whether feeds that were unsubscribed from give way to others: they lead, name and join nothing any more. */
  readonly leaversYield: boolean
}

const PLAINLY: Manner = { before: [], edited: new Set(), relinked: new Set(), leaversYield: false }

function mannerOf(pending: readonly PendingEntry[], rows: readonly PrintableRow[]): Manner {
  const edited = new Set(rows.filter(({ storyId }) => storyId !== null).map(({ id }) => id))
  const relinked = new Set(pending.filter(({ isRelinked }) => isRelinked).map(({ id }) => id))
  return { ...PLAINLY, edited, relinked }
}

const NO_PRINT: Print = { version: 0, bytes: new Uint8Array() }

export type Decide = ReturnType<typeof createDecide>

export function createDecide(matcher: Matcher, { windowMs }: DecideOptions) {
  const cache = createEntryCache(matcher.version)
  const printing = createPrinting(matcher, cache)
  const decideAgain = createDecideAgain(matcher, cache, windowMs)

  /** Decides entries that were stored or changed. */
  async function decidePending(
    tables: MatchTables,
    pending: readonly PendingEntry[],
    now: number,
  ): Promise<void> {
    const ids = pending.map(({ id }) => id)
    const rows = await tables.prints.printables(ids)
    const relearned = await printing.print(tables, rows)
    await decideAgain(tables, [...new Set([...ids, ...relearned])], now, mannerOf(pending, rows))
    await tables.pending.settle(ids)
  }

  /** Decides entries again. */
  async function decideStored(
    tables: MatchTables,
    ids: readonly number[],
    now: number,
    how: Partial<Manner> = {},
  ): Promise<void> {
    await printing.printMissing(tables, ids)
    await decideAgain(tables, ids, now, { ...PLAINLY, ...how })
  }

  return {
    renew: createRenewal(matcher.version, printing),
    decidePending,
    decideStored,
    setAside: (tables: MatchTables, id: number, now: number) => setAside(tables, id, now, windowMs),
  }
}

/** Compares entries anew and decides whatever that touches. */
function createDecideAgain(matcher: Matcher, cache: EntryCache, windowMs: number) {
  const pairsOf = createPairs(matcher, cache, windowMs)
  const place = createPlace(matcher)
  return async (tables: MatchTables, ids: readonly number[], now: number, how: Manner): Promise<void> => {
    const entries = await cache.read(tables, ids)
    const known = await verdictsOf(tables, entries)
    const verdicts = matcher.compare(await pairsOf(tables, entries, known))
    await tables.verdicts.replace(ids, verdicts)
    const tied = new Set(verdicts.flatMap(({ a, b }) => [a, b]))
    const lonely = entries.filter(({ id, storyId }) => storyId === null && !tied.has(id))
    if (lonely.length > 0) await place(tables, [alone(lonely, windowMs)], now)
    const open = new Set([...entries.map(({ id }) => id), ...witnessed([...known, ...verdicts])])
    for (const { id } of lonely) open.delete(id)
    while (open.size > 0) {
      const seeds = firstOfEach(open, [...known, ...verdicts])
      const near = await gather(tables, cache, seeds.map(only), { windowMs })
      for (const [n, { entries }] of near.entries()) if (entries.length === 0) open.delete(seeds[n]!)
      for (const placed of await place(tables, near, now, how)) open.delete(placed)
    }
  }
}

const only = (id: number) => [id]

/** Makes an entry a story of its own without looking at it. */
async function setAside(tables: MatchTables, id: number, now: number, windowMs: number): Promise<void> {
  const rows = await tables.prints.printables([id])
  const near = alone(
    rows.map((row) => ({ ...row, storyId: null, print: NO_PRINT })),
    windowMs,
  )
  const decision = near.entries.map(({ key }) => ({ id: storyIdFor(key), members: [id], lead: id }))
  const { named, rows: stories } = await nameFreely([{ near, decision, own: new Set() }], tables)
  await tables.stories.apply(planChanges(named, stories), now)
  await tables.pending.settle([id])
}

/** Entries that nothing ties to each other or to others. */
function alone(entries: readonly MatchEntry[], windowMs: number): Neighbourhood {
  return {
    entries,
    witnesses: [],
    verdicts: [],
    overrides: [],
    leads: new Map(),
    edited: new Set(),
    relinked: new Set(),
    windowMs,
  }
}

/** What was compared before of entries that were decided before. */
async function verdictsOf(
  tables: MatchTables,
  entries: readonly MatchEntry[],
): Promise<readonly PlacedVerdict[]> {
  const older = entries.filter(({ storyId }) => storyId !== null).map(({ id }) => id)
  return older.length > 0 ? tables.verdicts.of(older) : []
}

/** Entries that may be seen as digests, or no more, by what others have of them. */
function witnessed(verdicts: readonly Verdict[]): number[] {
  return verdicts.filter(({ contained }) => contained >= CARRIED).flatMap(({ a, b }) => [a, b])
}

/**
 * Parts neighbourhoods into stories, changes the stored ones accordingly, and says why. Returns the entries that were
 * decided: those of a neighbourhood that shares something with one before it have to be gathered anew.
 */
function createPlace(matcher: Matcher) {
  const keepReasons = createReasons(matcher)
  const decide = (near: Neighbourhood, how: Manner): Decided => {
    const seen = inThatManner(near, how)
    return { near, decision: matcher.decide(seen), own: new Set(seen.leads.keys()) }
  }
  return async (
    tables: MatchTables,
    all: readonly Neighbourhood[],
    now: number,
    how: Manner = PLAINLY,
  ): Promise<number[]> => {
    const decided = decideApart(all, (near) => decide(near, how))
    const entries = decided.flatMap(({ near }) => near.entries.map(({ id }) => id))
    if (entries.length === 0) return []
    const { named, rows } = await nameFreely(decided, tables)
    await tables.stories.apply(planChanges(named, rows), now)
    await keepReasons(tables, named)
    return entries
  }
}

function inThatManner(near: Neighbourhood, how: Manner): Neighbourhood {
  const { before, edited, relinked, leaversYield } = how
  const entries = leaversYield ? near.entries.map(yielding) : near.entries
  return asBefore({ ...near, entries, edited, relinked }, before)
}

function yielding(entry: MatchEntry): MatchEntry {
  return entry.isSubscribed ? entry : { ...entry, trust: 'low' }
}

/**
 * The neighbourhood with these entries in the stories that they were in, so that the stories are named as they were. Of a
 * story whose lead is elsewhere by now, others have the name.
 */
function asBefore(near: Neighbourhood, before: readonly Placement[]): Neighbourhood {
  if (before.length === 0) return near
  const here = new Set(near.entries.map(({ id }) => id))
  const leads = before.filter(({ isLead, entryId }) => isLead && here.has(entryId))
  const led = new Map(leads.map(({ storyId, entryId }) => [storyId, entryId]))
  const storyOf = new Map(
    before.filter(({ storyId }) => led.has(storyId)).map(({ entryId, storyId }) => [entryId, storyId]),
  )
  return {
    ...near,
    entries: near.entries.map((entry) => ({ ...entry, storyId: storyOf.get(entry.id) ?? entry.storyId })),
    leads: new Map([...near.leads, ...led]),
  }
}
