/** Says why the copies of a story are one, and which entries came near: verdicts made anew, as deciding weighs them. */

import type { ExplainedVerdict, MatchEntry, Matcher, Neighbourhood } from '../contract/matching.ts'
import type { Evidence, ExplainedCopy, Explanation } from '../contract/store.ts'
import { findNamed } from './corrections.ts'
import type { MatchTables } from './engine.ts'
import { createEntryCache, type EntryCache } from './entry-cache.ts'
import { gather } from './gather.ts'

const NEAR_MISSES = 5
/** Pairs whose shared passages are looked for: to compare every two copies of a large story would take long. */
const WITH_PASSAGES = 30
/** Members of a story that are explained; a story of hundreds is told by its first. */
const MEMBERS = 24
/** Less likely pairs (log-odds) did not come near. */
const NEAR = -3

/** Reads a story by its id, an alias or one of its entries; the tables are only read. */
export function createExplain(tables: MatchTables, matcher: Matcher, windowMs: number) {
  const cache = createEntryCache(matcher.version)
  const neighbourhoodOf = createNeighbourhoodOf(tables, matcher, cache, windowMs)

  /** Throws CorrectionError where there is no such story. */
  return async (name: string): Promise<Explanation> => {
    const { storyId } = await findNamed(tables, name)
    const copies = await tables.stories.copies(storyId)
    const ids = copies.slice(0, MEMBERS).map(({ entryId }) => entryId)
    const verdicts = matcher.explain(await neighbourhoodOf(ids)).sort((x, y) => y.odds - x.odds)
    const isMember = (id: number) => ids.includes(id)
    const within = verdicts.filter(({ a, b }) => isMember(a) && isMember(b))
    const outside = verdicts.filter(({ a, b, odds }) => isMember(a) !== isMember(b) && odds > NEAR)
    return {
      storyId,
      copies,
      within: await withPassages(tables, matcher, within),
      nearMisses: await nearMisses(tables, outside, isMember),
      corrections: await tables.overrides.history(copies.map(({ entryId }) => entryId)),
    }
  }
}

function createNeighbourhoodOf(tables: MatchTables, matcher: Matcher, cache: EntryCache, windowMs: number) {
  /** Entries whose window has closed lost their print, and others wait for a new one: it is made for the moment. */
  async function printed(ids: readonly number[]): Promise<MatchEntry[]> {
    const rows = await tables.prints.printables(ids)
    return rows.map((row) => ({ ...row, print: matcher.print(row) }))
  }

  /** What deciding these entries would look at, and whatever else they were compared with. */
  return async (ids: readonly number[]): Promise<Neighbourhood> => {
    const [near] = await gather(tables, cache, [ids], { windowMs })
    const known = new Set(near!.entries.map(({ id }) => id))
    const compared = (await tables.verdicts.of(ids)).flatMap(({ a, b }) => [a, b])
    const others = await cache.read(
      tables,
      [...new Set(compared)].filter((id) => !known.has(id)),
    )
    const closed = await printed(ids.filter((id) => !known.has(id)))
    return { ...near!, entries: [...near!.entries, ...closed, ...others] }
  }
}

async function withPassages(
  tables: MatchTables,
  matcher: Matcher,
  verdicts: readonly ExplainedVerdict[],
): Promise<Evidence[]> {
  const shown = verdicts.slice(0, WITH_PASSAGES)
  const texts = await tables.prints.texts([...new Set(shown.flatMap(({ a, b }) => [a, b]))])
  const textOf = (id: number) => texts.get(id) ?? ''
  const found = shown.map((verdict) => {
    return { ...verdict, passages: matcher.passages(textOf(verdict.a), textOf(verdict.b)) }
  })
  return [...found, ...verdicts.slice(WITH_PASSAGES).map((verdict) => ({ ...verdict, passages: [] }))]
}

async function nearMisses(
  tables: MatchTables,
  outside: readonly ExplainedVerdict[],
  isMember: (id: number) => boolean,
): Promise<Explanation['nearMisses']> {
  const found: { evidence: Evidence; other: ExplainedCopy }[] = []
  for (const verdict of outside.slice(0, NEAR_MISSES)) {
    const other = await tables.stories.copy(isMember(verdict.a) ? verdict.b : verdict.a)
    if (other) found.push({ evidence: { ...verdict, passages: [] }, other })
  }
  return found
}
