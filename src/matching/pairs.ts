/** The pairs of entries that are worth a verdict: each entry with its candidates and with those it was compared with. */
import { type MatchEntry, type Matcher, timeOf, type Verdict } from '../contract/matching.ts'
import { areFew, type Candidate, HOLDERS, rankCandidates } from './candidates.ts'
import type { MatchTables } from './engine.ts'
import type { EntryCache } from './entry-cache.ts'

type Pair = readonly [MatchEntry, MatchEntry]

export function createPairs(matcher: Matcher, cache: EntryCache, windowMs: number) {
  function isWorthIt([a, b]: Pair): boolean {
    return a.match === 'auto' && b.match === 'auto' && Math.abs(timeOf(a) - timeOf(b)) <= windowMs
  }

  return async (
    tables: MatchTables,
    entries: readonly MatchEntry[],
    compared: readonly Verdict[],
  ): Promise<Pair[]> => {
    const wanted = createWanted()
    for (const { a, b } of compared) wanted.add(a, b)
    const doubtful: [number, Candidate][] = []
    const keyed = entries
      .filter(({ match }) => match !== 'never')
      .map((entry) => ({ id: entry.id, keys: matcher.keys(entry) }))
    const holders = await tables.prints.holders(keyed, HOLDERS)
    for (const { id, keys } of keyed) {
      for (const candidate of rankCandidates(keys, holders.get(id) ?? new Map())) {
        if (candidate.isDoubtful) doubtful.push([id, candidate])
        else wanted.add(id, candidate.id)
      }
    }
    for (const [id, candidate] of await acquaintances(tables, doubtful)) wanted.add(id, candidate.id)
    const known = new Map([...(await cache.read(tables, wanted.ids())), ...entries].map((it) => [it.id, it]))
    return wanted
      .all()
      .flatMap(([x, y]): Pair[] => {
        const [a, b] = [known.get(x), known.get(y)]
        return a && b ? [[a, b]] : []
      })
      .filter(isWorthIt)
  }
}

/** Each pair once. */
function createWanted() {
  const pairs = new Map<string, readonly [number, number]>()
  return {
    add: (x: number, y: number) => void pairs.set(`${Math.min(x, y)} ${Math.max(x, y)}`, [x, y]),
    all: () => [...pairs.values()],
    ids: () => [...new Set([...pairs.values()].flat())],
  }
}

/** Those of doubtful candidates that are no strangers, since their texts have few keys. */
async function acquaintances(
  tables: MatchTables,
  doubtful: readonly (readonly [number, Candidate])[],
): Promise<readonly (readonly [number, Candidate])[]> {
  const ids = new Set(doubtful.map(([, { id }]) => id))
  const counts = await tables.prints.keyCounts([...ids])
  return doubtful.filter(([, { id, shared }]) => {
    const count = counts.get(id) // none: an index may still hold an entry whose print is gone
    return count !== undefined && !areFew(shared, count)
  })
}
