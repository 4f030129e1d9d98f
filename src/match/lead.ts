/**
 * Chooses the copy that stands for its story. Whoever publishes the lead has the reader's eye, so nothing that a feed
 * can say of itself makes it the lead: no name, no credit, no link, and not its length.
 */

import { timeOf } from '../contract/matching.ts'
import { siteName } from '../fingerprint/address.ts'
import { decode } from '../fingerprint/encode.ts'
import { SHINGLE_WORDS } from '../fingerprint/shingles.ts'
import { Numbers } from './numbers.ts'
import { type Overlap, overlap, titlesAgree } from './pair.ts'
import type { Comparable } from './reading/comparable.ts'
import { type Directory, hostOf, spell, squash } from './reading/credit.ts'
import { shareIn, titleCoverage } from './reading/subject.ts'
import { positionOf } from './reading/table.ts'
import { bySeniority } from './story-id.ts'

/** A copy of at least this share of what is known to be the story's text has the full text. */
const FULL_SHARE = 0.5
/** A text of fewer shingles is an excerpt, which gives way to the text that it opens. */
const EXCERPT = 120
const OPENS = 0.6
/** A text that has no more of a title's words than this is not about it. */
const ABOUT = 0.15

/** What goes on where an excerpt ends has so much of what the excerpt's title names. */
const SAME_MATTER = 0.5

/** … or, where the title tells nothing, so many of its words: what continues a text has many of them again. */
const SAME_WORDS = 0.2

/** What a copy has in its favour, most telling first. */
const OWN = 8
const TITLED = 4
const FULL = 2
const TRUSTED = 1

interface Leading {
  /** The entry that leads now. */
  readonly current: number | undefined
  readonly isOwn: (copy: Comparable) => boolean
  /** Entries that were given another link just now. */
  readonly relinked: ReadonlySet<number>
}

/**
 * The agency's own before what is headed as its text and the others are, before full text, before what is trusted more,
 * before the earliest. A copy that leads already is left only for one of a better kind, never for one of its own kind.
 * What is trusted little, or was given another link just now, leads only where nothing else is.
 */
export function chooseLead(all: readonly Comparable[], { current, isOwn, relinked }: Leading): number {
  const trusted = preferred(all, ({ entry }) => entry.trust !== 'low')
  const copies = preferred(trusted, (copy) => isOwn(copy) || !relinked.has(copy.entry.id))
  const only = copies[0]!
  if (copies.length === 1) return only.entry.id
  const lengths = knownLengths(copies, current)
  const isFull = createIsFull(copies, lengths)
  const quality = new Map(
    copies.map((copy) => [
      copy,
      (isOwn(copy) ? OWN : 0) +
        (isTitled(copy, copies) ? TITLED : 0) +
        (isFull(copy) ? FULL : 0) +
        (copy.entry.trust === 'high' ? TRUSTED : 0),
    ]),
  )
  const ranked = [...copies].sort(
    (a, b) =>
      quality.get(b)! - quality.get(a)! || timeOf(a.entry) - timeOf(b.entry) || bySeniority(a.entry, b.entry),
  )
  const leading = copies.find((copy) => copy.entry.id === current)
  const best = ranked[0]!
  return leading && quality.get(leading)! >= quality.get(best)! ? leading.entry.id : best.entry.id
}

/** Whether no other copy has much more of the story, and on the same matter. */
function createIsFull(copies: readonly Comparable[], lengths: ReadonlyMap<Comparable, number>) {
  const longest = [...copies].sort((a, b) => lengths.get(b)! - lengths.get(a)!).slice(0, COMPARED)
  return (copy: Comparable) =>
    longest.every((other) => lengths.get(copy)! >= lengths.get(other)! * FULL_SHARE || !goesOn(other, copy))
}

/** Those that are wanted; where none is, all. */
function preferred<T>(all: readonly T[], isWanted: (each: T) => boolean): readonly T[] {
  const wanted = all.filter(isWanted)
  return wanted.length > 0 ? wanted : all
}

/** Copies whose texts are held against each other; of a story that more carry, the eldest. */
const COMPARED = 12

/**
 * How much of each copy's text is known to be the story's: what a copy in another feed has too. Whatever is added to
 * it counts for nothing, unless it goes on where an excerpt ends, and on the same matter.
 */
function knownLengths(copies: readonly Comparable[], current: number | undefined): Map<Comparable, number> {
  const witnesses = [...copies].sort((a, b) => bySeniority(a.entry, b.entry)).slice(0, COMPARED)
  const lengths = new Map<Comparable, number>()
  for (const copy of copies) {
    let known = 0
    for (const other of witnesses) {
      if (other === copy || other.entry.feedUrl === copy.entry.feedUrl) continue
      const theirs = overlap(other.text, copy.text)
      const isOpened = other.text.size < EXCERPT && theirs.lead >= OPENS
      const isWhole = isOpened && goesOn(copy, other)
      known = Math.max(known, isWhole ? copy.text.size : borneOut(copy, other, theirs))
    }
    // A lead that nobody else bears out was put there by a person, or is a headline alone.
    lengths.set(copy, known || (copy.entry.id === current ? copy.text.size : 0))
  }
  return lengths
}

/**
 * Whether what a text has beyond a shorter one still speaks of what the shorter one's title names, if the shorter one
 * itself does: of a title that is wit or of another day, the rest says nothing either, and must share its words.
 */
function goesOn(copy: Comparable, excerpt: Comparable): boolean {
  const { tokens } = decode(copy.entry.print.bytes)
  const rest = new Numbers(tokens.length)
  let shared = 0 // up to here, words are in the excerpt
  for (let at = 0; at < tokens.length; at++) {
    const shingle = copy.text.shingles[at]
    if (shingle !== undefined && positionOf(excerpt.text.table, shingle) >= 0) shared = at + SHINGLE_WORDS
    if (at >= shared) rest.add(tokens[at]! >>> 8)
  }
  if (shareIn(rest, excerpt) >= SAME_MATTER) return true
  const words = excerpt.text.vocabulary
  if (shareIn(words, excerpt) >= ABOUT) return false
  return words.countIn(rest) >= words.size * SAME_WORDS
}

/** How much of a text the other one bears out, of which so much stands in it; a passage that it repeats counts once. */
function borneOut(copy: Comparable, other: Comparable, theirs: Overlap): number {
  const part = ({ hits, size }: Overlap, length: number) => (size ? (hits / size) * length : 0)
  return Math.min(part(overlap(copy.text, other.text), copy.text.size), part(theirs, other.text.size))
}

/** Whether its title says what its text tells, or what another feed's title says. */
function isTitled(copy: Comparable, copies: readonly Comparable[]): boolean {
  if (copy.text.size === 0 || titleCoverage(copy, copy) > ABOUT) return true
  return copies.some((other) => other.entry.feedUrl !== copy.entry.feedUrl && titlesAgree(copy, other))
}

/**
 * Whether the entry's feed is the own one of an agency that the copies credit: the config says so, or its host is the
 * agency's, or one of their learned source's name.
 */
export function isAtHome({ entry }: Comparable, copies: readonly Comparable[], names: Directory): boolean {
  const host = hostOf(entry.feedUrl)
  const home = entry.ownAgency === null ? names.byHost.get(host) : names.byName.get(spell(entry.ownAgency))
  if (home !== undefined) return copies.some(({ agencies }) => agencies.has(home))
  const site = siteName(host)
  return site !== '' && copies.some(({ sources }) => [...sources].some((name) => squash(name) === site))
}
