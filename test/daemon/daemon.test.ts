import { rmSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { pino } from 'pino'
import RssParser from 'rss-parser'
import { expect, onTestFinished, test } from 'vitest'
import { type Config, configSchema } from '../../src/config/schema.ts'
import { type Daemon, startDaemon } from '../../src/daemon/daemon.ts'
import { type Newsroom, startNewsroom } from '../../src/demo/newsroom.ts'
import { openDatabase, openReadOnly } from '../../src/store/sqlite/open.ts'
import { toSubscription } from '../../src/subscribe/to-subscription.ts'
import { createThreadClock, startClock, workedMs } from '../../src/threads/thread-clock.ts'
import { babble, rss, startFeedServer } from '../support/feed-server.ts'
import { DAILY, NEVER } from '../support/schedule.ts'
import { temporaryFolder } from '../support/store.ts'

const QUIET = { log: pino({ level: 'silent' }), waits: { hostPauseMs: 0 } }

async function openNewsroom(): Promise<Newsroom> {
  const newsroom = await startNewsroom({ now: Date.now })
  onTestFinished(() => newsroom.close())
  return newsroom
}

function configFor(newsroom: Pick<Newsroom, 'feeds' | 'agencies'>, database: string): Config {
  return configSchema.parse({
    database,
    server: { port: 0 },
    poll: { schedule: NEVER },
    fetch: { allowPrivateAddresses: true },
    agencies: newsroom.agencies,
    feeds: newsroom.feeds.map(({ url, outlet, groups }) => ({ url, outlet, groups: [...groups] })),
  })
}

async function start(config: Config): Promise<Daemon> {
  const daemon = await startDaemon(config, QUIET)
  onTestFinished(() => daemon.close())
  return daemon
}

/** The stories as the database has them: each the sorted list of its entries. */
function storedStories(database: string): string[][] {
  const db = openReadOnly(database)
  const rows = db.prepare('SELECT story_id AS story, feed_url AS feedUrl, guid FROM copies').all()
  db.close()
  return partition(rows as { story: string; feedUrl: string; guid: string }[])
}

function partition(entries: readonly { story: string; feedUrl: string; guid: string }[]): string[][] {
  const stories = new Map<string, string[]>()
  for (const { story, feedUrl, guid } of entries) {
    stories.set(story, [...(stories.get(story) ?? []), `${feedUrl} ${guid}`].sort())
  }
  return [...stories.values()].sort()
}

async function mergedTitles(daemon: Daemon): Promise<(string | undefined)[]> {
  const document = await (await fetch(`${daemon.address}/rss.xml?limit=500`)).text()
  return (await new RssParser().parseString(document)).items.map((entry) => entry.title)
}

test('a daemon folds a newsroom’s copies into exactly its stories, each once in the merged feed', async () => {
  const newsroom = await openNewsroom()
  const config = configFor(newsroom, join(temporaryFolder(), 'wire.db'))
  const daemon = await start(config)
  await daemon.tick()
  expect(storedStories(config.database)).toEqual(partition(newsroom.entries()))
  expect(await mergedTitles(daemon)).toHaveLength(newsroom.expected.stories)

  newsroom.release()
  await daemon.app.round({ all: true })
  expect(storedStories(config.database)).toEqual(partition(newsroom.entries()))

  while (newsroom.release()) {}
  await daemon.app.round({ all: true })
  expect(storedStories(config.database)).toEqual(partition(newsroom.entries()))
  expect(await mergedTitles(daemon)).toHaveLength(newsroom.expected.stories)
})

test('a newsroom that goes on writing small news has each report folded, and none with another', async () => {
  const newsroom = await openNewsroom()
  for (let i = 0; i < 40; i++) newsroom.report()
  const config = configFor(newsroom, join(temporaryFolder(), 'wire.db'))
  const daemon = await start(config)
  await daemon.tick()
  const copies = newsroom.entries().filter(({ story }) => story === 'report-12')
  expect(copies.length).toBeGreaterThan(2)
  expect(storedStories(config.database)).toEqual(partition(newsroom.entries()))
})

test('a daemon that starts again on its database serves the same feed and asks no feed early', async () => {
  let requests = 0
  const entries = [1, 2, 3].map((n) => ({ guid: `g${n}`, title: `Story ${n}`, text: babble(n, 80) }))
  const home = await startFeedServer({
    '/feed.xml': (_request, response) => {
      requests++
      response.end(rss('The Sample', entries))
    },
  })
  const feeds = [{ url: `${home}/feed.xml`, outlet: 'The Sample', groups: [] }]
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  const first = await start(config)
  await first.tick()
  const before = await mergedTitles(first)
  await first.close()
  await expect(fetch(first.address)).rejects.toThrow()

  const second = await start(config)
  expect(await second.tick()).toEqual([])
  expect(await mergedTitles(second)).toEqual(before)
  expect(before).toHaveLength(3)
  expect(requests).toBe(1)
})

test('closing a daemon waits for the answer under way, and stores it', async () => {
  let arrive: (answer: () => void) => void
  const arrived = new Promise<() => void>((resolve) => {
    arrive = resolve
  })
  const home = await startFeedServer({
    '/feed.xml': (_request, response) => {
      const answer = rss('Slow', [{ guid: 'late', title: 'Late', text: babble(9, 60) }])
      arrive(() => response.end(answer))
    },
  })
  const feeds = [{ url: `${home}/feed.xml`, outlet: 'Slow', groups: [] }]
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  const daemon = await start(config)
  const answer = await arrived
  const closed = daemon.close()
  answer()
  await closed
  expect(storedStories(config.database)).toEqual([[`${home}/feed.xml late`]])
})

test('closing a daemon tells the hubs what the answer under way brought, and tidies nothing up without a database', async () => {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  let arrive: (answer: () => void) => void
  const arrived = new Promise<() => void>((resolve) => {
    arrive = resolve
  })
  const pings: string[] = []
  const home = await startFeedServer({
    '/feed.xml': (_request, response) => {
      const answer = rss('Slow', [{ guid: 'late', title: 'Late', text: babble(9, 60) }])
      arrive(() => response.end(answer))
    },
    '/hub': (request, response) => {
      pings.push(request.method ?? '')
      response.writeHead(204).end()
    },
  })
  const feeds = [{ url: `${home}/feed.xml`, outlet: 'Slow', groups: [] }]
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  const daemon = await startDaemon(
    { ...config, server: { ...config.server, hubs: [`${home}/hub`] } },
    { log },
  )
  const answer = await arrived
  const closed = daemon.close()
  answer()
  await closed
  expect(pings).toEqual(['POST'])
  expect(lines).toEqual([])
})

test.each([
  ['https://ann:p%40ss@one.example/feed', 'ann:p@ss'],
  ['https://:key@one.example/feed', ':key'],
  ['https://ann:50%@one.example/feed', 'ann:50%'],
  ['https://one.example/feed#top', null],
])('the credentials of %s leave the address and are kept whole', (address, credentials) => {
  const [feed] = configSchema.parse({ feeds: [{ url: address }] }).feeds
  expect(toSubscription(feed!)).toMatchObject({ url: 'https://one.example/feed', credentials })
})

test('a daemon says that it is unwell when no round of polls has ended for ten times its schedule', async () => {
  const config = configFor({ feeds: [], agencies: [] }, join(temporaryFolder(), 'wire.db'))
  let time = Date.UTC(2026, 4, 1, 12)
  const daily = { ...config, poll: { ...config.poll, schedule: DAILY } }
  const daemon = await startDaemon(daily, { ...QUIET, now: () => time })
  onTestFinished(() => daemon.close())
  await daemon.tick()
  const health = async () => (await fetch(`${daemon.address}/healthz`)).json()
  time += 10 * 86_400_000
  expect(await health()).toMatchObject({ status: 'ok' })
  time += 1000
  const polling = { problem: 'no round of polls has ended for long', last_round: '2026-05-01T12:00:00Z' }
  expect(await health()).toMatchObject({ status: 'degraded', polling })
  await daemon.tick()
  expect(await health()).toMatchObject({ status: 'ok' })
})

test('a daemon says that it is unwell while polls cannot be stored, and which, until they can be again', async () => {
  const home = await startFeedServer({ '/full.xml': rss('Full', []), '/fine.xml': rss('Fine', []) })
  const feeds = ['full', 'fine'].map((name) => ({ url: `${home}/${name}.xml`, outlet: name, groups: [] }))
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  openDatabase(config.database).close()
  const db = new SQLite(config.database)
  onTestFinished(() => void db.close())
  db.exec(`CREATE TRIGGER full BEFORE UPDATE OF state ON feeds WHEN new.url LIKE '%/full.xml'
    BEGIN SELECT raise(ABORT, 'the disk is full'); END`)
  const daemon = await start(config)
  const health = async () => (await fetch(`${daemon.address}/healthz`)).json()
  const problem = '1 of 2 polls could not be stored: the disk is full'

  const summaries = await daemon.tick()
  expect(summaries.map(({ outlet, stored, error }) => [outlet, stored, error]).sort()).toEqual([
    ['fine', true, null],
    ['full', false, 'could not be stored: the disk is full'],
  ])
  expect(await health()).toMatchObject({ status: 'degraded', polling: { problem } })
  expect(await daemon.tick()).toEqual([])
  expect(await health()).toMatchObject({ status: 'degraded', polling: { problem } })
  db.exec('DROP TRIGGER full')
  expect(await daemon.app.round({ all: true })).toHaveLength(2)
  expect(await health()).toMatchObject({ status: 'ok', polling: { problem: null } })
})

test('what was polled is reported also when tidying up afterwards fails, and health says so', async () => {
  const entry = { guid: 'g', title: 'Ferry Returns', text: babble(3, 80) }
  const home = await startFeedServer({ '/feed.xml': rss('Harbor', [entry]) })
  const feeds = [{ url: `${home}/feed.xml`, outlet: 'Harbor', groups: [] }]
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  openDatabase(config.database).close()
  const db = new SQLite(config.database)
  onTestFinished(() => void db.close())
  db.exec(`CREATE TRIGGER full BEFORE DELETE ON search_pending
    BEGIN SELECT raise(ABORT, 'the disk is full'); END`)
  const daemon = await start(config)
  expect(await daemon.tick()).toMatchObject([{ added: 1, stored: true }])
  const health = await (await fetch(`${daemon.address}/healthz`)).json()
  expect(health).toMatchObject({ polling: { problem: 'tidying up failed: the disk is full' } })
})

test('a daemon whose database is deleted says so at the next round, and writes nothing into the void', async () => {
  const home = await startFeedServer({ '/feed.xml': rss('Harbor', []) })
  const feeds = [{ url: `${home}/feed.xml`, outlet: 'Harbor', groups: [] }]
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  const daemon = await start(config)
  await daemon.tick()
  for (const end of ['', '-wal', '-shm']) rmSync(config.database + end)
  await expect(daemon.tick()).rejects.toThrow('was deleted while it was open')
  const health = await fetch(`${daemon.address}/healthz`)
  expect([health.status, await health.json()]).toMatchObject([
    503,
    { polling: { problem: expect.stringContaining('was deleted') } },
  ])
})

test('a daemon whose subscriptions were changed by another process says so', async () => {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const config = configFor({ feeds: [], agencies: [] }, join(temporaryFolder(), 'wire.db'))
  const daemon = await startDaemon(config, { log })
  onTestFinished(() => daemon.close())
  await daemon.tick()
  const db = new SQLite(config.database)
  onTestFinished(() => void db.close())
  db.exec(
    `INSERT INTO feeds (url, poll_url, outlet, origin) VALUES ('https://a.test/', 'https://a.test/', 'A', 'import')`,
  )
  await daemon.tick()
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'subscriptions were changed from outside', added: ['https://a.test/'], removed: [] },
  ])
})

