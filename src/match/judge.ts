/** Verdicts on pairs of entries: by their own words alone, and as a neighbourhood weighs them. */
import type { ExplainedVerdict, MatchEntry, Neighbourhood, Reason, Verdict } from '../contract/matching.ts'
import type { Link } from './cluster.ts'
import { weighPublic } from './neighbours/public-text.ts'
import { pairOf } from './pair.ts'
import type { Comparable } from './reading/comparable.ts'
import { areOddsBelow, BINDING, CERTAIN, doubtOf, logit, probability } from './score.ts'
import { type Features, measure } from './signals/all.ts'
import { spellSum } from './spelled-sum.ts'

/** Verdicts below these log-odds (a probability of 0.05) are as good as none, and not kept … */
const KEEP = -2.94
/** … but where so much is contained, which shows digests, unless the two are parted for good. */
const CARRIED = 0.25
/** Public text is looked for where so many entries may share it. */
const MANY = 4

/** Signals that are named as a reason. */
const REASONS = 3

/** By index into the entries. */
interface Judgement {
  readonly comparable: (i: number) => Comparable
  /** Pairs with a verdict. */
  readonly pairs: readonly Pair[]
  /** Any pair's link, judged on demand. */
  readonly link: (a: number, b: number) => Link
}

type Pair = readonly [number, number]
export type Unpack = (entry: MatchEntry) => Comparable

/** The verdict on two entries, or null where it is not worth keeping. */
export function verdictOn(a: Comparable, b: Comparable): Verdict | null {
  const pair = pairOf(a, b)
  if (pair.contained < CARRIED && areOddsBelow(KEEP, pair)) return null // most candidates are strangers
  const verdict = toVerdict(a, b, measure(pair))
  const showsDigest = verdict.contained >= CARRIED && verdict.doubt < BINDING
  return verdict.odds >= KEEP || showsDigest ? verdict : null
}

/** How a neighbourhood sees its pairs: text that turns out to be public among them counts less. */
export function judge(near: Neighbourhood, entries: readonly MatchEntry[], unpack: Unpack): Judgement {
  const stored = indexed(entries, near.verdicts)
  const { of, sharePublic } = createComparables(entries, stored, unpack)
  const size = entries.length
  const verdicts = new Map<number, Verdict>()
  for (const { pair, verdict } of stored)
    if (!sharePublic(pair)) verdicts.set(pair[0] * size + pair[1], verdict)
  return {
    comparable: of,
    pairs: stored.map(({ pair }) => pair),
    link: (x, y) => {
      const [a, b] = x < y ? [x, y] : [y, x]
      const known = verdicts.get(a * size + b)
      if (known) return known
      const made = judgePair(of(a), of(b))
      verdicts.set(a * size + b, made)
      return made
    },
  }
}

/** The same verdicts, with the signals that they were made from. */
export function explainAll(
  near: Neighbourhood,
  entries: readonly MatchEntry[],
  unpack: Unpack,
): ExplainedVerdict[] {
  const { of } = createComparables(entries, indexed(entries, near.verdicts), unpack)
  return entries.flatMap((_, i) =>
    entries.slice(i + 1).map((_, j) => {
      const pair = pairOf(of(i), of(i + 1 + j))
      const features = measure(pair)
      const verdict = toVerdict(pair.a, pair.b, features)
      return { ...verdict, score: probability(verdict.odds), features }
    }),
  )
}

/** Why a pair is one story: the signals that speak for it, few enough for a line. */
export function reasonFor(a: Comparable, b: Comparable): Reason {
  const features = measure(pairOf(a, b))
  const [, ...signals] = spellSum(features).terms
  const words = signals.filter(({ points }) => points > 0).map((signal) => signal.words)
  const told = Object.entries(features).filter(([, value]) => value !== 0)
  return {
    score: probability(logit(features)),
    words: words.slice(0, REASONS).join('; '),
    features: Object.fromEntries(told.map(rounded)),
  }
}

const rounded = ([name, value]: [string, number]) => [name, Math.round(value * 1000) / 1000] as const

function indexed(entries: readonly MatchEntry[], verdicts: readonly Verdict[]) {
  const indexOf = new Map(entries.map((entry, i) => [entry.id, i]))
  return verdicts.flatMap((verdict) => {
    const [a, b] = [indexOf.get(verdict.a), indexOf.get(verdict.b)]
    if (a === undefined || b === undefined || a === b) return []
    return [{ pair: (a < b ? [a, b] : [b, a]) as Pair, verdict }]
  })
}

/** Public text can only matter where verdicts tie several entries. */
function createComparables(
  entries: readonly MatchEntry[],
  stored: readonly { readonly pair: Pair; readonly verdict: Verdict }[],
  unpack: Unpack,
) {
  const comparables: (Comparable | undefined)[] = []
  const of = (i: number) => (comparables[i] ??= unpack(entries[i]!))
  const tied = stored.filter(({ verdict }) => verdict.odds > CERTAIN).flatMap(({ pair }) => pair)
  const compared = [...new Set(tied)]
  const weighed = compared.length >= MANY ? weighPublic(compared.map(of)) : new Map<number, Comparable>()
  const sharers = new Set([...weighed.keys()].map((i) => compared[i]!))
  for (const [i, found] of weighed) comparables[compared[i]!] = found
  return { of, sharePublic: ([a, b]: Pair) => sharers.has(a) && sharers.has(b) }
}

function judgePair(a: Comparable, b: Comparable): Verdict {
  return toVerdict(a, b, measure(pairOf(a, b)))
}

function toVerdict(x: Comparable, y: Comparable, features: Features): Verdict {
  return {
    a: Math.min(x.entry.id, y.entry.id),
    b: Math.max(x.entry.id, y.entry.id),
    odds: logit(features),
    doubt: doubtOf(features),
    contained: features.contained,
    lead: features.lead,
    shortLead: features.shortLead,
  }
}
