/** What a store goes through in weeks: windows close, entries expire, and titles share words with those of long ago. */
import { expect, it } from 'vitest'
import { anEntry, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES, storiesOf } from '../support/stores.ts'

const DAY = 86_400_000
const DAYS = 36
const FEEDS = ['alpha', 'beta', 'gamma'].map((name) => `https://${name}.test/feed`)
const WORDS = ['harbour', 'ferry', 'council', 'budget', 'bridge', 'school', 'winter']

/** Two words in a row that each title has are in others’ titles, too; the texts have nothing in common. */
function story(day: number) {
  const at = (n: number) => WORDS[(day * 3 + n) % WORDS.length]!
  return { title: `${at(0)} ${at(1)} ${prose(500 + day, 1).slice(0, 60)}`, text: prose(day, 6) }
}

const entry = (feed: number, day: number, published: number) =>
  anEntry({
    guid: `${day}@${feed}`,
    ...story(day),
    link: `https://${feed}.test/${day}`,
    publishedAt: NOON + published * DAY,
  })

/** Every day two outlets bring the same story, and a third one yesterday’s. */
async function live(engine: (typeof STORES)[number]) {
  const { subscribe, read, tidy, sql, store, check, value } = await openNewsStore(engine)
  await subscribe(...FEEDS)
  const faults: unknown[] = []
  for (let day = 1; day <= DAYS; day++) {
    const now = NOON + day * DAY
    for (const [feed, of] of [day, day, day - 1].entries()) {
      const counts = await read(FEEDS[feed]!, [entry(feed, of, day)], now)
      faults.push(...counts.faults)
    }
    await tidy(now, 25 * DAY)
  }
  const { moved } = await store.rematch({ dryRun: true, now: NOON + DAYS * DAY })
  const prints = await value('SELECT count(*) FROM prints')
  return { stories: await storiesOf(sql), prints: Number(prints), faults, moved, wrong: await check() }
}

it('every entry of five weeks is decided, the same on each engine, and a rematch moves nothing', async () => {
  const [first, ...others] = await Promise.all(STORES.map(live))
  expect(first).toMatchObject({ faults: [], moved: [], wrong: [] })
  expect(first!.prints).toBeLessThan(3 * 20)
  expect(first!.stories.filter((names) => names.split(' ').length === 3).length).toBeGreaterThan(20)
  expect(others).toEqual(others.map(() => first))
})
