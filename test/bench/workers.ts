/**
 * `npm run bench:workers`: entries and polls a second of the SQLite daemon, and of 1, 2 and 4 workers on one PostgreSQL
 * database, all on this machine, and who takes its time. Real daemons, loopback only, about two minutes. `--json` prints
 * figures only; `--small` takes a quarter of a minute.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startServer, stopServer } from '../support/postgres-server.ts'
import { freePort } from '../support/wire.ts'
import { serveInventedFeeds } from './invented-feeds.ts'
import { cpuOf, peakOf, type RunningDaemon, startDaemon } from './workers-processes.ts'
import { postgresSetup, type Setup, sqliteSetup, type TableSize } from './workers-setups.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, small: { type: 'boolean' } } })
const FEEDS = values.small ? 30 : 1000
const ITEMS = 4
const WORKERS = values.small ? [2] : [1, 2, 4]
const LONGEST_MS = 120_000
/** What is dropped when the window of an entry closes. */
const OF_THE_WINDOW = ['prints', 'print_keys', 'verdicts']

const DECIDED = 'SELECT count(*) FROM entries WHERE story_id IS NOT NULL'
const UNINDEXED = 'SELECT count(*) FROM search_pending'
const DUE = "SELECT count(*) FROM feeds WHERE next_poll_at = '2020-01-01T00:00:00Z'"

type Figures = Record<string, number>

const folder = mkdtempSync(join(tmpdir(), 'wirefold-workers-'))
const serverFolder = mkdtempSync(join(tmpdir(), 'wirefold-workers-server-'))
try {
  // As a server is run that may not lose what it confirmed.
  const server = await startServer(serverFolder, 'wirefold', { fsync: 'on', full_page_writes: 'on' })
  const setups = [sqliteSetup(folder)]
  for (const workers of WORKERS) setups.push(await postgresSetup(server, join(serverFolder, 'data'), workers))
  const found: Record<string, Figures> = {}
  for (const setup of setups) found[setup.name] = await measure(setup)
  process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : table(found))
} finally {
  stopServer(serverFolder)
  for (const each of [folder, serverFolder]) rmSync(each, { recursive: true, force: true })
}

async function measure(setup: Setup): Promise<Figures> {
  const feeds = await serveInventedFeeds(FEEDS, ITEMS)
  const daemons: RunningDaemon[] = []
  try {
    await startAll(setup, feeds.urls, daemons)
    const looks: boolean[] = []
    const stored = await phase(setup, daemons, async () => {
      feeds.open()
      await until(async () => {
        looks.push(await setup.isDeciding())
        return (await setup.value(DECIDED)) >= feeds.entries
      })
    })
    const followed = await phase(setup, daemons, () =>
      until(async () => (await setup.value(UNINDEXED)) === 0),
    )
    const before = feeds.answered()
    const asked = await phase(setup, daemons, async () => {
      await setup.run("UPDATE feeds SET next_poll_at = '2020-01-01T00:00:00Z'")
      await until(async () => feeds.answered() - before >= FEEDS && (await setup.value(DUE)) === 0)
    })
    const peaks = daemons.map(({ pid }) => peakOf(pid))
    await Promise.all(daemons.map((daemon) => daemon.stop()))
    return {
      entries_a_second: feeds.entries / stored.s,
      worker_ms_an_entry: (stored.workers * 1000) / feeds.entries,
      server_ms_an_entry: (stored.server * 1000) / feeds.entries,
      decider_busy: looks.filter(Boolean).length / looks.length,
      search_worker_ms_an_entry: (followed.workers * 1000) / feeds.entries,
      search_server_ms_an_entry: (followed.server * 1000) / feeds.entries,
      polls_a_second: FEEDS / asked.s,
      worker_ms_a_poll: (asked.workers * 1000) / FEEDS,
      server_ms_a_poll: (asked.server * 1000) / FEEDS,
      feeds_cores: stored.feeds / stored.s,
      worker_mb: Math.max(...peaks),
      log_bytes_an_entry: (stored.log + followed.log) / feeds.entries,
      log_bytes_a_poll: asked.log / FEEDS,
      ...bytesOf(await setup.sizes(), feeds.entries),
    }
  } finally {
    for (const daemon of daemons) daemon.kill()
    feeds.close()
    await setup.close()
  }
}

/** None is answered before all of them are there. */
async function startAll(setup: Setup, urls: readonly string[], daemons: RunningDaemon[]): Promise<void> {
  const config = join(folder, 'wirefold.yaml')
  const lines = urls.map((url, n) => `  - { url: "${url}", outlet: Outlet ${n} }\n`)
  const polling = 'poll: { schedule: "* * * * * *", minInterval: 1m }'
  const settings = `log: warn\nfetch: { allowPrivateAddresses: true }\n${polling}`
  writeFileSync(config, `database: ${setup.database}\n${settings}\nfeeds:\n${lines.join('')}`)
  for (let n = 0; n < setup.workers; n++)
    daemons.push(await startDaemon(config, await freePort(), setup.args))
}

/** What it took, in seconds: of the clock, and of processors. */
async function phase(setup: Setup, daemons: readonly RunningDaemon[], work: () => Promise<void>) {
  const look = async () => ({
    s: performance.now() / 1000,
    workers: daemons.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
    server: setup.serverCpu(),
    feeds: (({ user, system }) => (user + system) / 1e6)(process.cpuUsage()),
    log: await setup.log(),
  })
  const before = await look()
  await work()
  const after = await look()
  return {
    s: after.s - before.s,
    workers: after.workers - before.workers,
    server: after.server - before.server,
    feeds: after.feeds - before.feeds,
    log: after.log - before.log,
  }
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + LONGEST_MS; !(await isDone()); await wait(50))
    if (performance.now() > end) throw new Error('this takes too long')
}

/** What stays for good, what the window drops, what each poll and each feed leaves. */
function bytesOf(sizes: readonly TableSize[], entries: number): Figures {
  const sum = (isWanted: (table: string) => boolean, of: 'all' | 'indexes' = 'all') =>
    sizes.filter(({ table }) => isWanted(table)).reduce((bytes, size) => bytes + size[of], 0)
  const others = [...OF_THE_WINDOW, 'poll_log', 'feeds']
  const isKept = (table: string) => !others.includes(table)
  return {
    kept_bytes_an_entry: sum(isKept) / entries,
    kept_index_bytes_an_entry: sum(isKept, 'indexes') / entries,
    window_bytes_an_entry: sum((table) => OF_THE_WINDOW.includes(table)) / entries,
    window_index_bytes_an_entry: sum((table) => OF_THE_WINDOW.includes(table), 'indexes') / entries,
    poll_log_bytes_a_poll: sum((table) => table === 'poll_log') / (2 * FEEDS),
    bytes_a_feed: sum((table) => table === 'feeds') / FEEDS,
  }
}

function table(found: Readonly<Record<string, Figures>>): string {
  const names = Object.keys(Object.values(found)[0]!)
  const cells = (texts: readonly string[]) => texts.map((text) => text.padStart(23)).join('')
  const lines = names.map((name) => {
    const figures = Object.values(found).map((each) => each[name]!)
    return `${name.padEnd(28)}${cells(figures.map((figure) => figure.toFixed(figure < 10 ? 2 : 0)))}\n`
  })
  return `${''.padEnd(28)}${cells(Object.keys(found))}\n${lines.join('')}`
}
