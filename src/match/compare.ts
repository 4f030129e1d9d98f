/** What two entries have in common, as numbers. Symmetric: the order of the two does not matter. */
import { type Headline, headlineLikeness, weightOf, withoutLabel } from './headline.ts'
import { otherIssue } from './issue.ts'
import { FREE, type Reading } from './reading.ts'
import { otherSubject, told } from './subject.ts'
import { positionOf } from './table.ts'
import { inverted, numbersDiffer, opensOtherwise, siblings, swapped } from './titles.ts'

/** Shingles from the top of a text, furniture aside, that count as its lead. */
const LEAD = 30
/** A text of fewer shingles says nothing; one of fewer than LITTLE may be an outlet's standing description. */
const SOME_TEXT = 8
const LITTLE = 60
/** Up to so many shingles a text may still be a description that the outlet repeats. */
const DESCRIPTION = 90
/** A whole text, not an excerpt; and how many times longer the one must be that has several of them. */
const WHOLE = 250
const DIGEST = 4
/** Two texts of more shingles that share hardly any of them tell one thing each in its own words. */
const RETOLD = 100
const HARDLY_ANY = 40
/** Headlines less alike than this are different ones, and less than this have nothing to do with each other. */
const UNLIKE = 0.6
const STRANGE = 0.3
/** A text that has no more of a title's words than this is not about it. */
const TOLD = 0.15
/** So late (the measure below: 14 hours) an outlet no longer updates a story, but writes the next. */
const UPDATED = 3
const SOME_FIGURES = 4
/** What one source sends within so many hours under two headlines is one story. */
const AT_ONCE = 1 / 40
/** What a shingle that is everybody's counts. */
const QUOTE = 0.1

/** A form opens with so much of the same words; what opens in its own is a report that was brought up to date. */
const FORM = 0.4
/** Less of a text in common needs no further reason against it. */
const SOME = 0.25
/** Headlines that tell less than this are a column's. */
const TELLING = 3

export interface Overlap {
  /** Shingles that are no furniture, quoted ones counted at a tenth, and those of them that the other text has. */
  readonly size: number
  readonly hits: number
  readonly count: number
  /** Share of the shingles in common that are everybody's. */
  readonly everybodys: number
  /** Share of the lead that the other text has. */
  readonly lead: number
}

/** How much of `a` stands in `b`. What either of the two puts in quotation marks is quoted in both. */
export function overlap(a: Reading, b: Reading): Overlap {
  let [size, hits, common, own, count, lead, leadHits] = [0, 0, 0, 0, 0, 0, 0]
  for (let i = 0; i < a.kinds.length; i++) {
    const kind = a.kinds[i]!
    if (!kind) continue
    const at = positionOf(b.table, a.shingles[i]!)
    const other = at < 0 ? 0 : b.kinds[at]!
    const hit = other ? 1 : 0
    const isFree = kind === FREE && (!hit || other === FREE)
    const weight = isFree ? 1 : QUOTE
    count++
    size += weight
    hits += weight * hit
    common += hit
    own += isFree ? hit : 0
    if (lead >= LEAD) continue
    lead++
    leadHits += hit
  }
  return { size, hits, count, everybodys: common && 1 - own / common, lead: lead ? leadHits / lead : 0 }
}

export type Features = Readonly<Record<string, number>>

