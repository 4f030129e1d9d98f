import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { startDaemon } from '../../src/daemon/daemon.ts'
import { babble, rss, startFeedServer } from '../support/feed-server.ts'
import { DAILY } from '../support/schedule.ts'
import { temporaryFolder } from '../support/store.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const shared = { title: 'Ferry Returns to the Lower Quay', text: babble(1, 150) }

async function startDesk(feeds: Record<string, string>, subscribed: readonly string[]) {
  const home = await startFeedServer(feeds)
  const config = configSchema.parse({
    database: join(temporaryFolder(), 'wire.db'),
    server: { port: 0 },
    poll: { schedule: DAILY },
    fetch: { allowPrivateAddresses: true },
    feeds: subscribed.map((name) => ({ url: `${home}/${name}.xml` })),
  })
  let time = Date.UTC(2026, 4, 1, 12)
  const log = pino({ level: 'silent' })
  const daemon = await startDaemon(config, {
    log,
    now: () => time,
    random: () => 0.5,
    waits: { hostPauseMs: 0 },
  })
  onTestFinished(() => daemon.close())
  await daemon.tick()
  const get = async (path: string) => (await fetch(`${daemon.address}${path}`)).text()
  return { daemon, get, pass: (ms: number) => (time += ms) }
}

test('Prometheus learns what polls came to, what is stored, and when a poll last went well', async () => {
  const harbor = rss('Harbor', [{ guid: 'h', ...shared }])
  const valley = rss('Valley', [{ guid: 'v', ...shared }])
  const { daemon, get } = await startDesk({ '/a.xml': harbor, '/b.xml': valley }, ['a', 'b', 'none'])
  const body = await get('/metrics')
  const value = (name: string) =>
    Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(body)?.[1])
  expect({
    read: value('wirefold_polls_total{outcome="read"}'),
    failed: value('wirefold_polls_total{outcome="failed"}'),
    added: value('wirefold_entries_added_total'),
    folded: value('wirefold_entries_folded_total'),
    entries: value('wirefold_entries'),
    stories: value('wirefold_stories'),
    copies: value('wirefold_folded_copies'),
    ok: value('wirefold_feeds{state="ok"}'),
    durations: value('wirefold_poll_duration_seconds_count'),
    lateness: value('wirefold_poll_lateness_seconds_count'),
    lastGood: value('wirefold_last_successful_poll_timestamp_seconds'),
    lastRound: value('wirefold_last_round_timestamp_seconds'),
  }).toEqual({
    read: 2,
    failed: 1,
    added: 2,
    folded: 1,
    entries: 2,
    stories: 1,
    copies: 1,
    ok: 2,
    durations: 3,
    lateness: 3,
    lastGood: Date.UTC(2026, 4, 1, 12) / 1000,
    lastRound: Date.UTC(2026, 4, 1, 12) / 1000,
  })
  expect(body).toMatch(/^wirefold_build_info\{version="[\d.]+",node="v\d/m)
  expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  await daemon.app.store.merge('1', '2', 0).catch(() => {}) // one story already: no correction
  await daemon.app.store.split('2', Date.UTC(2026, 4, 1, 12))
  expect(await get('/metrics')).toMatch(/^wirefold_corrections 1$/m)
})

test('a daemon all of whose feeds fail says so, and since when, but stays alive', async () => {
  const { daemon, get, pass } = await startDesk({}, ['none', 'nothing'])
  pass(5 * MINUTE)
  const answer = await fetch(`${daemon.address}/healthz`)
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    {
      status: 'degraded',
      polling: { problem: 'all 2 feeds fail: is this machine online?', since: '2026-05-01T12:00:00Z' },
      problems: [{ kind: 'all-failing' }],
    },
  ])
  pass(MINUTE)
  expect(JSON.parse(await get('/healthz'))).toMatchObject({ polling: { since: '2026-05-01T12:00:00Z' } })
  expect(await get('/metrics')).toMatch(/^wirefold_problem\{kind="all-failing"\} 1$/m)
})

test('a daemon that does not keep up with what is due says how much and how long', async () => {
  const { daemon, get, pass } = await startDesk({ '/a.xml': rss('A', []) }, ['a'])
  pass(12 * DAY)
  const { status, problems } = JSON.parse(await get('/healthz'))
  expect(status).toBe('degraded')
  expect(problems).toContainEqual(
    expect.objectContaining({
      kind: 'late',
      what: expect.stringMatching(/^1 feed is due, the longest for \d+ minutes$/),
    }),
  )
  await daemon.tick()
  expect(JSON.parse(await get('/healthz'))).toMatchObject({ status: 'ok', problems: [] })
})
