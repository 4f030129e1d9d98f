/** Another process that locks the file for a minute, while the daemon polls; it waits ten seconds for each thing it writes. */
import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { startDaemon } from '../../src/daemon/daemon.ts'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { babble, rss, startFeedServer } from '../support/feed-server.ts'
import { NEVER } from '../support/schedule.ts'
import { temporaryFolder } from '../support/store.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const LOCK = `
  import SQLite from 'better-sqlite3'
  const db = new SQLite(process.argv[1])
  db.exec("BEGIN IMMEDIATE; CREATE TABLE notes (note); INSERT INTO notes VALUES ('mine')")
  process.stdout.write('locked')
  process.stdin.on('end', () => db.exec('COMMIT; DROP TABLE notes')).resume()`

/** Resolves when another process has the file; what it gives back resolves when that has let go. */
async function lock(file: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', LOCK, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return async () => {
    child.stdin.end()
    expect(await once(child, 'exit')).toEqual([0, null])
  }
}

/** Two outlets: the first locks the file right before it answers for the first time, the second waits until it is free. */
async function aWire() {
  const file = join(temporaryFolder(), 'wire.db')
  const events = new EventEmitter()
  const [locked, lost, free] = [once(events, 'locked'), once(events, 'lost'), once(events, 'free')]
  let asked = 0
  const home = await startFeedServer({
    '/one.xml': async (_request, response) => {
      asked += 1
      if (asked === 1) events.emit('locked', await lock(file))
      response.end(rss('One', [{ guid: 'g', title: 'Ferry Returns', text: babble(1, 80) }]))
    },
    '/two.xml': async (_request, response) => {
      await free
      response.end(rss('Two', [{ guid: 'g', title: 'Bridge Closes', text: babble(2, 80) }]))
    },
  })
  let time = Date.UTC(2026, 4, 1, 12)
  const write = (line: string) => line.includes('a poll could not be stored') && events.emit('lost')
  const config = configSchema.parse({
    database: file,
    server: { port: 0 },
    poll: { schedule: NEVER },
    fetch: { allowPrivateAddresses: true },
    feeds: ['one', 'two'].map((name) => ({ url: `${home}/${name}.xml`, outlet: name })),
  })
  const daemon = await startDaemon(config, {
    now: () => time,
    log: pino({ level: 'error' }, { write }),
    waits: { hostPauseMs: 0, lockMs: 500 },
  })
  onTestFinished(() => daemon.close())
  return {
    ...{ file, daemon, locked, lost },
    setFree: () => void events.emit('free'),
    pass: (ms: number) => {
      time += ms
    },
    health: async () => {
      const answer = await fetch(`${daemon.address}/healthz`)
      return [answer.status, await answer.json()] as const
    },
  }
}

const told = (code: number, status: string, problem: string | null) => [
  code,
  { status, polling: { problem } },
]

it('a lock of a minute loses nothing: all is polled again within two, and health tells what is now', async () => {
  const { file, daemon, locked, lost, setFree, pass, health } = await aWire()
  const round = daemon.tick() // the one that the start began
  const [release] = await locked
  await lost
  pass(MINUTE)
  await release()
  setFree()
  await round
  const problem = '1 of 2 polls could not be stored: database is locked'
  expect(await health()).toMatchObject(told(503, 'degraded', problem))
  pass(MINUTE)
  expect(await daemon.tick()).toMatchObject([{ outlet: 'one', stored: true, added: 1 }])
  expect(await health()).toMatchObject(told(200, 'ok', null))

  const releaseAgain = await lock(file)
  pass(DAY)
  await expect(daemon.tick()).rejects.toThrow('database is locked')
  expect(await health()).toMatchObject(told(503, 'degraded', 'database is locked'))
  await releaseAgain()
  expect(await daemon.tick()).toMatchObject([{ stored: true }, { stored: true }])
  expect(await health()).toMatchObject(told(200, 'ok', null))

  expect(checkDatabase(file)).toEqual([])
  const db = openReadOnly(file)
  onTestFinished(() => void db.close())
  expect(db.prepare('SELECT outlet, title FROM copies ORDER BY outlet').raw().all()).toEqual([
    ['one', 'Ferry Returns'],
    ['two', 'Bridge Closes'],
  ])
})
