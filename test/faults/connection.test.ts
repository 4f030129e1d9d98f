/** What becomes of a worker, and of the newsroom, while its PostgreSQL server is away. */
import { pino } from 'pino'
import { expect, it, onTestFinished, vi } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { createApp } from '../../src/daemon/app.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { checkDatabase } from '../../src/store/postgres/check.ts'
import { connect } from '../../src/store/postgres/connect.ts'
import { openStore } from '../../src/store/postgres/store.ts'
import { anEntry, prose } from '../support/builders.ts'
import { type GrowingOutlets, startGrowingOutlets } from '../support/growing-outlets.ts'
import { createPolls } from '../support/polls.ts'
import { temporaryDatabase } from '../support/postgres.ts'
import { restartServer, startServer, stopServer } from '../support/postgres-server.ts'
import { NOON, temporaryFolder } from '../support/store.ts'
import { startProxy } from '../support/tcp-proxy.ts'

const MINUTE = 60_000
const INTERVAL_S = 15 * 60

/** A worker that reaches the database by `url`, and somebody who looks into it by `direct`. */
async function openWorker(outlets: GrowingOutlets, url: string, direct = url) {
  let now = NOON
  const config = configSchema.parse({
    database: url,
    fetch: { allowPrivateAddresses: true },
    feeds: outlets.urls.map((feed, n) => ({ url: feed, outlet: `Outlet ${n}` })),
  })
  const app = await createApp(config, {
    log: pino({ level: 'silent' }),
    now: () => now,
    random: () => 0,
    waits: { hostPauseMs: 0 },
  })
  const server = await app.createServer()
  const sql = connect({ url: direct, connections: 1 })
  onTestFinished(async () => {
    await server.close()
    await app.close()
    await sql.close()
  })
  return {
    pass: (minutes: number) => {
      now += minutes * MINUTE
    },
    /** A round that may meet with the fault. */
    round: () => app.round().catch(() => []),
    health: async () => {
      const { statusCode, body } = await server.inject('/healthz')
      return { status: statusCode, database: JSON.parse(body).database as string }
    },
    get: (path: string) => server.inject(path),
    sql,
    faults: () => checkDatabase({ url: direct }),
  }
}

type Worker = Awaited<ReturnType<typeof openWorker>>

async function storiesOf({ sql }: Worker): Promise<Map<string, string[]>> {
  const rows = await sql.rows<{ id: string; guids: string[] }>(
    'SELECT story_id AS id, array_agg(guid ORDER BY guid) AS guids FROM entries GROUP BY story_id',
  )
  return new Map(rows.map(({ id, guids }) => [id, guids]))
}

/** Polls of one feed that were stored less than the shortest interval apart. */
function storedTooEarly({ sql }: Worker) {
  return sql.rows(
    `SELECT * FROM (SELECT feed_id, at - lag(at) OVER (PARTITION BY feed_id ORDER BY at) AS gap FROM poll_log) AS gaps
     WHERE gap < ${INTERVAL_S}`,
  )
}

/** Rounds after a fault: at once, when what was lost may be asked for again, when all feeds are due. */
async function recover(worker: Worker): Promise<void> {
  await worker.round()
  worker.pass(2)
  await worker.round()
  worker.pass(90)
}

async function expectWhole(worker: Worker, outlets: GrowingOutlets): Promise<void> {
  await worker.round()
  expect([...(await storiesOf(worker)).values()].sort()).toEqual(outlets.stories())
  expect(await storedTooEarly(worker)).toEqual([])
  expect(await worker.faults()).toEqual([])
  expect(await worker.health()).toEqual({ status: 200, database: 'ok' })
}

it('a connection that is cut at any moment of a round costs no entry, no story and no id', async () => {
  const direct = await temporaryDatabase()
  const proxy = await startProxy(direct)
  const outlets = await startGrowingOutlets()
  const worker = await openWorker(outlets, proxy.url, direct)
  let known = new Map<string, string[]>()
  for (const pieces of [1, 3, 8, 15, 25, 40, 60, 90]) {
    outlets.publish()
    proxy.cutAfter(pieces)
    await worker.round()
    proxy.cut()
    expect((await worker.health()).status).toBe(503)
    proxy.mend()
    await recover(worker)
    const stories = await storiesOf(worker)
    for (const [id, guids] of known)
      expect([id, stories.get(id)]).toEqual([id, expect.arrayContaining(guids)])
    known = stories
  }
  await expectWhole(worker, outlets)
})