export function features(a: Reading, b: Reading): Features {
  const [x, y] = [overlap(a, b), overlap(b, a)]
  const [small, large] = x.size <= y.size ? [x, y] : [y, x]
  // A passage that one of the two repeats is shared once.
  const hits = Math.min(x.hits, y.hits)
  const text = Math.min(x.count, y.count) >= SOME_TEXT ? 1 : 0
  const hours = Math.abs(timeOf(a) - timeOf(b)) / 3_600_000
  const late = Math.log2(1 + hours / 2)
  const sameOutlet = a.entry.outlet === b.entry.outlet ? 1 : 0
  const titles = titlesOf(a, b)
  const headline = headlineLikeness(...titles)
  const contained = text && hits / small.size
  const mostly = text && 1 / (1 + Math.exp(-15 * (contained - 0.5)))
  const page = sharesPage(a, b) ? 1 : 0
  const brief = text * Math.max(0, Math.min(1, (DESCRIPTION - small.count) / (DESCRIPTION - LITTLE)))
  const shared = sharesSource(a, b)
  const atOnce = shared && hours < AT_ONCE ? 1 : 0
  return {
    contained,
    mostly,
    lead: text && large.lead,
    buried: text && small.count < LITTLE && large.lead < 0.3 ? 1 - headline : 0,
    // These two have no weight: the one shows digests, the other says why the rest is low.
    shortLead: text && small.lead,
    everybodys: text && small.everybodys,
    evidence: text && Math.min(1, Math.log2(1 + hits) / 8),
    headline,
    noText: 1 - text,
    little: text && small.count < LITTLE ? 1 : 0,
    ownWords: text && Math.max(x.count, y.count) < LITTLE && !shared ? 1 : 0,
    agency: shared ? 1 : 0,
    otherAgency: !shared && isSigned(a) && isSigned(b) ? 1 : 0,
    cites: meet(a.cited, b.agencies) || meet(b.cited, a.agencies) ? 1 : 0,
    late,
    sameMinute: text ? 0 : atOnce,
    standing:
      sameOutlet * (small.count < LITTLE ? text : brief * (hits / large.size)) * (late + 1 - headline),
    retitled: sameOutlet * (1 - page) * brief * Math.max(0, 1 - headline / UNLIKE),
    strange:
      brief && headline < STRANGE
        ? (1 - page) * brief * (1 - headline / STRANGE) * Math.max(0, 1 - told(a, b) / TOLD)
        : 0,
    sequel: text * sameOutlet * (1 - page) * Math.max(0, late - UPDATED) * (1 - large.lead),
    digest: small.count > WHOLE && large.count > DIGEST * small.count ? 1 - headline : 0,
    issue: otherIssue(a.issue, b.issue) ? 1 : 0,
    figures: text * (sameOutlet * late + 3 * mostly * (1 - page)) * otherFigures(a, b),
    sameOutlet,
    page,
    subject:
      (1 - page) *
      Math.max(0, Math.min(1, (2 * large.lead) / FORM - 1)) *
      (contained > SOME ? otherSubject(a, b) : 0),
    slight: Math.max(0, 1 - Math.min(weightOf(a.headline), weightOf(b.headline)) / TELLING),
    swapped: shared && !sameOutlet ? 0 : swapped(...titles),
    opening: opensOtherwise(...titles) && !atOnce ? headline : 0,
    inverted: inverted(...titles) ? 1 : 0,
    numbers: numbersDiffer(...titles) ? 1 : 0,
    sibling: text * (1 - page) * (small.count < LITTLE ? 1 : 1 - contained) * siblings(...titles),
    retold: text && small.count > RETOLD && !shared ? Math.max(0, 1 - hits / HARDLY_ANY) : 0,
  }
}

/** The headlines as they compare: within one outlet whole, else without what each outlet puts around its own. */
export function titlesOf(a: Reading, b: Reading): [Headline, Headline] {
  if (a.entry.outlet === b.entry.outlet) return withoutLabel(a.headline, b.headline)
  return withoutLabel(a.without(b.sources).short, b.without(a.sources).short)
}

/** One agency; or, in two outlets, one author, or a name that the one signs its titles with and the other says too. */
export function sharesSource(a: Reading, b: Reading): boolean {
  if (meet(a.agencies, b.agencies)) return true
  if (a.entry.outlet === b.entry.outlet) return false
  return meet(a.authors, b.authors) || [...a.sources].some(b.signed) || [...b.sources].some(a.signed)
}

/** One page: its publisher's number for it, or its address. */
export function sharesPage(a: Reading, b: Reading): boolean {
  return meet(a.pages, b.pages)
}

function isSigned({ agencies, sources }: Reading): boolean {
  return agencies.size > 0 || sources.size > 0
}

function meet(x: ReadonlySet<string>, y: ReadonlySet<string>): boolean {
  for (const name of x) if (y.has(name)) return true
  return false
}

export function timeOf({ entry }: Reading): number {
  return entry.publishedAt ?? entry.firstSeenAt
}

/** How many of the numbers in the text that has fewer of them the other text has not: 0 when there are hardly any. */
function otherFigures(a: Reading, b: Reading): number {
  const [few, many] = a.figures.size <= b.figures.size ? [a.figures, b.figures] : [b.figures, a.figures]
  if (few.size < SOME_FIGURES) return 0
  return [...few].filter((figure) => !many.has(figure)).length / few.size
}
