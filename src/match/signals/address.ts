/** What the two addresses say. */
import { differsByKey } from '../pair.ts'
import { set, signal } from './signal.ts'

export const page = signal({
  name: 'page',
  text: set(3),
  title: set(3.5),
  measure: ({ samePage }) => samePage,
  say: () => 'they are on one page',
})

export const otherKey = signal({
  name: 'otherKey',
  binds: true,
  title: set(-9),
  measure: ({ a, b }) => (differsByKey(a, b) ? 1 : 0),
  say: () => 'their addresses bear one name and two keys of the publisher',
})
