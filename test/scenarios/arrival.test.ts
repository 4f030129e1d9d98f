import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Arrival, OUTLETS, stream, toEntry } from '../support/arrivals.ts'
import { NOON, openTestStore } from '../support/store.ts'

/** What becomes of a stream that comes in polls of so many entries. */
async function follow(arrivals: readonly Arrival[], atOnce: number) {
  const { store, stories, subscribe, read } = await openTestStore()
  await subscribe(...OUTLETS)
  for (let n = 0; n < arrivals.length; n += atOnce) {
    const some = arrivals.slice(n, n + atOnce)
    for (const outlet of new Set(some.map((each) => each.outlet))) {
      await read(OUTLETS[outlet]!, some.filter((each) => each.outlet === outlet).map(toEntry))
    }
  }
  const { moved } = await store.rematch({ dryRun: true, now: NOON })
  return {
    moved,
    stories: stories()
      .map((names) => names.split(' ').sort().join(' '))
      .sort(),
  }
}

it('a stream makes the same stories in any order and in polls of any size, and a rematch moves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      stream.chain((one) =>
        fc.tuple(
          fc.constant(one),
          fc.shuffledSubarray(one, { minLength: one.length }),
          fc.integer({ min: 1, max: 9 }),
        ),
      ),
      async ([one, other, atOnce]) => {
        const first = await follow(one, one.length)
        const second = await follow(other, atOnce)
        expect(first.moved).toEqual([])
        expect(second.moved).toEqual([])
        expect(second.stories).toEqual(first.stories)
      },
    ),
    { numRuns: 10 },
  )
})
