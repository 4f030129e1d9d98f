import { describe, expect, it } from 'vitest'
import { loadCorpus } from './load.ts'
import { score } from './score.ts'

describe.each(loadCorpus())('matching on the $slice of the corpus', (slice) => {
  it.each([1, 12])(
    'folds hardly any pair that must stay apart, and finds most copies, read in %i steps',
    async (steps) => {
      const { precision, f1, wrong } = await score(slice, steps)
      expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(0.99)
      expect(f1, wrong.join('\n')).toBeGreaterThanOrEqual(slice.slice === 'wire' ? 0.9 : 0.96)
    },
  )
})
