import { EventEmitter, once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { createFetcher } from '../../src/fetch/fetch-feed.ts'
import { readFeed } from '../../src/parse/read-feed.ts'
import { createLimiter } from '../../src/poll/limit.ts'
import { createPoller } from '../../src/poll/poller.ts'
import { type Answers, rss, startFeedServer } from '../support/feed-server.ts'
import { NOON, openTestStore } from '../support/store.ts'

const MINUTE = 60_000

/** The real poller over a real store, on a clock that stands still until a test moves it. */
async function openPoller(clock = { time: NOON }) {
  const desk = await openTestStore()
  const now = () => clock.time
  const limits = { timeoutMs: 60_000, maxBytes: 100_000, allowPrivateAddresses: true }
  const lines: string[] = []
  const start = () => {
    const poller = createPoller({
      store: desk.store,
      fetchFeed: createFetcher({ ...limits, contact: null, version: '1' }, { now }),
      reader: { read: readFeed, close: async () => {} },
      limiter: createLimiter({ concurrency: 8, hostPauseMs: 0, now }),
      now,
      random: () => 0,
      log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }),
      minIntervalMs: 15 * MINUTE,
      maxIntervalMs: 1440 * MINUTE,
    })
    onTestFinished(() => poller.stop())
    return poller
  }
  return { ...desk, clock, lines, start }
}

const byName = (home: string) => home.replace('127.0.0.1', 'localhost')

it('feeds that wait for a slow host hold up no others, are asked once, and are reported when they are done', async () => {
  const arrivals = new EventEmitter()
  const arrival = once(arrivals, 'asked') as Promise<[ServerResponse]>
  let asked = 0
  const home = await startFeedServer({
    '/quick.xml': rss('Quick', []),
    '/slow.xml': (_request, response) => {
      asked += 1
      arrivals.emit('asked', response)
    },
  })
  const { subscribe, clock, start } = await openPoller()
  await subscribe(`${home}/slow.xml`, `${byName(home)}/quick.xml`)
  const poller = start()
  const outlets = async (patience?: number) =>
    (await poller.pollDue(10, patience)).map((done) => done.outlet.split(':')[0])

  const first: unknown[] = []
  while (first.length === 0) {
    first.push(...(await outlets(50)))
    await nextTurn() // a call that finds nothing due leaves the network no moment
  }
  expect(first).toEqual(['localhost'])
  const [slow] = await arrival
  clock.time += 11 * MINUTE // the lease of the slow one is over
  expect(await outlets(1)).toEqual([])
  expect(asked).toBe(1)
  slow.end(rss('Slow', []))
  await poller.stop()
  expect(await outlets()).toEqual(['127.0.0.1'])
})

it('asking for every feed asks none that its publisher forbids, also from a process that never saw it said', async () => {
  const asked: string[] = []
  const answer = (status: number, headers: Record<string, string> = {}): Exclude<Answers[string], string> => {
    return (request, response) => {
      asked.push(request.url!)
      response.writeHead(status, headers).end()
    }
  }
  const home = await startFeedServer({
    '/busy.xml': answer(503, { 'retry-after': '7200' }),
    '/neighbour.xml': answer(500),
    '/gone.xml': answer(410),
    '/broken.xml': answer(500),
  })
  const { subscribe, clock, start } = await openPoller()
  const held = [`${home}/busy.xml`, `${home}/neighbour.xml`]
  await subscribe(...held, `${byName(home)}/gone.xml`, `${byName(home)}/broken.xml`)
  await start().pollAll()
  expect(asked.splice(0)).toEqual(expect.arrayContaining(['/broken.xml', '/busy.xml', '/gone.xml']))

  await start().pollAll()
  clock.time += 7200_000 - 1000
  await start().pollAll()
  expect(asked.splice(0)).toEqual(['/broken.xml', '/broken.xml'])
  clock.time += 1000
  await start().pollAll()
  expect(asked).toEqual(expect.arrayContaining(['/broken.xml', '/busy.xml']))
})

it('a poll that cannot be stored is reported and logged as that, and a Retry-After it brought is obeyed', async () => {
  let asked = 0
  const home = await startFeedServer({
    '/feed.xml': (_request, response) => {
      asked += 1
      response.writeHead(429, { 'retry-after': '7200' }).end()
    },
  })
  const { subscribe, db, clock, lines, start } = await openPoller()
  await subscribe(`${home}/feed.xml`)
  db.exec(
    `CREATE TRIGGER full BEFORE UPDATE OF state ON feeds BEGIN SELECT raise(ABORT, 'the disk is full'); END`,
  )
  const poller = start()
  const error = 'could not be stored: the disk is full'
  expect(await poller.pollDue()).toMatchObject([{ state: 'failing', stored: false, error, added: 0 }])
  expect(lines.join()).toContain('a poll could not be stored')
  expect(lines.join()).not.toContain('bug')
  db.exec('DROP TRIGGER full')
  clock.time += 7200_000 - 1000
  expect(await poller.pollDue()).toEqual([])
  expect(asked).toBe(1)
})

it('a feed whose poll could not be stored is polled again a minute later, when the database takes it', async () => {
  const home = await startFeedServer({ '/feed.xml': rss('Harbor', []) })
  const { subscribe, db, clock, start } = await openPoller()
  await subscribe(`${home}/feed.xml`)
  db.exec(`CREATE TRIGGER full BEFORE UPDATE ON feeds WHEN new.leased_until IS NULL
    BEGIN SELECT raise(ABORT, 'the disk is full'); END`)
  const poller = start()
  expect(await poller.pollDue()).toMatchObject([{ stored: false }])
  await expect(poller.pollDue()).rejects.toThrow('the disk is full') // nor can its lease be given back
  db.exec('DROP TRIGGER full')
  expect(await poller.pollDue()).toEqual([]) // not at once: the feed was asked a moment ago
  clock.time += MINUTE
  expect(await poller.pollDue()).toMatchObject([{ stored: true, error: null }])
})

it.each(['pollDue', 'pollAll'] as const)(
  '%s that is stopped gives back the feeds it did not reach, due as they were',
  async (method) => {
    let answer = () => {}
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const home = await startFeedServer({
      '/1.xml': (_request, response) => {
        answer = () => void response.end(rss('One', []))
        arrive()
      },
    })
    const { subscribe, db, clock, pages, start } = await openPoller()
    await subscribe(...[1, 2, 3].map((n) => `${home}/${n}.xml`))
    const before = await pages.feeds()
    clock.time += MINUTE
    const poller = start()
    const polled = poller[method]()
    await arrived
    const stopped = poller.stop()
    answer()
    await stopped
    expect(db.prepare('SELECT count(*) FROM feeds WHERE leased_until IS NOT NULL').pluck().get()).toBe(0)
    expect(await polled).toMatchObject([{ feedId: before[0]!.id, stored: true }])
    expect((await pages.feeds()).slice(1)).toEqual(before.slice(1))
  },
)

it.each(['pollDue', 'pollAll'] as const)(
  '%s that is stopped while it takes feeds keeps none',
  async (method) => {
    const { subscribe, db, start } = await openPoller()
    await subscribe('http://127.0.0.1:9/a.xml', 'http://127.0.0.1:9/b.xml')
    const poller = start()
    const polled = poller[method]()
    await poller.stop()
    expect(db.prepare('SELECT count(*) FROM feeds WHERE leased_until IS NOT NULL').pluck().get()).toBe(0)
    expect(await polled).toEqual([])
    expect(await poller[method]()).toEqual([])
  },
)