test('a daemon whose port is taken says so, and has polled nothing', async () => {
  let requests = 0
  const home = await startFeedServer({
    '/feed.xml': (_request, response) => void response.end(`${requests++}`),
  })
  const feeds = [{ url: `${home}/feed.xml`, outlet: 'A', groups: [] }]
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  const taken = { ...config, server: { ...config.server, port: Number(new URL(home).port) } }
  await expect(startDaemon(taken, QUIET)).rejects.toThrow(/^port \d+ of 127\.0\.0\.1 is taken/)
  expect(requests).toBe(0)
})

test('a feed of 5 MB is read and stored beside the thread that answers, so that nobody waits', async () => {
  const entries = Array.from({ length: 900 }, (_, n) => ({
    guid: `entry-${n}`,
    title: babble(n + 10_000, 8),
    text: babble(n, 700),
  }))
  const document = rss('Large', entries)
  expect(document.length).toBeGreaterThan(5_000_000)
  const home = await startFeedServer({ '/feed.xml': document })
  const feeds = [{ url: `${home}/feed.xml`, outlet: 'Large', groups: [] }]
  const config = configFor({ feeds, agencies: [] }, join(temporaryFolder(), 'wire.db'))
  const daemon = await start(config)
  const clock = createThreadClock()
  const before = process.cpuUsage()
  startClock(clock)
  const [summary] = await daemon.tick()
  const here = workedMs(clock)!
  const { user, system } = process.cpuUsage(before)
  expect(summary).toMatchObject({ added: 900, error: null })
  // By the processor's time, which a busy machine does not change.
  expect(here / ((user + system) / 1000)).toBeLessThan(0.25)
})
