/** How texts that are too short for shingles of five words compare: by their runs of three. */
import { hashPair } from '../../fingerprint/hash.ts'
import { SHINGLE_WORDS } from '../../fingerprint/shingles.ts'
import { BOILERPLATE } from '../../fingerprint/tokens.ts'
import { Numbers } from '../numbers.ts'
import { once } from '../once.ts'

export interface Wording {
  /** Words that are no boilerplate. */
  readonly length: number
  /** Hashes of all runs of three words; made when first asked for. */
  readonly runs: () => Numbers
}

const RUN = 3

export function wordingOf(tokens: Uint32Array): Wording {
  const own = withoutBoilerplate(tokens)
  return { length: own.length, runs: once(() => runsOf(own)) }
}

function withoutBoilerplate(tokens: Uint32Array): Uint32Array {
  const own = new Uint32Array(tokens.length)
  let [count, covered] = [0, 0]
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]! & BOILERPLATE) covered = i + SHINGLE_WORDS
    if (i >= covered) own[count++] = tokens[i]!
  }
  return own.slice(0, count)
}

function runsOf(tokens: Uint32Array): Numbers {
  const runs = new Numbers(tokens.length)
  for (let i = 0; i + RUN <= tokens.length; i++)
    runs.add(hashPair(hashPair(tokens[i]! >>> 8, tokens[i + 1]! >>> 8), tokens[i + 2]! >>> 8) >>> 1)
  return runs
}

/** A text of fewer words is none: it may stand below everything of its outlet, and none so short is learned to be boilerplate. */
export const SOME_WORDS = SHINGLE_WORDS

/** The share of the shorter text's runs that the longer one has, 0–1; 0 where one has too few words. */
export function sharedWording(a: Wording, b: Wording): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length < SOME_WORDS) return 0
  const [few, many] = [short.runs(), long.runs()]
  return few.countIn(many) / few.size
}
