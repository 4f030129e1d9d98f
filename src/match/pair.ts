/** Two entries side by side: what several signals measure from, each worked out once. Symmetric. */

import { timeOf } from '../contract/matching.ts'
import type { Comparable } from './reading/comparable.ts'
import { isSameName } from './reading/credit.ts'
import { cutOf, type Headline, headlineLikeness, isEqual, withoutLabel } from './reading/headline.ts'
import { mayHold, positionOf } from './reading/table.ts'
import { contradict, type Telling } from './reading/telling.ts'
import { FREE, type Text } from './reading/text.ts'
import { SOME_WORDS, sharedWording } from './reading/wording.ts'

/** Shingles from the top of a text, boilerplate aside, that count as its opening. */
const OPENING = 30
/** A text of fewer shingles says nothing; one of fewer than LITTLE may be an outlet's standing description. */
const SOME_TEXT = 8
export const LITTLE = 60
/** Up to so many shingles a text may still be a description that the outlet repeats. */
const DESCRIPTION = 90
/** What two outlets have of one source within so long, under two headlines, is one story. Milliseconds. */
const AT_ONCE = 90_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** What a shingle that is quoted or public material counts. */
const QUOTE = 0.1
/** How steeply `mostly` rises around one half. */
const STEEPNESS = 15

export interface Overlap {
  /** Shingles that are no boilerplate, quoted ones counted at a tenth, and those of them that the other text has. */
  readonly size: number
  readonly hits: number
  readonly count: number
  /** Share of the shingles in common that are quoted or public material. */
  readonly publicShare: number
  /** Share of the opening that the other text has. */
  readonly lead: number
}

/**
 * How much of `a` stands in `b`. What either of the two puts in quotation marks is quoted in both. Most of matching's time
 * is spent here: whole numbers in plain variables, counted in one pass, are five times as fast as anything neater.
 */
export function overlap({ kinds, shingles }: Text, b: Text): Overlap {
  const { filter } = b.table
  let free = 0
  let quoted = 0
  let freeHits = 0
  let quotedHits = 0
  let lead = 0
  let leadHits = 0
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]!
    if (kind === 0) continue
    const other = mayHold(filter, shingles[i]!) ? kindIn(b, shingles[i]!) : 0
    if (kind === FREE && (other === 0 || other === FREE)) {
      free++
      if (other !== 0) freeHits++
    } else {
      quoted++
      if (other !== 0) quotedHits++
    }
    if (lead >= OPENING) continue
    lead++
    if (other !== 0) leadHits++
  }
  const common = freeHits + quotedHits
  return {
    size: free + quoted * QUOTE,
    hits: freeHits + quotedHits * QUOTE,
    count: free + quoted,
    publicShare: common && 1 - freeHits / common,
    lead: lead ? leadHits / lead : 0,
  }
}

/** The kind of the shingle in this text; 0 where it is boilerplate, or is not in it. */
function kindIn({ table, kinds }: Text, shingle: number): number {
  const at = positionOf(table, shingle)
  return at < 0 ? 0 : kinds[at]!
}

export interface Pair {
  readonly a: Comparable
  readonly b: Comparable
  /** The text with fewer words of its own, and the other. */
  readonly small: Overlap
  readonly large: Overlap
  /** Shingles shared: a passage that one of the two repeats is shared once. */
  readonly hits: number
  /** 1 where both have text to compare, else 0. So are all facts with `same`, `has` and `is`. */
  readonly hasText: number
  readonly isLittle: number
  /** 1 for a text no longer than an outlet's description, 0 from DESCRIPTION shingles on. */
  readonly brief: number
  readonly contained: number
  readonly mostly: number
  /** The share of the shorter text's runs of three words that the longer one has; -1 where one has no text. */
  readonly wording: number
  readonly titles: readonly [Headline, Headline]
  /** How alike the headlines are, word by word. */
  readonly headline: number
  /** 1 where they are equal, or one was cut off by a machine; 0.5 where perhaps by a hand. */
  readonly oneHeadline: number
  /** Grows by one with each doubling of the hours between the two. */
  readonly late: number
  readonly inOneMinute: number
  /** In one minute, two outlets have it of one source. */
  readonly atOnce: number
  readonly sameOutlet: number
  readonly samePage: number
  readonly sameSource: number
  /** One headline is in the addresses of both, or in the address of one and above the other. */
  readonly sameSlug: () => number
}

