/** Counting shared keys in arrays, beside the same in a map of objects. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KINDS, type Share, Tally } from '../../src/matching/tally.ts'

type Addition = readonly [id: number, kind: number, weight: number]

/** The slow, readable version. */
function counted(additions: readonly Addition[], least: number): Share[] {
  const shares = new Map<number, { -readonly [Part in keyof Share]: Share[Part] }>()
  for (const [id, kind, weight] of additions) {
    const share = shares.get(id) ?? { id, weight: 0, ofText: 0, ofTitle: 0, ofAddress: 0 }
    share.weight += weight
    share[KINDS[kind]!]++
    shares.set(id, share)
  }
  return [...shares.values()].filter(({ weight }) => weight >= least)
}

const addition = fc.tuple(
  fc.oneof(fc.integer({ min: 1, max: 40 }), fc.maxSafeInteger()),
  fc.constantFrom(...KINDS.keys()),
  fc.constantFrom(1, 0.5, 0.2),
)

it('a tally counts as a map of objects does, for one entry after another', () => {
  const tally = new Tally()
  fc.assert(
    fc.property(fc.array(addition, { maxLength: 3000, size: 'max' }), (additions) => {
      tally.clear()
      for (const [id, kind, weight] of additions) tally.add(id, kind, weight)
      expect(tally.atLeast(0.5)).toEqual(counted(additions, 0.5))
    }),
    { numRuns: 20 },
  )
})
