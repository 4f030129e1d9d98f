import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { createFetcher } from '../../src/fetch/fetch-feed.ts'
import { readFeed } from '../../src/parse/read-feed.ts'
import { createLimiter } from '../../src/poll/limit.ts'
import { createPoller } from '../../src/poll/poller.ts'
import { rss, startFeedServer } from '../support/feed-server.ts'
import { NOON, openTestStore } from '../support/store.ts'

const MINUTE = 60_000

it('feeds that wait for a slow host hold up no others, are asked once, and are reported when they are done', async () => {
  let answer = () => {}
  let asked = 0
  const home = await startFeedServer({
    '/quick.xml': rss('Quick', []),
    '/slow.xml': (_request, response) => {
      asked += 1
      answer = () => void response.end(rss('Slow', []))
    },
  })
  const { subscribe, store } = await openTestStore()
  await subscribe(`${home}/slow.xml`, `${home.replace('127.0.0.1', 'localhost')}/quick.xml`)
  let time = NOON
  const now = () => time
  const limits = { timeoutMs: 60_000, maxBytes: 100_000, allowPrivateAddresses: true }
  const fetchFeed = createFetcher({ ...limits, contact: null, version: '1' }, { now })
  const poller = createPoller({
    store,
    fetchFeed,
    reader: { read: readFeed, close: async () => {} },
    limiter: createLimiter({ concurrency: 8, hostPauseMs: 0, now }),
    now,
    random: () => 0,
    log: pino({ level: 'silent' }),
    minIntervalMs: 15 * MINUTE,
    maxIntervalMs: 1440 * MINUTE,
  })
  onTestFinished(() => poller.stop())
  const outlets = async (patience?: number) =>
    (await poller.pollDue(10, patience)).map((done) => done.outlet.split(':')[0])

  const first: unknown[] = []
  while (first.length === 0) first.push(...(await outlets(50)))
  expect(first).toEqual(['localhost'])
  time += 11 * MINUTE // the lease of the slow one is over
  expect(await outlets(1)).toEqual([])
  expect(asked).toBe(1)
  answer()
  await poller.stop()
  expect(await outlets()).toEqual(['127.0.0.1'])
})
