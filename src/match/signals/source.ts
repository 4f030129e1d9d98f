/** Who the two say wrote them, and where and when they stand. */
import { LITTLE, meet } from '../pair.ts'
import type { Comparable } from '../reading/comparable.ts'
import { fitted, set, signal } from './signal.ts'

export const agency = signal({
  name: 'agency',
  text: fitted(2.5),
  measure: ({ sameSource }) => sameSource,
  say: () => 'both name one source',
})

export const otherAgency = signal({
  name: 'otherAgency',
  text: set(-2),
  title: fitted(-3.2),
  measure: ({ a, b, sameSource }) => (!sameSource && isSigned(a) && isSigned(b) ? 1 : 0),
  say: () => 'they name different agencies',
})

/** One agency named in the other's headline as somebody else. */
export const cites = signal({
  name: 'cites',
  text: set(-4),
  title: fitted(-0.62),
  measure: ({ a, b }) => (meet(a.cited, b.agencies) || meet(b.cited, a.agencies) ? 1 : 0),
  say: () => 'the headline of one names the other’s agency as somebody else',
})

/** Each has a summary in words of its own, and no source is common to both. */
export const ownWords = signal({
  name: 'ownWords',
  title: set(-0.8),
  measure: ({ hasText, small, large, sameSource }) =>
    hasText && Math.max(small.count, large.count) < LITTLE && !sameSource ? 1 : 0,
  say: () => 'both have little text and no source in common',
})

/** Per doubling of the hours between them. */
export const late = signal({
  name: 'late',
  text: fitted(-0.27),
  title: fitted(-0.85),
  measure: ({ late }) => late,
  say: (value) => {
    const hours = Math.round((2 ** value - 1) * 2)
    return hours < 1 ? 'less than an hour apart' : `${hours} h apart`
  },
})

export const sameMinute = signal({
  name: 'sameMinute',
  title: fitted(0.59),
  measure: ({ hasText, atOnce }) => (hasText ? 0 : atOnce),
  say: () => 'within two minutes of each other',
})

export const sameOutlet = signal({
  name: 'sameOutlet',
  text: fitted(-1.67),
  title: fitted(-1.99),
  measure: ({ sameOutlet }) => sameOutlet,
  say: () => 'in one outlet',
})

export const page = signal({
  name: 'page',
  text: set(3),
  title: set(2.5),
  measure: ({ samePage }) => samePage,
  say: () => 'they stand on one page',
})

function isSigned({ agencies, sources }: Comparable): boolean {
  return agencies.size > 0 || sources.size > 0
}
