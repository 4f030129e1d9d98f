import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inputsOf } from './mutate.ts'
import { TARGETS } from './targets.ts'

describe.each(TARGETS)('$name', (target) => {
  it('holds for every kept sample', async () => {
    expect(target.samples.length).toBeGreaterThan(5)
    for (const sample of target.samples) await target.check(sample)
  })

  it('holds for some of what can be made of them', async () => {
    const property = fc.asyncProperty(inputsOf(target), async (input) => target.check(input))
    await fc.assert(property, { seed: 20261128, numRuns: 25 })
  })
})