it('a decision that a moment without connection cuts short is made again, and sets no entry aside', async () => {
  const direct = await temporaryDatabase()
  const proxy = await startProxy(direct)
  const store = await openStore({ url: proxy.url, windowMs: 86_400_000 }, createMatcher())
  const sql = connect({ url: direct, connections: 1 })
  onTestFinished(async () => {
    await store.close()
    await sql.close()
  })
  const { subscribe, read, tidy } = createPolls(
    store,
    async (url) => (await sql.first<{ id: number }>('SELECT id FROM feeds WHERE url = $1', [url]))!.id,
  )
  const [first, second] = ['https://a.test/feed', 'https://b.test/feed'] as const
  await subscribe(first, second)
  for (let pieces = 1; pieces <= 40; pieces++) {
    const at = NOON + pieces * MINUTE
    await read(first, [anEntry({ guid: `a${pieces}`, text: prose(pieces), publishedAt: at })], at)
    proxy.cutAfter(pieces, 1)
    const copy = anEntry({ guid: `b${pieces}`, text: prose(pieces), publishedAt: at })
    await read(second, [copy], at).catch(() => {})
    proxy.mend()
    await read(second, [copy], at)
    await tidy(at)
  }
  const copies = await sql.rows<{ copies: number }>('SELECT copies FROM stories WHERE alias_of IS NULL')
  expect(copies.map((story) => story.copies)).toEqual(Array.from({ length: 40 }, () => 2))
})

it('readers are asked to come again while the database is away, and not told where it is', async () => {
  const direct = await temporaryDatabase()
  const proxy = await startProxy(direct)
  const worker = await openWorker(await startGrowingOutlets(), proxy.url, direct)
  proxy.cut()
  for (const path of ['/rss.xml', '/', '/stories.json']) {
    const { statusCode, headers, body } = await worker.get(path)
    expect([path, statusCode, headers['retry-after']]).toEqual([path, 503, '10'])
    expect(body).toContain('the database is not available now')
    expect(body).not.toContain('postgres')
  }
  proxy.mend()
  expect((await worker.get('/rss.xml')).statusCode).toBe(200)
})

it('a server that restarts in the middle of polls costs no entry, and the worker goes on', async () => {
  const folder = temporaryFolder()
  const url = `${await startServer(folder)}/postgres`
  onTestFinished(() => stopServer(folder))
  const outlets = await startGrowingOutlets()
  const worker = await openWorker(outlets, url)
  for (const moment of [0, 1, 2]) {
    outlets.publish()
    outlets.beforeAnswer = (outlet) => outlet === moment && restartServer(folder)
    await worker.round()
    outlets.beforeAnswer = () => {}
    await recover(worker)
  }
  await expectWhole(worker, outlets)
})

it('readers and polls notice nothing of a server that was restarted while nobody asked', async () => {
  const folder = temporaryFolder()
  const url = `${await startServer(folder)}/postgres`
  onTestFinished(() => stopServer(folder))
  const outlets = await startGrowingOutlets()
  const worker = await openWorker(outlets, url)
  outlets.publish()
  await worker.round()
  const paths = ['/', '/stories.json', '/feeds', '/rss.xml?limit=7', '/atom.xml']
  const ask = () => Promise.all(paths.map(async (path) => [path, (await worker.get(path)).statusCode]))
  const good = paths.map((path) => [path, 200])
  expect(await ask()).toEqual(good)
  for (let restarts = 0; restarts < 2; restarts++) {
    restartServer(folder)
    expect(await ask()).toEqual(good)
    worker.pass(90)
    outlets.publish()
    expect((await worker.round()).map(({ stored }) => stored)).toEqual([true, true, true])
  }
})

it('health turns red while a connection hangs, and green when it goes on; so does the round', async () => {
  const direct = await temporaryDatabase()
  const proxy = await startProxy(direct)
  const outlets = await startGrowingOutlets()
  const worker = await openWorker(outlets, proxy.url, direct)
  outlets.publish()
  await worker.round()
  const known = await storiesOf(worker)
  worker.pass(90)
  outlets.publish()
  outlets.beforeAnswer = () => proxy.hang()
  const round = worker.round()
  await vi.waitFor(() => expect(outlets.asked).toContain(2), { timeout: 60_000 })
  expect(await worker.health()).toEqual({ status: 503, database: 'the database does not answer' })
  proxy.mend()
  outlets.beforeAnswer = () => {}
  await round
  await recover(worker)
  await expectWhole(worker, outlets)
  const stories = await storiesOf(worker)
  for (const [id, guids] of known) expect(stories.get(id)).toEqual(guids)
})

it('a connection of which nothing is heard again is given up, and another one is taken', async () => {
  const proxy = await startProxy(await temporaryDatabase())
  const store = await openStore({ url: proxy.url, windowMs: 86_400_000, answerMs: 1000 }, createMatcher())
  onTestFinished(() => store.close())
  await Promise.all([store.clock(), store.subscribed(), store.addresses()])
  proxy.hang()
  const asked = await Promise.allSettled([
    store.clock(),
    store.subscribed(),
    store.addresses(),
    store.clock(),
    store.clock(),
  ])
  expect(asked.map(({ status }) => status)).not.toContain('fulfilled')
  proxy.forget()
  expect(await store.subscribed()).toEqual([])
})

it('a server that takes connections and says nothing is told so at the start', async () => {
  const proxy = await startProxy(await temporaryDatabase())
  proxy.hang()
  const config = { url: proxy.url, windowMs: 86_400_000, answerMs: 500 }
  await expect(openStore(config, createMatcher())).rejects.toThrow(/^cannot reach .*: it does not answer/)
})
