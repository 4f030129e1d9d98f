/** What is thought of the pairs of a neighbourhood: verdicts stored before, and those made now. */
import type { MatchEntry, Neighbourhood, Verdict } from '../matching-model.ts'
import type { Link } from './cluster.ts'
import { weighPublic } from './neighbours/public-text.ts'
import { pairOf } from './pair.ts'
import { type Comparable, toComparable } from './reading/comparable.ts'
import type { Directory } from './reading/credit.ts'
import { doubtOf, logit, probability } from './score.ts'
import { type Features, measure } from './signals/all.ts'

/** Verdicts below this are as good as none, and not kept … */
const KEEP = 0.05
/** … but where so much is contained, which shows digests, and where public material undid it, or it would be redone. */
const CARRIED = 0.25

/** By index into the entries. */
export interface Judgement {
  readonly reading: (i: number) => Comparable
  /** Pairs that may link: those wanted anew and those stored. */
  readonly pairs: readonly Pair[]
  /** Any pair's link, judged on demand. */
  readonly link: (a: number, b: number) => Link
  /** What was judged now and is worth keeping. */
  readonly fresh: () => Verdict[]
}

type Pair = readonly [number, number]

export function judge(entries: readonly MatchEntry[], near: Neighbourhood, names: Directory): Judgement {
  const { wanted, stored } = indexed(entries, near)
  const reading = createComparables(entries, [...new Set(wanted.flat())], names)
  const known = new Map(stored.map(({ pair, verdict }) => [nameOf(pair), verdict]))
  const made = new Map<string, Verdict>()
  const verdictOn = (pair: Pair) => {
    const name = nameOf(pair)
    const found = made.get(name) ?? known.get(name) ?? compare(reading.of(pair[0]), reading.of(pair[1]))
    if (!known.has(name)) made.set(name, found)
    return found
  }
  // What was decided before a passage was known to be public is decided again.
  const again = stored.map(({ pair }) => pair).filter(reading.shareInPublic)
  const judged = [...wanted, ...again]
  for (const pair of judged) known.delete(nameOf(pair))
  for (const pair of judged) verdictOn(pair)
  const undone = new Set(judged.filter(reading.shareInPublic).map(nameOf))
  return {
    reading: reading.of,
    pairs: [...wanted, ...stored.map(({ pair }) => pair)],
    link: (a, b) => linkOf(verdictOn([a, b])),
    fresh: () =>
      [...made]
        .filter(
          ([name, { score, features: found }]) =>
            score >= KEEP || found.contained! >= CARRIED || undone.has(name),
        )
        .map(([, verdict]) => verdict),
  }
}

function nameOf([a, b]: Pair): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

function indexed(entries: readonly MatchEntry[], { pairs, verdicts }: Neighbourhood) {
  const indexOf = new Map(entries.map((entry, i) => [entry.id, i]))
  const pairOf = (x: number, y: number): Pair[] => {
    const [a, b] = [indexOf.get(x), indexOf.get(y)]
    return a === undefined || b === undefined || a === b ? [] : [[a, b]]
  }
  return {
    wanted: pairs.flatMap(([a, b]) => pairOf(a, b)),
    stored: verdicts.flatMap((verdict) => pairOf(verdict.a, verdict.b).map((pair) => ({ pair, verdict }))),
  }
}

/** Entries are read when they are first asked for; those to be compared at once, to see what is public among them. */
function createComparables(entries: readonly MatchEntry[], compared: readonly number[], names: Directory) {
  const readings: (Comparable | undefined)[] = []
  const of = (i: number) => (readings[i] ??= toComparable(entries[i]!, names))
  const weighed = weighPublic(compared.map(of))
  const sharers = new Set([...weighed.keys()].map((i) => compared[i]!))
  for (const [i, found] of weighed) readings[compared[i]!] = found
  return { of, shareInPublic: ([a, b]: Pair) => sharers.has(a) && sharers.has(b) }
}

function compare(a: Comparable, b: Comparable): Verdict {
  const found = measure(pairOf(a, b))
  const [first, second] = [a.entry.id, b.entry.id].sort((x, y) => x - y) as [number, number]
  return { a: first, b: second, score: probability(logit(found)), features: found }
}

function linkOf({ score, features: found }: Verdict): Link {
  return {
    odds: Math.log(score / (1 - score)),
    doubt: doubtOf(found as Features),
    contained: found.contained ?? 0,
    lead: found.lead ?? 0,
    shortLead: found.shortLead ?? 0,
  }
}
