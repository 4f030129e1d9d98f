/** Workers of one PostgreSQL database that are killed, stopped for long, or have the time wrong: processes, as they run. */
import { expect, it, onTestFinished, vi } from 'vitest'
import { checkDatabase } from '../../src/store/postgres/check.ts'
import { connect } from '../../src/store/postgres/connect.ts'
import { configOf, openDesk, type Started } from '../cli/wirefold.ts'
import { type GrowingOutlets, startGrowingOutlets } from '../support/growing-outlets.ts'
import { temporaryDatabase } from '../support/postgres.ts'

const PATIENT = { timeout: 60_000, interval: 100 }
const EACH_SECOND = 'poll: { schedule: "* * * * * *" }\nserver: { port: 0 }'

interface Worker extends Started {
  /** When its last round ended, or null. */
  lastRound(): Promise<string | null>
}

async function openDatabase(outlets: GrowingOutlets) {
  const url = await temporaryDatabase()
  const sql = connect({ url, connections: 1 })
  onTestFinished(() => sql.close())
  const feeds = outlets.urls.map((feed, n) => `{ url: "${feed}", outlet: Outlet ${n} }`)
  const config = configOf(feeds, EACH_SECOND).replace('wire.db', url)
  const count = async (what: string) =>
    (await sql.first<{ count: number }>(`SELECT count(*) AS count FROM ${what}`))!.count
  return {
    sql,
    count,
    /** Starts `serve --only poll`; `clock` puts its clock ahead by so many milliseconds. */
    async startWorker(clock = 0): Promise<Worker> {
      const desk = openDesk(config, clock === 0 ? {} : { NODE_OPTIONS: `--import ${clockAhead(clock)}` })
      onTestFinished(() => desk.remove())
      const started = desk.start('serve', '--only', 'poll')
      const [, address] = /"address":"([^"]+)"/.exec(await started.printed(/"address":"[^"]+"/))!
      const lastRound = async () => {
        const health = await (await fetch(`${address}/healthz`)).json()
        return (health as { polling: { last_round: string | null } }).polling.last_round
      }
      return { ...started, lastRound }
    },
    /** As when the time of whoever was killed is over. */
    async endLeases() {
      await sql.run("UPDATE feeds SET leased_until = '2020-01-01T00:00:00Z' WHERE leased_until IS NOT NULL")
      await sql.run('UPDATE host_turns SET free_at = clock_timestamp()')
    },
    async expectWhole() {
      const rows = await sql.rows<{ guids: string[] }>(
        'SELECT array_agg(guid ORDER BY guid) AS guids FROM entries GROUP BY story_id',
      )
      expect(rows.map(({ guids }) => guids).sort()).toEqual(outlets.stories())
      expect(await count('pending_entries')).toBe(0)
      expect(await checkDatabase({ url })).toEqual([])
    },
  }
}

/** A module that sets a process's clock ahead. */
function clockAhead(ms: number): string {
  const code = `const now = Date.now; const Real = Date; Real.now = () => now() + ${ms};
    globalThis.Date = class Date extends Real { constructor(...given) { super(...(given.length ? given : [Real.now()])) } }`
  return `data:text/javascript,${encodeURIComponent(code)}`
}

/** Until so many rounds have ended, of which the last began after this was asked. */
async function roundsPass(workers: readonly Worker[], rounds = 2): Promise<void> {
  const pass = async (worker: Worker) => {
    for (let left = rounds; left > 0; left--) {
      const before = await worker.lastRound()
      await vi.waitFor(async () => expect(await worker.lastRound()).not.toBe(before), PATIENT)
    }
  }
  await Promise.all(workers.map(pass))
}

it('what a killed worker was polling is polled by another after its lease, and what it had stored is decided', async () => {
  const outlets = await startGrowingOutlets()
  outlets.publish(40)
  outlets.beforeAnswer = (outlet) => outlet === 0 && new Promise(() => {})
  const database = await openDatabase(outlets)
  const worker = await database.startWorker()
  await vi.waitFor(async () => expect(await database.count('entries')).toBeGreaterThan(0), PATIENT)
  await vi.waitFor(() => expect(outlets.asked).toEqual([1, 1, 1]), PATIENT)
  worker.signal('SIGKILL')
  await worker.end
  outlets.beforeAnswer = () => {}
  const other = await database.startWorker()
  await roundsPass([other])
  expect(outlets.asked[0]).toBe(1)
  await database.endLeases()
  await vi.waitFor(async () => expect(await database.count('entries')).toBe(120), PATIENT)
  await roundsPass([other])
  expect(outlets.asked[0]).toBe(2)
  await database.expectWhole()
  expect(await other.stop()).toMatchObject({ status: 0, err: expect.not.stringContaining('"level":"error"') })
})

it('a worker that wakes after its lease stores nothing of what it read too long ago', async () => {
  const outlets = await startGrowingOutlets()
  outlets.publish()
  let answerLate = () => {}
  const late = new Promise<void>((resolve) => {
    answerLate = resolve
  })
  outlets.beforeAnswer = (outlet) => outlet === 0 && outlets.asked[0] === 1 && late
  const database = await openDatabase(outlets)
  const worker = await database.startWorker()
  await vi.waitFor(() => expect(outlets.asked[0]).toBe(1), PATIENT)
  const others = [2, 3].map((id) => worker.printed(new RegExp(`"feedId":${id},.*polled`)))
  await Promise.all(others) // nothing of theirs is under way when it is stopped
  worker.signal('SIGSTOP')
  await database.endLeases()
  outlets.publish()
  await database.sql.run('UPDATE feeds SET next_poll_at = utc_text(now())')
  const other = await database.startWorker()
  await vi.waitFor(async () => expect(await database.count('entries')).toBe(6), PATIENT)
  answerLate()
  worker.signal('SIGCONT')
  await worker.printed(/"feedId":1,.*polled/)
  expect(await database.sql.first('SELECT etag FROM feeds WHERE id = 1')).toEqual({ etag: '"2"' })
  await roundsPass([worker, other])
  expect(outlets.asked).toEqual([2, 2, 2])
  await database.expectWhole()
})

it('workers whose clocks are an hour off poll nothing twice, and store the time of the database', async () => {
  const outlets = await startGrowingOutlets()
  outlets.publish()
  const database = await openDatabase(outlets)
  const workers = await Promise.all([-3_600_000, 0, 3_600_000].map((clock) => database.startWorker(clock)))
  for (const polls of [1, 2]) {
    await vi.waitFor(() => expect(outlets.asked).toEqual([polls, polls, polls]), PATIENT)
    await roundsPass(workers)
    expect(outlets.asked).toEqual([polls, polls, polls])
    await database.sql.run('UPDATE feeds SET next_poll_at = utc_text(now())')
  }
  const wrong = `abs(extract(epoch FROM last_poll_at::timestamptz - now())) > 600 OR next_poll_at::timestamptz < now()`
  await vi.waitFor(() => expect(outlets.asked).toEqual([3, 3, 3]), PATIENT)
  await roundsPass(workers)
  expect(await database.count(`feeds WHERE ${wrong}`)).toBe(0)
  await database.expectWhole()
})
