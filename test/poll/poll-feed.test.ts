import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createFetcher } from '../../src/fetch/fetch-feed.ts'
import { pollFeed } from '../../src/poll/poll-feed.ts'
import { everyFeed } from '../support/builders.ts'
import { rss, startFeedServer } from '../support/feed-server.ts'
import { NOON, openTestStore } from '../support/store.ts'

const MINUTE = 60_000

it('a fault of ours in reading a feed is a failed poll: it shows on the feed, is logged, and backs off', async () => {
  const url = `${await startFeedServer({ '/feed.xml': rss('Harbor', []) })}/feed.xml`
  const { subscribe, store, pages } = await openTestStore()
  await subscribe(url)
  const [feed] = await store.claimAll(everyFeed(NOON))
  const lines: string[] = []
  const limits = { timeoutMs: 5000, maxBytes: 100_000, allowPrivateAddresses: true }
  const fetchFeed = createFetcher({ ...limits, contact: null, version: '1' }, { now: () => NOON })
  const read = () => Promise.reject(new TypeError('the sea is not a number'))
  await pollFeed(feed!, {
    store,
    fetchFeed,
    reader: { read, close: async () => {} },
    now: () => NOON,
    random: () => 0,
    log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }),
    minIntervalMs: 15 * MINUTE,
    maxIntervalMs: 1440 * MINUTE,
  })
  const [status] = await pages.feeds()
  expect(status).toMatchObject({ state: 'failing', failures: 1, nextPollAt: NOON + 30 * MINUTE })
  expect(status?.error).toContain('the sea is not a number')
  expect(lines.join()).toContain('this is a bug')
})
