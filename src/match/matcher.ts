/**
 * Decides which entries are copies of one story, from their prints alone: pure, no clock, no store. It learns what
 * is an outlet's own, scores pairs, parts a neighbourhood into stories and chooses each story's lead copy.
 * Must not read the network or the database, and must not depend on the order in which entries arrive.
 */
import { VERSION } from '../fingerprint/encode.ts'
import { fingerprint } from '../fingerprint/fingerprint.ts'
import type { Decision, Matcher, Neighbourhood, StoryDecision } from '../matching-model.ts'
import { cluster } from './cluster.ts'
import { judge } from './judge.ts'
import { chooseLead, isAtHome } from './lead.ts'
import { setDigestsApart } from './neighbours/digest.ts'
import { learn } from './outlet/learn.ts'
import { shareHeadline } from './pair.ts'
import { passages } from './passages.ts'
import { AGENCIES, type Agency } from './reading/agencies.ts'
import { type Comparable, toComparable } from './reading/comparable.ts'
import { type Directory, directory } from './reading/credit.ts'
import { spellSum } from './spelled-sum.ts'
import { nameStories, storyIdFor } from './story-id.ts'

export interface MatcherOptions {
  readonly agencies?: readonly Agency[]
}

export function createMatcher({ agencies = AGENCIES }: MatcherOptions = {}): Matcher {
  const names = directory(agencies)
  return {
    version: VERSION,
    print: fingerprint,
    learn,
    decide: (near) => decide(near, names),
    storyId: storyIdFor,
    agency: (entry) => [...toComparable(entry, names).agencies][0] ?? null,
    reason: ({ features }) => reasonOf(features),
    passages,
  }
}

/** Signals that speak for the pair, few enough for a line. */
const REASONS = 3

function reasonOf(features: Readonly<Record<string, number>>): string {
  const [, ...signals] = spellSum(features).terms
  const speaking = signals.filter(({ points }) => points > 0)
  return speaking
    .slice(0, REASONS)
    .map(({ words }) => words)
    .join('; ')
}

function decide(near: Neighbourhood, names: Directory): Decision {
  const entries = [...near.entries].sort((a, b) => (a.key < b.key ? -1 : 1))
  const { reading, pairs, link, fresh } = judge(entries, near, names)
  const size = (i: number) => reading(i).size
  const feedOf = (i: number) => entries[i]!.feedUrl
  const haveOneHeadline = (a: number, b: number) => shareHeadline(reading(a), reading(b))
  const groups = cluster({
    entries,
    pairs,
    link: setDigestsApart({ pairs, link, size, feedOf, haveOneHeadline }),
    size,
    overrides: near.overrides,
    windowMs: near.windowMs,
  })
  const copies = groups.map((group) => group.map(reading))
  const members = copies.map((group) => group.map(({ entry }) => entry))
  const ids = nameStories(members, near.leads)
  const stories = copies.map((group, i) => describe(ids[i]!, group, near.leads.get(ids[i]!), names))
  return { verdicts: fresh(), stories }
}

function describe(
  id: string,
  copies: readonly Comparable[],
  lead: number | undefined,
  names: Directory,
): StoryDecision {
  const isOwn = (copy: Comparable) => isAtHome(copy, copies, names.byHost)
  return { id, members: copies.map(({ entry }) => entry.id), lead: chooseLead(copies, lead, isOwn) }
}
