/** The pairs of entries that are worth a verdict: each entry with its candidates and with those it was compared with. */
import { type MatchEntry, type Matcher, timeOf, type Verdict } from '../contract/matching.ts'
import { HOLDERS, rankCandidates } from './candidates.ts'
import type { MatchTables } from './engine.ts'
import type { EntryCache } from './entry-cache.ts'

type Pair = readonly [MatchEntry, MatchEntry]

export function createPairs(matcher: Matcher, cache: EntryCache, windowMs: number) {
  async function candidatesOf(tables: MatchTables, entry: MatchEntry): Promise<number[]> {
    if (entry.match === 'never') return []
    const keys = matcher.keys(entry)
    return rankCandidates(keys, await tables.prints.holders(keys, entry.id, HOLDERS))
  }

  function isWorthIt([a, b]: Pair): boolean {
    return a.match === 'auto' && b.match === 'auto' && Math.abs(timeOf(a) - timeOf(b)) <= windowMs
  }

  return async (
    tables: MatchTables,
    entries: readonly MatchEntry[],
    compared: readonly Verdict[],
  ): Promise<Pair[]> => {
    const wanted = new Map<string, readonly [number, number]>()
    const want = (x: number, y: number) => wanted.set(`${Math.min(x, y)} ${Math.max(x, y)}`, [x, y])
    for (const { a, b } of compared) want(a, b)
    for (const entry of entries) {
      for (const id of await candidatesOf(tables, entry)) want(entry.id, id)
    }
    const others = await cache.read(tables, [...new Set([...wanted.values()].flat())])
    const known = new Map([...others, ...entries].map((entry) => [entry.id, entry]))
    return [...wanted.values()]
      .flatMap(([x, y]): Pair[] => {
        const [a, b] = [known.get(x), known.get(y)]
        return a && b ? [[a, b]] : []
      })
      .filter(isWorthIt)
  }
}
