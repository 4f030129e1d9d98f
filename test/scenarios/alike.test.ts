import { describe, expect, it } from 'vitest'
import { ALIKE, workOf } from '../bench/alike.ts'

/** Sizes at which the bounds of matching hold already, small enough for a test. */
const SIZES: Record<string, number> = {
  'sixty outlets carry the same stories': 3,
  'nearly equal items in one feed': 300,
  'fifty outlets around one passage': 150,
  'a story that many outlets carry': 100,
  'one word repeated': 20_000,
}

describe.each(ALIKE)('$name', ({ name, outlets }) => {
  it('cost twice the work when there are twice as many, not four times', { timeout: 180_000 }, async () => {
    const size = SIZES[name]!
    const [once, twice] = [await workOf(outlets(size)), await workOf(outlets(2 * size))]
    expect(twice.looks).toBeGreaterThan(0)
    expect(twice.looks).toBeLessThanOrEqual(3 * once.looks)
  })
})
