/** Who the two say wrote them, and where and when they stand. */
import { meet } from '../pair.ts'
import type { Comparable } from '../reading/comparable.ts'
import { weightOf } from '../reading/headline.ts'
import { fitted, percent, set, signal } from './signal.ts'

export const agency = signal({
  name: 'agency',
  text: fitted(2.5),
  title: set(0.5),
  measure: ({ sameSource }) => sameSource,
  say: () => 'both name one source',
})

export const otherAgency = signal({
  name: 'otherAgency',
  text: set(-2),
  title: set(-4.5),
  measure: ({ a, b, sameSource }) => (!sameSource && isSigned(a) && isSigned(b) ? 1 : 0),
  say: () => 'they name different agencies',
})

/** One agency named in the other's headline as somebody else. */
export const cites = signal({
  name: 'cites',
  text: set(-4),
  measure: ({ a, b }) => (citesAgencyOf(a, b) || citesAgencyOf(b, a) ? 1 : 0),
  say: () => 'the headline of one names the other’s agency as somebody else',
})

/** Each has a text in words of its own, however short: the mark of a newsroom's own report. */
const COMMON = 0.3
const SOURCED = 0.4
/** The more an equal headline tells, the less can two newsrooms have found it. */
const SHORT = 5
const LONG = 7
const FOUND_ONCE = 0.15
export const ownWords = signal({
  name: 'ownWords',
  title: set(-6),
  measure: ({ wording, sameSource, samePage, sameOutlet, oneHeadline, titles: [a, b] }) => {
    if (wording < 0) return 0
    const own = Math.max(0, 1 - wording / COMMON)
    if (sameSource || samePage || (sameOutlet && oneHeadline === 1)) return SOURCED * own
    const told = oneHeadline === 1 ? (Math.min(weightOf(a), weightOf(b)) - SHORT) / (LONG - SHORT) : 0
    return own * (1 - (1 - FOUND_ONCE) * Math.max(0, Math.min(1, told)))
  },
  say: () => 'each has a text in words of its own',
})

/** Short texts that agree, in words too few for the other measures. */
export const sameWords = signal({
  name: 'sameWords',
  title: set(3),
  measure: ({ wording }) => Math.max(0, (wording - COMMON) / (1 - COMMON)),
  say: (value) => `the few words of text agree (${percent(value)})`,
})

/** Per doubling of the hours between them. */
export const late = signal({
  name: 'late',
  text: fitted(-0.27),
  title: fitted(-0.5),
  measure: ({ late }) => late,
  say: (value) => {
    const hours = Math.round((2 ** value - 1) * 2)
    return hours < 1 ? 'less than an hour apart' : `${hours} h apart`
  },
})

/** One headline ages slowly; a like one of the same source is soon the next report's. */
export const nextReport = signal({
  name: 'nextReport',
  title: set(-0.35),
  measure: ({ late, hasText, oneHeadline, sameSlug }) => (hasText || oneHeadline || sameSlug() ? 0 : late),
  say: () => 'headlines that are merely alike age sooner',
})

export const sameMinute = signal({
  name: 'sameMinute',
  title: set(1),
  measure: ({ hasText, atOnce }) => (hasText ? 0 : atOnce),
  say: () => 'within two minutes of each other',
})

export const sameOutlet = signal({
  name: 'sameOutlet',
  text: fitted(-1.67),
  title: set(-2.5),
  measure: ({ sameOutlet }) => sameOutlet,
  say: () => 'in one outlet',
})

function citesAgencyOf(a: Comparable, { agencies }: Comparable): boolean {
  return agencies.size > 0 && meet(a.claims.cited, agencies)
}

function isSigned({ agencies, sources }: Comparable): boolean {
  return agencies.size > 0 || sources.size > 0
}
