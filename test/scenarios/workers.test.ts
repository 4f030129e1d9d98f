import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Arrival, OUTLETS, stream, toEntry } from '../support/arrivals.ts'
import { aFeed, aSubscription, COST, everyFeed, progress } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { STORES, storiesOf } from '../support/stores.ts'

const [SQLITE, POSTGRES] = STORES
const MINUTE = 60_000

/**
 * What becomes of a stream whose polls so many workers store at the same time, each its own share: the stories, and
 * which entries a rematch would move.
 */
async function follow(engine: (typeof STORES)[number], arrivals: readonly Arrival[], workers: number) {
  const { store, sql, check, again } = await engine.open()
  await store.syncFeeds(
    OUTLETS.map((url) => aSubscription(url, { outlet: new URL(url).host })),
    NOON,
  )
  const feeds = await (await again()).claimAll(everyFeed(NOON)) // so that no worker has leased what others store
  const stores = [store]
  while (stores.length < workers) stores.push(await again())
  await Promise.all(
    stores.map(async (worker, share) => {
      for (const arrival of arrivals.filter((_, n) => n % workers === share)) {
        const feed = feeds.find(({ url }) => url === OUTLETS[arrival.outlet])!
        const read = { parsed: aFeed([toEntry(arrival)]), bodyHash: `${arrival.form} ${arrival.story}` }
        await worker.recordPoll({ feed, progress: progress(), validators: null, read, took: COST }, NOON)
      }
    }),
  )
  const { moved } = await store.rematch({ dryRun: true, now: NOON })
  const stories = (await storiesOf(sql)).map((names) => names.split(' ').sort().join(' ')).sort()
  while ((await store.maintain({ retentionMs: null, now: NOON + MINUTE })).hasMore);
  return { stories, moved, faults: await check() }
}

it('a stream makes the same stories on SQLite and, by 1, 2 and 4 workers at once, on PostgreSQL', async () => {
  await fc.assert(
    fc.asyncProperty(stream, async (arrivals) => {
      const expected = await follow(SQLITE, arrivals, 1)
      for (const workers of [1, 2, 4]) {
        expect([workers, await follow(POSTGRES, arrivals, workers)]).toEqual([workers, expected])
      }
    }),
    { numRuns: 4 },
  )
}, 240_000)
