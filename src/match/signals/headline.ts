/** What the two headlines say. */
import { weightOf } from '../reading/headline.ts'
import {
  inverted as isInverted,
  numbersDiffer,
  opensOtherwise,
  siblings,
  swapped as swap,
} from '../reading/titles.ts'
import { fitted, percent, set, signal } from './signal.ts'

export const headline = signal({
  name: 'headline',
  text: fitted(4.83),
  title: fitted(7.11),
  measure: ({ headline }) => headline,
  say: (value) => `the headlines are ${percent(value)} alike`,
})

/** A headline of two or three common words is a column's, not a story's. */
const TELLING = 3
export const genericHeadline = signal({
  name: 'genericHeadline',
  title: set(-6),
  measure: ({ a, b }) => Math.max(0, 1 - Math.min(weightOf(a.headline), weightOf(b.headline)) / TELLING),
  say: () => 'a headline says hardly anything',
})

/** A word of the one in the place of another's: a series, or another event. */
export const swapped = signal({
  name: 'swapped',
  title: fitted(-0.98),
  measure: ({ sameSource, sameOutlet, titles }) => (sameSource && !sameOutlet ? 0 : swap(...titles)),
  say: () => 'each headline has words that the other lacks',
})

/** The same news of somebody else: `Egypt’s bank …`, `Peru’s bank …`. */
export const opening = signal({
  name: 'opening',
  title: set(-2),
  measure: ({ titles, atOnce, headline }) => (opensOtherwise(...titles) && !atOnce ? headline : 0),
  say: () => 'the headlines open with different words',
})

export const inverted = signal({
  name: 'inverted',
  text: set(-6),
  title: set(-6),
  measure: ({ titles }) => (isInverted(...titles) ? 1 : 0),
  say: () => 'the headlines have the same words in another order',
})

export const numbers = signal({
  name: 'numbers',
  title: fitted(-0.59),
  measure: ({ titles }) => (numbersDiffer(...titles) ? 1 : 0),
  say: () => 'the headlines give different numbers',
})

/** Another part of one series. */
export const sibling = signal({
  name: 'sibling',
  text: set(-8),
  measure: ({ hasText, samePage, isLittle, contained, titles }) =>
    hasText * (1 - samePage) * (isLittle ? 1 : 1 - contained) * siblings(...titles),
  say: () => 'their titles differ in a number',
})
