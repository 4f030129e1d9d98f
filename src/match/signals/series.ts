/** What shows that one form was filled in twice: descriptions, columns, tables, the next day's report. */

import type { Pair } from '../pair.ts'
import type { Comparable } from '../reading/comparable.ts'
import { differentIssue } from '../reading/issue-date.ts'
import { differentSubject, titleCoverage } from '../reading/subject.ts'
import { positionOf } from '../reading/table.ts'
import type { Text } from '../reading/text.ts'
import { fitted, set, signal } from './signal.ts'

/** An outlet's own little texts come back as descriptions, the surer the later; headline and all, they are re-issued. */
const AGAIN = 0.9
export const recurringBlurb = signal({
  name: 'recurringBlurb',
  text: fitted(-1.98),
  measure: ({ sameOutlet, isLittle, brief, hits, contained, small, large, late, headline, oneHeadline }) =>
    oneHeadline === 1 && contained >= AGAIN && small.size >= AGAIN * large.size
      ? 0
      : sameOutlet * (isLittle || (brief && brief * (hits / large.size))) * (late + 1 - headline),
  say: () => 'the outlet may repeat a short text as a description',
})

/** One outlet puts one blurb below the clips of a programme, each under a headline of its own. */
const DIFFERENT = 0.6
export const retitled = signal({
  name: 'retitled',
  binds: true,
  text: set(-5),
  measure: ({ sameOutlet, samePage, brief, headline }) =>
    sameOutlet * (1 - samePage) * brief * Math.max(0, 1 - headline / DIFFERENT),
  say: () => 'the outlet puts one short text under different headlines',
})

/** A short text that two outlets put below two headlines and that is about neither is a description or a notice. */
const UNRELATED = 0.25
const RELATED = 0.4
const ABOUT = 0.25
export const unrelatedHeadlines = signal({
  name: 'unrelatedHeadlines',
  text: set(-7),
  measure: ({ brief, headline, samePage, a, b }) =>
    brief && headline < RELATED
      ? (1 - samePage) *
        brief *
        Math.min(1, (RELATED - headline) / (RELATED - UNRELATED)) *
        Math.max(0, 1 - titleCoverage(a, b) / ABOUT)
      : 0,
  say: () => 'a short text stands below two headlines and tells of neither',
})

/** The next day's report of one outlet repeats the background below a lead of its own; 3 is 14 hours. */
const UPDATED = 3
export const sequel = signal({
  name: 'sequel',
  text: set(-8),
  measure: ({ hasText, sameOutlet, samePage, late, large }) =>
    hasText * sameOutlet * (1 - samePage) * Math.max(0, late - UPDATED) * (1 - large.lead),
  say: () => 'the outlet wrote a new lead on a later day',
})

export const issueDate = signal({
  name: 'issueDate',
  binds: true,
  text: set(-7),
  title: set(-3),
  measure: ({ a, b }) =>
    differentIssue(a.claims.issueDate, b.claims.issueDate) || differentHour(a.claims.clock, b.claims.clock)
      ? 1
      : 0,
  say: () => 'their titles give different dates or hours',
})

/** The same words around other numbers: the next table of a series. */
const LIKE_TEXT = 3
export const figures = signal({
  name: 'figures',
  text: set(-1.2),
  measure: ({ hasText, sameOutlet, late, mostly, samePage, a, b }) =>
    hasText * (sameOutlet * late + LIKE_TEXT * mostly * (1 - samePage)) * otherFigures(a, b),
  say: () => 'the same words stand around other figures',
})

/** Weather, prices, tremors: in a form that is filled in anew, figures are in half of what each of the two has alone. */
const ROUNDED = 0.3
const REFILLED = 0.45
export const refilled = signal({
  name: 'refilled',
  binds: true,
  text: set(-8),
  measure: ({ hasText, samePage, a, b }) =>
    hasText && !samePage
      ? Math.max(0, Math.min(1, (figuresAlone(a, b) - ROUNDED) / (REFILLED - ROUNDED)))
      : 0,
  say: () => 'one form is filled in with other figures',
})

/** Another subject in a text of one form: one that opens with the same words, or is as long and names no source. */
const FORM = 0.4
const SOME = 0.25
const AS_LONG = 0.7
export const titleSubject = signal({
  name: 'titleSubject',
  binds: true,
  text: set(-7),
  measure: (pair) => {
    const { samePage, contained, a, b } = pair
    return samePage || contained <= SOME ? 0 : formOf(pair) * differentSubject(a, b, contained)
  },
  say: () => 'each title names what the other text does not',
})

function formOf({ sameSource, small, large }: Pair): number {
  if (!sameSource && small.size >= AS_LONG * large.size) return 1
  return Math.max(0, Math.min(1, (2 * large.lead) / FORM - 1))
}

function differentHour(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && a !== b
}

const SOME_FIGURES = 4
/** How many of the numbers in the text that has fewer of them the other text has not: 0 when there are hardly any. */
function otherFigures(a: Comparable, b: Comparable): number {
  const [x, y] = [a.text.figures, b.text.figures]
  const [few, many] = x.size <= y.size ? [x, y] : [y, x]
  if (few.size < SOME_FIGURES) return 0
  return 1 - few.countIn(many) / few.size
}

const SOME_RUNS = 20
/** The share of a text's different runs of words that have a figure and are not in the other one: the lower of the two. */
function figuresAlone(a: Comparable, b: Comparable): number {
  return Math.min(figuresWithout(b.text, a.text), figuresWithout(a.text, b.text))
}

function figuresWithout(other: Text, { shingles, kinds, table, numbered }: Text): number {
  let runs = 0
  let alone = 0
  for (let i = 0; i < shingles.length; i++) {
    const shingle = shingles[i]!
    if (kinds[i] === 0 || positionOf(table, shingle) !== i) continue // a form may repeat a line
    runs++
    if (numbered[i] === 1 && positionOf(other.table, shingle) < 0) alone++
  }
  return runs < SOME_RUNS ? 0 : alone / runs
}
