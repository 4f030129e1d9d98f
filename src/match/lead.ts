/**
 * Chooses the copy that stands for its story. Whoever publishes the lead has the reader's eye, so nothing that a feed
 * can say of itself makes it the lead: no name, no credit, no link, and not its length.
 */

import { timeOf } from '../contract/matching.ts'
import { siteName } from '../fingerprint/address.ts'
import { decode } from '../fingerprint/encode.ts'
import { SHINGLE_WORDS } from '../fingerprint/shingles.ts'
import { overlap, titlesAgree } from './pair.ts'
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

/** What a copy has in its favour, most telling first. */
const OWN = 8
const TITLED = 4
const FULL = 2
const TRUSTED = 1

/**
 * The agency's own before what is headed as its text and the others are, before full text, before what is trusted more,
 * before the earliest. A copy that leads already is left only for one of a better kind, never for one of its own kind.
 * What is trusted little leads only where nothing else is.
 */
export function chooseLead(
  all: readonly Comparable[],
  current: number | undefined,
  isOwn: (copy: Comparable) => boolean,
): number {
  const copies = preferred(all, ({ entry }) => entry.trust !== 'low')
  const only = copies[0]!
  if (copies.length === 1) return only.entry.id
  const lengths = knownLengths(copies, current)
  const longest = Math.max(...lengths.values())
  const quality = new Map(
    copies.map((copy) => [
      copy,
      (isOwn(copy) ? OWN : 0) +
        (isTitled(copy, copies) ? TITLED : 0) +
        (lengths.get(copy)! >= longest * FULL_SHARE ? FULL : 0) +
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
      const { count, lead } = overlap(other, copy)
      const isOpened = other.size < EXCERPT && lead >= OPENS
      const isWhole = isOpened && goesOn(copy, other)
      known = Math.max(known, isWhole ? copy.size : sharedCount(copy, other, count))
    }
    // A lead that nobody else bears out was put there by a person, or is a headline alone.
    lengths.set(copy, known || (copy.entry.id === current ? copy.size : 0))
  }
  return lengths
}

/**
 * Whether what a text has beyond an excerpt still speaks of what the excerpt's title names, if the excerpt itself does:
 * a title that is wit or of another day says nothing of the rest either.
 */
function goesOn(copy: Comparable, excerpt: Comparable): boolean {
  if (shareIn(excerpt.vocabulary(), excerpt) < ABOUT) return true
  const { tokens } = decode(copy.entry.print.bytes)
  const isShared = new Uint8Array(tokens.length)
  for (const [at, shingle] of copy.shingles.entries()) {
    if (positionOf(excerpt.table, shingle) >= 0) isShared.fill(1, at, at + SHINGLE_WORDS)
  }
  const rest = new Set(
    Array.from(
      tokens.filter((_, at) => !isShared[at]),
      (token) => token >>> 8,
    ),
  )
  return shareIn(rest, excerpt) >= SAME_MATTER
}

function sharedCount(copy: Comparable, other: Comparable, count: number): number {
  if (count === 0 || copy.size === 0) return 0
  const { hits, size } = overlap(copy, other)
  return size ? (hits / size) * copy.size : 0
}

/** Whether its title says what its text tells, or what another feed's title says. */
function isTitled(copy: Comparable, copies: readonly Comparable[]): boolean {
  if (copy.size === 0 || titleCoverage(copy, copy) > ABOUT) return true
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
