/** A set of whole numbers, held to what a Set says. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Numbers } from '../../src/match/numbers.ts'

const number = fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 32 - 2 }), fc.constant(2 ** 32 - 2))
const numbers = fc.array(number, { maxLength: 60 })

function filled(row: readonly number[]): Numbers {
  const set = new Numbers(row.length)
  for (const each of row) set.add(each)
  return set
}

it('has what was added, once, and nothing else', () => {
  fc.assert(
    fc.property(numbers, numbers, (row, asked) => {
      const [set, oracle] = [filled(row), new Set(row)]
      expect(set.size).toBe(oracle.size)
      for (const each of [...row, ...asked]) expect(set.has(each)).toBe(oracle.has(each))
    }),
  )
})

it('counts those that another one has', () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const shared = [...new Set(a)].filter((each) => b.includes(each))
      expect(filled(a).countIn(filled(b))).toBe(shared.length)
    }),
  )
})
