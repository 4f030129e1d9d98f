/**
 * Decides which entries are copies of one story, from their prints alone: pure, no clock, no store. It learns what
 * is an outlet's own, scores pairs, parts a neighbourhood into stories and chooses each story's lead copy.
 * Must not read the network or the database, and must not depend on the order in which entries arrive.
 */
import { VERSION } from '../fingerprint/encode.ts'
import { fingerprint } from '../fingerprint/fingerprint.ts'
import type {
  Decision,
  MatchEntry,
  Matcher,
  Neighbourhood,
  StoryDecision,
  Verdict,
} from '../matching-model.ts'
import { AGENCIES, type Agency } from './agencies.ts'
import { cluster, type Link } from './cluster.ts'
import { features } from './compare.ts'
import { type Directory, directory, named, spellName } from './credit.ts'
import { setDigestsApart } from './digest.ts'
import { chooseLead, standsAtHome } from './lead.ts'
import { learn } from './learn.ts'
import { passages } from './passages.ts'
import { type Reading, read } from './reading.ts'
import { logit, probability } from './score.ts'
import { nameStories } from './story-id.ts'

export interface MatcherOptions {
  readonly agencies?: readonly Agency[]
}

/** Verdicts below this are not worth keeping: they are as good as none. */
const KEEP = 0.05

export function createMatcher({ agencies = AGENCIES }: MatcherOptions = {}): Matcher {
  const names = directory(agencies)
  return {
    version: VERSION,
    print: fingerprint,
    learn,
    decide: (near) => decide(near, names),
    passages,
  }
}

function decide(near: Neighbourhood, names: Directory): Decision {
  const entries = [...near.entries].sort((a, b) => (a.key < b.key ? -1 : 1))
  const verdicts = judge(entries, near, names)
  const groups = cluster({
    entries,
    pairs: verdicts.linked,
    link: setDigestsApart({ pairs: verdicts.linked, link: verdicts.link, size: verdicts.size }),
    overrides: near.overrides,
    windowMs: near.windowMs,
  }).map((group) => group.map((i) => entries[i]!))
  const ids = nameStories(groups, near.leads)
  const stories = groups.map((group, i) => describe(ids[i]!, group, near, verdicts.reading, names))
  return { verdicts: verdicts.fresh(), stories }
}

/** Verdicts on demand: those wanted anew, those stored, and any other pair that the clustering asks for. */
function judge(entries: readonly MatchEntry[], near: Neighbourhood, names: Directory) {
  const indexOf = new Map(entries.map((entry, i) => [entry.id, i]))
  const readings: (Reading | undefined)[] = []
  const reading = (i: number) => (readings[i] ??= read(entries[i]!, names))
  const known = new Map<number, Verdict>()
  const made = new Map<number, Verdict>()
  const name = (a: number, b: number) => Math.min(a, b) * entries.length + Math.max(a, b)
  const verdict = (a: number, b: number) => {
    const found = made.get(name(a, b)) ?? known.get(name(a, b))
    if (found) return found
    const fresh = verdictOn(reading(a), reading(b))
    made.set(name(a, b), fresh)
    return fresh
  }
  const at = (id: number) => indexOf.get(id)
  for (const old of near.verdicts) {
    const [a, b] = [at(old.a), at(old.b)]
    if (a !== undefined && b !== undefined) known.set(name(a, b), old)
  }
  const wanted = indexPairs(near.pairs, at)
  for (const [a, b] of wanted) known.delete(name(a, b))
  for (const [a, b] of wanted) verdict(a, b)
  const stored = [...known.keys()].map(
    (pair) => [Math.floor(pair / entries.length), pair % entries.length] as const,
  )
  return {
    reading: (entry: MatchEntry) => reading(at(entry.id)!),
    linked: [...wanted, ...stored],
    size: (i: number) => reading(i).size,
    link: (a: number, b: number): Link => linkOf(verdict(a, b)),
    fresh: () => [...made.values()].filter(({ score }) => score >= KEEP),
  }
}

function indexPairs(
  pairs: Neighbourhood['pairs'],
  at: (id: number) => number | undefined,
): [number, number][] {
  return pairs.flatMap(([a, b]) => {
    const [i, j] = [at(a), at(b)]
    return i === undefined || j === undefined || i === j ? [] : [[i, j] as [number, number]]
  })
}

function verdictOn(a: Reading, b: Reading): Verdict {
  const found = features(a, b)
  const [first, second] = [a.entry.id, b.entry.id].sort((x, y) => x - y) as [number, number]
  return { a: first, b: second, score: probability(logit(found)), features: found }
}

/** What unlike words say against a pair when one of the two has little or no text; two agencies always say it all. */
const LITTLE_DOUBT = 0.25

function linkOf({ score, features: found }: Verdict): Link {
  const little = (found.noText || found.little) && !found.otherAgency && !found.cites
  return {
    odds: Math.log(score / (1 - score)),
    doubt: little ? LITTLE_DOUBT : 1,
    contained: found.contained ?? 0,
  }
}

function describe(
  id: string,
  group: readonly MatchEntry[],
  near: Neighbourhood,
  reading: (entry: MatchEntry) => Reading,
  names: Directory,
): StoryDecision {
  const copies = group.map(reading)
  const sources = new Set(copies.flatMap((copy) => [...copy.sources]))
  const isOwn = (copy: Reading) =>
    standsAtHome(copy, names.byHost, (outlet) => named(outlet, names)) ||
    sources.has(spellName(copy.entry.outlet))
  const lead = chooseLead(copies, near.leads.get(id), isOwn)
  return { id, members: group.map((entry) => entry.id), lead }
}
