/** What is remembered of what was used last. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecent } from '../../src/match/recent.ts'

describe('what was used last', () => {
  it('is remembered, and what was not used for longest is forgotten first', () => {
    const recent = createRecent<string>(3, () => 1)
    for (const [id, value] of [...'abc'].entries()) recent.keep(id, value)
    recent.get(0)
    recent.keep(3, 'd')
    expect([0, 1, 2, 3].map((id) => recent.get(id))).toEqual(['a', undefined, 'c', 'd'])
  })

  it('never weighs more than it may, but for a single thing that does', () => {
    const thing = fc.record({ id: fc.nat(9), weight: fc.integer({ min: 1, max: 12 }) })
    fc.assert(
      fc.property(fc.array(thing), (things) => {
        const recent = createRecent<number>(10, (weight) => weight)
        for (const { id, weight } of things) recent.keep(id, weight)
        const kept = Array.from({ length: 10 }, (_, id) => recent.get(id) ?? 0).filter((weight) => weight > 0)
        expect(kept.length === 1 || kept.reduce((sum, weight) => sum + weight, 0) <= 10).toBe(true)
        expect(recent.get(things.at(-1)?.id ?? 0)).toBe(things.at(-1)?.weight)
      }),
    )
  })
})
