import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCorpus } from './load.ts'
import { readStories } from './score.ts'

/** The partition alone: which entries stand together, whatever the story is called. */
function partition(storyOf: ReadonlyMap<string, string>): string[] {
  const members = new Map<string, string[]>()
  for (const [entry, story] of storyOf) members.set(story, [...(members.get(story) ?? []), entry])
  return [...members.values()].map((entries) => entries.sort().join(' ')).sort()
}

describe.each(loadCorpus())('the $slice of the corpus, read in one go', (slice) => {
  it('gives the same stories in whatever order its outlets are polled', async () => {
    const expected = partition(await readStories(slice, 1))
    const outlets = [...new Set(slice.entries.map((entry) => entry.outlet))]
    const orders = fc.shuffledSubarray(outlets, { minLength: outlets.length })
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(partition(await readStories(slice, 1, () => order))).toEqual(expected)
      }),
      { numRuns: 6, seed: 20261122 },
    )
  })
})
