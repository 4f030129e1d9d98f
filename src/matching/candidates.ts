/** Which entries are worth comparing: those that share the rarest index keys, a bounded number for each entry. */

/** Only so many of a key's newest holders are looked at: a key that very many hold says little. */
export const HOLDERS = 32
/** Entries that one entry is compared with, at most. */
const MOST = 24
/** A key that one other entry holds says 1; one that sixteen or more hold says a fifth of that. */
const rarity = (holders: number) => 1 / (1 + Math.log2(holders))
/** Two entries that share less than this are strangers: one rare key, or several common ones … */
const LEAST = 0.25
/** … and so are those that share less than this part of what the best candidate shares. */
const LEAST_SHARE = 0.01

/**
 * The ids that share most with an entry that has these keys, best first.
 * @param holders For each key, the other entries that hold it.
 */
export function rankCandidates(
  keys: readonly number[],
  holders: ReadonlyMap<number, readonly number[]>,
): number[] {
  const shared = new Map<number, number>()
  for (const key of keys) {
    const ids = holders.get(key)
    if (!ids) continue
    const weight = rarity(ids.length)
    for (const id of ids) shared.set(id, (shared.get(id) ?? 0) + weight)
  }
  const least = Math.max(LEAST, LEAST_SHARE * Math.max(0, ...shared.values()))
  return [...shared]
    .filter(([, weight]) => weight >= least)
    .sort((x, y) => y[1] - x[1] || x[0] - y[0])
    .slice(0, MOST)
    .map(([id]) => id)
}
