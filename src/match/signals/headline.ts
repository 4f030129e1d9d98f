/** What the two headlines say. */
import type { Pair } from '../pair.ts'
import { weightOf } from '../reading/headline.ts'
import { nameOthers } from '../reading/subject.ts'
import { haveOwnWords, inverted as isInverted, opensOtherwise, siblings } from '../reading/titles.ts'
import { fitted, percent, set, signal } from './signal.ts'

/** A headline that tells less than this is a column's or a photograph's … */
const TELLING = 3
/** … without a text, a source or a minute in common surely one that tells no more than the first of these … */
const BARE = { column: 2, telling: 2.5 }
/** … and so is one that tells less than this, where one outlet has it above two pages. */
const TELLING_TWICE = 4.5

export const headline = signal({
  name: 'headline',
  text: fitted(4.83),
  measure: ({ headline, isLittle, titles: [a, b] }) =>
    headline * (isLittle ? Math.min(1, Math.min(weightOf(a), weightOf(b)) / TELLING) : 1),
  say: (value) => `the headlines are ${percent(value)} alike`,
})

/**
 * Newsrooms find like words for one event: without a text, a headline shows a copy when it is word for word the other
 * one, in the address too, or a cut of it. Likeness counts where the source, the page or the little text is one.
 */
export const sameHeadline = signal({
  name: 'sameHeadline',
  title: fitted(7.1),
  measure: ({ headline, oneHeadline, sameSource, sameOutlet, samePage, sameSlug, wording }) =>
    Math.max(
      (1 - sameOutlet) * Math.max(oneHeadline, sameSlug()),
      Math.max(sameSource, sameOutlet, samePage, wording) * headline,
    ),
  say: (value) =>
    value === 1 ? 'one headline' : `the headlines are ${percent(value)} alike, and one source`,
})

/** A headline of two or three common words, or one that its outlet uses again and again, is a column's, not a story's. */
export const genericHeadline = signal({
  name: 'genericHeadline',
  text: set(-3),
  title: set(-6),
  measure: (pair) => {
    const { a, b, hasText, isLittle, samePage, sameOutlet } = pair
    const told = Math.min(weightOf(a.headline), weightOf(b.headline))
    if (samePage || told === 0 || (hasText && !isLittle)) return 0
    if (a.isRecurring || b.isRecurring) return 1
    const enough = sameOutlet && !hasText ? TELLING_TWICE : TELLING
    return Math.max(0, 1 - told / enough, isMet(pair) ? 0 : bareness(told))
  },
  say: () => 'a headline says hardly anything, or comes back',
})

/** Whether more than their headlines ties the two. */
function isMet({ hasText, sameSource, inOneMinute }: Pair): boolean {
  return hasText + sameSource + inOneMinute > 0
}

function bareness(told: number): number {
  return Math.min(1, (BARE.telling - told) / (BARE.telling - BARE.column))
}

/** The same news of somebody else: `Egypt’s bank …`, `Peru’s bank …`. */
export const opening = signal({
  name: 'opening',
  title: set(-4),
  measure: ({ titles, atOnce, headline }) => (opensOtherwise(...titles) && !atOnce ? headline : 0),
  say: () => 'the headlines open with different words',
})

export const inverted = signal({
  name: 'inverted',
  binds: true,
  text: set(-6),
  title: set(-6),
  measure: ({ titles }) => (isInverted(...titles) ? 1 : 0),
  say: () => 'the headlines have the same words in another order',
})

/** Another part of one series; a headline in both addresses is one, whatever became of its figures. */
export const sibling = signal({
  name: 'sibling',
  binds: true,
  text: set(-8),
  title: set(-8),
  measure: ({ hasText, samePage, isLittle, contained, titles, sameSlug }) => {
    const likeness = samePage ? 0 : siblings(...titles)
    if (likeness === 0 || (!hasText && sameSlug() === 1)) return 0
    return (hasText && !isLittle ? 1 - contained : 1) * likeness
  },
  say: () => 'their titles differ in a number',
})

/**
 * One form of headline, filled in for two things: an outlet that edits its headline adds to it or takes from it, or keeps
 * the words below it. A service that gathers entries has two newsrooms' headlines.
 */
const UNLIKE = 0.3
export const refilledHeadline = signal({
  name: 'refilledHeadline',
  title: set(-6),
  measure: ({ a, b, sameOutlet, samePage, headline, wording, titles }) => {
    const isOneNewsroom = sameOutlet && !samePage && !(a.isGathered && b.isGathered)
    if (!isOneNewsroom || headline <= UNLIKE || !haveOwnWords(...titles)) return 0
    return (1 - Math.max(0, wording)) * ((headline - UNLIKE) / (1 - UNLIKE))
  },
  say: () => 'each of the outlet’s headlines names something of its own',
})

/** The same of another place or person: a capital inside the sentence shows a name. */
const ALIKE = { little: 0.5, much: 0.7 }
export const otherName = signal({
  name: 'otherName',
  text: set(-7),
  title: set(-4),
  measure: (pair) => {
    const { a, b, hasText, isLittle, samePage, headline, sameSlug } = pair
    if (samePage || (hasText && !isLittle) || headline < ALIKE.little) return 0
    if (!nameOthers(a, b) || sameSlug() === 1) return 0
    return Math.min(1, (headline - ALIKE.little) / (ALIKE.much - ALIKE.little))
  },
  say: () => 'each headline names what the other entry does not',
})

/** `Part 2: …`; what has no number is the first part. */
export const part = signal({
  name: 'part',
  binds: true,
  text: set(-8),
  title: set(-8),
  measure: ({ a, b }) => (a.part === b.part ? 0 : 1),
  say: () => 'they are two parts of one report',
})
