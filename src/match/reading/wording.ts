/** How texts that are too short for shingles of five words compare: by their runs of three. */
import { hashPair } from '../../fingerprint/hash.ts'
import { SHINGLE_WORDS } from '../../fingerprint/shingles.ts'
import { BOILERPLATE } from '../../fingerprint/tokens.ts'

export interface Wording {
  /** Words that are no boilerplate. */
  readonly length: number
  /** Hashes of all runs of three words; made when first asked for. */
  readonly runs: () => ReadonlySet<number>
}

const RUN = 3

export function wordingOf(tokens: Uint32Array): Wording {
  let covered = 0
  const own = tokens.filter((token, i) => {
    if (token & BOILERPLATE) covered = i + SHINGLE_WORDS
    return i >= covered
  })
  let runs: Set<number> | undefined
  return { length: own.length, runs: () => (runs ??= runsOf(own)) }
}

function runsOf(tokens: Uint32Array): Set<number> {
  const runs = new Set<number>()
  for (let i = 0; i + RUN <= tokens.length; i++)
    runs.add(hashPair(hashPair(tokens[i]! >>> 8, tokens[i + 1]! >>> 8), tokens[i + 2]! >>> 8))
  return runs
}

/** A text of fewer words is none. */
export const SOME_WORDS = 3

/** The share of the shorter text's runs that the longer one has, 0–1; 0 where one has too few words. */
export function sharedWording(a: Wording, b: Wording): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length < SOME_WORDS) return 0
  const [few, many] = [short.runs(), long.runs()]
  let hits = 0
  for (const run of few) if (many.has(run)) hits++
  return hits / few.size
}
