/** Finds the entries that carry several whole stories: their neighbours show it, no pair does. */
import type { Link } from './cluster.ts'

interface Neighbours {
  readonly pairs: readonly (readonly [number, number])[]
  readonly link: (a: number, b: number) => Link
  /** Words of an entry that are not furniture. */
  readonly size: (i: number) => number
}

/** A story that is carried whole has so many words; an excerpt has fewer. */
const WHOLE = 80
/** It takes up at most so much of a digest … */
const SHARE = 0.7
/** … and most of it stands there. */
const CONTAINED = 0.6
/** Log-odds below which two texts have nothing to do with each other. */
const UNLIKE = -3

/** The links as they are once a digest is tied no more to what is shorter than it. */
export function setDigestsApart({ pairs, link, size }: Neighbours): (a: number, b: number) => Link {
  const parts = new Map<number, number[]>()
  for (const [a, b] of pairs) {
    const [small, large] = size(a) < size(b) ? [a, b] : [b, a]
    if (size(small) < WHOLE || size(small) > SHARE * size(large)) continue
    if (link(small, large).contained < CONTAINED) continue
    parts.set(large, [...(parts.get(large) ?? []), small])
  }
  const isDigest = ([first, ...rest]: readonly number[]) =>
    rest.some((i) => i !== first && link(first!, i).odds < UNLIKE)
  const digests = new Set([...parts].filter(([, among]) => isDigest(among)).map(([i]) => i))
  if (!digests.size) return link
  const carries = (a: number, b: number) => digests.has(a) && size(b) <= SHARE * size(a)
  return (a, b) => {
    const found = link(a, b)
    return carries(a, b) || carries(b, a) ? { ...found, odds: Math.min(found.odds, UNLIKE), doubt: 1 } : found
  }
}
