/**
 * Decides which entries are copies of one story, from their fingerprints alone: no clock, no store. It learns what
 * is an outlet's own, scores pairs, parts a neighbourhood into stories and chooses each story's lead copy.
 * Must not read the network or the database, and must not depend on the order in which entries arrive.
 */

import type {
  Decision,
  MatchEntry,
  Matcher,
  Neighbourhood,
  Print,
  StoryDecision,
} from '../contract/matching.ts'
import { VERSION } from '../fingerprint/encode.ts'
import { fingerprint } from '../fingerprint/fingerprint.ts'
import { cluster } from './cluster.ts'
import { explainAll, judge, reasonFor, type Unpack, verdictOn } from './judge.ts'
import { chooseLead, isAtHome } from './lead.ts'
import { setDigestsApart } from './neighbours/digest.ts'
import { learn } from './outlet/learn.ts'
import { shareHeadline } from './pair.ts'
import { passages } from './passages.ts'
import { AGENCIES, type Agency } from './reading/agencies.ts'
import { type Comparable, toComparable } from './reading/comparable.ts'
import { type Directory, directory } from './reading/credit.ts'
import { createRecent } from './recent.ts'
import { nameStories, storyIdFor } from './story-id.ts'

interface MatcherOptions {
  readonly agencies?: readonly Agency[]
}

export function createMatcher({ agencies = AGENCIES }: MatcherOptions = {}): Matcher {
  const names = directory(agencies)
  const unpack = createUnpack(names)
  return {
    version: VERSION,
    print: fingerprint,
    learn,
    storyId: storyIdFor,
    keys: (entry) => unpack(entry).text.keys,
    compare: (pairs) => pairs.flatMap(([a, b]) => verdictOn(unpack(a), unpack(b)) ?? []),
    decide: (near) => decide(near, names, unpack),
    explain: (near) => explainAll(near, inOrder(near.entries), unpack),
    agency: (entry) => [...unpack(entry).agencies][0] ?? null,
    reason: (a, b) => reasonFor(unpack(a), unpack(b)),
    passages,
  }
}

/** Bytes of unpacked entries kept, by and large. */
const MOST_UNPACKED = 28e6
/** What one takes beside its shingles and its title, and for each shingle. */
const UNPACKED = 4200
const SHINGLE = 11

/** Unpacks an entry, or remembers it: one that many others resemble is compared with each of them. */
function createUnpack(names: Directory): Unpack {
  const known = createRecent<Comparable>(
    MOST_UNPACKED,
    ({ text, entry }) => UNPACKED + SHINGLE * text.shingles.length + 2 * entry.title.length,
  )
  return (entry) => {
    const found = known.get(entry.id)
    if (found?.entry === entry) return found
    const made = found && readsAs(found.entry, entry) ? { ...found, entry } : toComparable(entry, names)
    known.keep(entry.id, made)
    return made
  }
}

/** What is unpacked of an entry beside its print. */
const READ = ['outlet', 'title', 'author', 'link', 'canonicalUrl'] as const

function readsAs(a: MatchEntry, b: MatchEntry): boolean {
  const isSameSource = a.source?.title === b.source?.title && a.source?.url === b.source?.url
  return isSameSource && READ.every((name) => a[name] === b[name]) && isSamePrint(a.print, b.print)
}

function isSamePrint(a: Print, b: Print): boolean {
  return a === b || Buffer.compare(a.bytes, b.bytes) === 0
}

function inOrder(entries: readonly MatchEntry[]): MatchEntry[] {
  return [...entries].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function decide(near: Neighbourhood, names: Directory, unpack: Unpack): Decision {
  const entries = inOrder(near.entries)
  const { comparable, pairs, link } = judge(near, [...entries, ...inOrder(near.witnesses)], unpack)
  const size = (i: number) => comparable(i).text.size
  const feedOf = (i: number) => comparable(i).entry.feedUrl
  const isTrusted = (i: number) => comparable(i).entry.trust !== 'low'
  const haveOneHeadline = (a: number, b: number) => shareHeadline(comparable(a), comparable(b))
  const groups = cluster({
    entries,
    pairs: pairs.filter(([a, b]) => a < entries.length && b < entries.length),
    link: setDigestsApart({ pairs, link, size, feedOf, isTrusted, haveOneHeadline }),
    size,
    isTrusted,
    overrides: near.overrides,
    windowMs: near.windowMs,
  })
  const copies = groups.map((group) => group.map(comparable))
  const members = copies.map((group) => group.map(({ entry }) => entry))
  const ids = nameStories(members, near)
  return copies.map((group, i) => describe(ids[i]!, group, near, names))
}

function describe(
  id: string,
  copies: readonly Comparable[],
  { leads, relinked }: Neighbourhood,
  names: Directory,
): StoryDecision {
  const isOwn = (copy: Comparable) => isAtHome(copy, copies, names)
  const lead = chooseLead(copies, { current: leads.get(id), isOwn, relinked })
  return { id, members: copies.map(({ entry }) => entry.id), lead }
}
