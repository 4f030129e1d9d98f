import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createFetcher } from '../../src/fetch/fetch-feed.ts'
import { pollFeed } from '../../src/poll/poll-feed.ts'
import { createReader } from '../../src/threads/reader.ts'
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
  const read = () => Promise.reject(new TypeError('the sea is not a number'))
  await pollFeed(feed!, {
    ...depsAt(NOON),
    store,
    reader: { read, close: async () => {} },
    log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }),
  })
  const [status] = await pages.feeds()
  expect(status).toMatchObject({ state: 'failing', failures: 1, nextPollAt: NOON + 30 * MINUTE })
  expect(status?.error).toContain('the sea is not a number')
  expect(lines.join()).toContain('this is a bug')
})

it('a whole document is asked for once a day where the server says "not modified" for ever, if that is wanted', async () => {
  const asked: (string | undefined)[] = []
  const url = `${await startFeedServer({
    '/feed.xml': (request, response) => {
      asked.push(request.headers['if-none-match'])
      if (request.headers['if-none-match']) response.writeHead(304).end()
      else response.writeHead(200, { etag: '"stuck"' }).end(rss('Harbor', []))
    },
  })}/feed.xml`
  const { subscribe, store } = await openTestStore()
  await subscribe(url)
  async function pollAt(at: number, refetch: 'never' | 'daily') {
    const [feed] = await store.claimAll(everyFeed(at))
    const reader = createReader()
    const settingsOf = () => ({ interval: null, refetch, private: false })
    await pollFeed(feed!, { ...depsAt(at), store, reader, settingsOf })
    await reader.close()
  }
  await pollAt(NOON, 'daily')
  await pollAt(NOON + 1439 * MINUTE, 'daily')
  await pollAt(NOON + 1440 * MINUTE, 'never')
  await pollAt(NOON + 1441 * MINUTE, 'daily')
  await pollAt(NOON + 1442 * MINUTE, 'daily')
  expect(asked).toEqual([undefined, '"stuck"', '"stuck"', undefined, '"stuck"'])
})

it('a feed that announces a new address in its document is polled there after two days, unchanged or not', async () => {
  const home = await startFeedServer({
    '/old.xml': (request, response) => {
      if (request.headers['if-none-match']) return response.writeHead(304).end()
      const moved = `<itunes:new-feed-url xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">http://${request.headers.host}/new.xml</itunes:new-feed-url>`
      return response
        .writeHead(200, { etag: '"1"' })
        .end(rss('Harbor', []).replace('<link>', `${moved}<link>`))
    },
  })
  const { subscribe, store, pages } = await openTestStore()
  await subscribe(`${home}/old.xml`)
  const reader = createReader()
  for (const days of [0, 1, 2]) {
    const at = NOON + days * 1440 * MINUTE
    const [feed] = await store.claimAll(everyFeed(at))
    await pollFeed(feed!, { ...depsAt(at), store, reader })
  }
  await reader.close()
  expect((await pages.feeds())[0]).toMatchObject({ url: `${home}/old.xml`, movedTo: `${home}/new.xml` })
})

/** A poll's surroundings at a time, without store and reader. */
function depsAt(at: number) {
  const limits = { timeoutMs: 5000, maxBytes: 100_000, allowPrivateAddresses: true }
  return {
    fetchFeed: createFetcher({ ...limits, contact: null, version: '1' }, { now: () => at }),
    now: () => at,
    random: () => 0,
    log: pino({ level: 'silent' }),
    minIntervalMs: 15 * MINUTE,
    maxIntervalMs: 1440 * MINUTE,
  }
}