export function pairOf(a: Comparable, b: Comparable): Pair {
  const [x, y] = [overlap(a.text, b.text), overlap(b.text, a.text)]
  const [small, large] = x.size <= y.size ? [x, y] : [y, x]
  const hits = Math.min(x.hits, y.hits)
  const hasText = Math.min(x.count, y.count) >= SOME_TEXT ? 1 : 0
  const hours = Math.abs(timeOf(a.entry) - timeOf(b.entry)) / HOUR
  const titles = titlesOf(a, b)
  const contained = hasText && hits / small.size
  const sameSource = sharesSource(a, b) ? 1 : 0
  const sameOutlet = a.entry.outlet === b.entry.outlet ? 1 : 0
  const inOneMinute = areAtOnce(a, b) ? 1 : 0
  const isLittle = hasText && small.count < LITTLE ? 1 : 0
  return {
    a,
    b,
    small,
    large,
    hits,
    hasText,
    isLittle,
    brief: hasText * Math.max(0, Math.min(1, (DESCRIPTION - small.count) / (DESCRIPTION - LITTLE))),
    contained,
    mostly: hasText && 1 / (1 + Math.exp(-STEEPNESS * (contained - 0.5))),
    wording: hasText && !isLittle ? contained : wordingBetween(a, b),
    titles,
    headline: headlineLikeness(...titles),
    oneHeadline: isEqual(...titles) ? 1 : cutOf(...titles),
    late: Math.log2(1 + hours / 2),
    inOneMinute,
    atOnce: sameSource && !sameOutlet ? inOneMinute : 0,
    sameOutlet,
    samePage: sharesPage(a, b) ? 1 : 0,
    sameSource,
    sameSlug: () => (sharesSlug(a, b) ? 1 : 0),
  }
}

/** A full hour is when a schedule has it, and midnight where a feed gives the day alone: that tells no minute. */
function areAtOnce(a: Comparable, b: Comparable): boolean {
  const times = [timeOf(a.entry), timeOf(b.entry)] as const
  if (Math.abs(times[0] - times[1]) >= AT_ONCE || times.some((time) => time % DAY === 0)) return false
  return times.some((time) => time % HOUR !== 0)
}

function wordingBetween(a: Comparable, b: Comparable): number {
  const [x, y] = [a.text.wording, b.text.wording]
  return Math.min(x.length, y.length) < SOME_WORDS ? -1 : sharedWording(x, y)
}

/** The headlines as they compare: within one outlet whole, else without what each outlet puts around its own. */
export function titlesOf(a: Comparable, b: Comparable): [Headline, Headline] {
  if (a.entry.outlet === b.entry.outlet) return withoutLabel(a.headline, b.headline)
  return withoutLabel(a.without(b.sources).short, b.without(a.sources).short)
}

/** Headlines that are so much alike are one, by and large. */
const AGREE = 0.7

/** Whether two entries bear one headline, by and large. */
export function titlesAgree(a: Comparable, b: Comparable): boolean {
  return headlineLikeness(...titlesOf(a, b)) >= AGREE
}

/** Whether two entries bear one headline, word for word. */
export function shareHeadline(a: Comparable, b: Comparable): boolean {
  return isEqual(...titlesOf(a, b))
}

/**
 * One agency; or, in two outlets, one author, a name that the one signs its titles with and the other says too, or the
 * one says that it is from the other.
 */
export function sharesSource(a: Comparable, b: Comparable): boolean {
  if (meet(a.agencies, b.agencies)) return true
  if (a.entry.outlet === b.entry.outlet) return false
  if (meet(a.authors, b.authors) || isFrom(a, b) || isFrom(b, a)) return true
  return some(a.sources, b.signed) || some(b.sources, a.signed)
}

/** Whether the one names the other's outlet as the one that it is from. */
function isFrom(a: Comparable, b: Comparable): boolean {
  return a.origins.some((origin) => b.self.some((name) => isSameName(origin, name)))
}

/** One page: its publisher's key for it, or its address. */
export function sharesPage(a: Comparable, b: Comparable): boolean {
  return meet(a.pages, b.pages)
}

/** Fewer telling words may be the same by chance, and a slug that was cut off must show more of them. */
const SLUG_WORDS = 5
const CUT_SLUG_WORDS = 8

/** Whether one headline is in the addresses of both, or in the address of the one and above the other. */
function sharesSlug(a: Comparable, b: Comparable): boolean {
  if (a.address.host === b.address.host) return false
  return (
    agree(a.claims.slug, b.claims.slug, CUT_SLUG_WORDS) ||
    agree(a.claims.slug, b.claims.title, Infinity) ||
    agree(b.claims.slug, a.claims.title, Infinity)
  )
}

/** Whether two tell the same, or the one begins the other with at least `begins` words. */
function agree(x: Telling, y: Telling, begins: number): boolean {
  const [short, long] = x.words.length <= y.words.length ? [x.words, y.words] : [y.words, x.words]
  if (short.length < (short.length < long.length ? begins : SLUG_WORDS)) return false
  for (let i = 0; i < short.length; i++) if (short[i] !== long[i]) return false
  return !contradict(x, y)
}

/** Whether one slug bears two of its publisher's keys: another day's page of one name. */
export function differsByKey(a: Comparable, b: Comparable): boolean {
  const [x, y] = [a.address, b.address]
  if (!x.slugKey || !y.slugKey || x.slugKey === y.slugKey || x.slugKey.length !== y.slugKey.length)
    return false
  return x.slug.length > 0 && x.slug.join() === y.slug.join()
}

function some(names: ReadonlySet<string>, test: (name: string) => boolean): boolean {
  for (const name of names) if (test(name)) return true
  return false
}

export function meet(x: ReadonlySet<string>, y: ReadonlySet<string>): boolean {
  for (const name of x) if (y.has(name)) return true
  return false
}
