/**
 * `npm run bench:large [ENTRIES]`: how soon the daemon answers after its start, and how long pages, searches and feeds
 * take, over 1,000,000 stored entries by default. `--json` prints figures only; `--keep FILE` uses a file again.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fillArchive, wordOf } from './large-archive.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, keep: { type: 'string' } },
})
const ENTRIES = Number(positionals[0] ?? 1_000_000)
const STARTS = 3
const ROUNDS = 40
const NOW = Date.now()

const dir = mkdtempSync(join(tmpdir(), 'wirefold-large-'))
const file = values.keep ?? join(dir, 'large.db')
try {
  if (!existsSync(file)) fillArchive(file, ENTRIES, NOW)
  const figures = await measure()
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures))
} finally {
  rmSync(dir, { recursive: true })
}

type Figures = Record<string, number>

async function measure(): Promise<Figures> {
  const starts: number[] = []
  for (let n = 1; n < STARTS; n++) {
    const daemon = await start()
    starts.push(daemon.ms)
    await daemon.stop()
  }
  const daemon = await start()
  starts.push(daemon.ms)
  const figures: Figures = {
    entries: ENTRIES,
    file_mb: Math.round(statSync(file).size / 1e6),
    start_ms: median(starts),
    ...(await time(daemon.url, 'home', () => '/')),
    ...(await time(daemon.url, 'search_frequent', (n) => `/?q=${wordOf(n % 10)}`)),
    ...(await time(daemon.url, 'search_two', (n) => `/?q=${wordOf(n)}+${wordOf(n + 100)}`)),
    ...(await time(daemon.url, 'search_rare', (n) => `/?q=${wordOf(20_000 + n)}`)),
    ...(await time(daemon.url, 'search_without', (n) => `/?q=${wordOf(n % 10)}+-${wordOf(n + 5)}`)),
    ...(await time(daemon.url, 'outlet', (n) => `/?outlet=Outlet+${n + 1}`)),
    ...(await time(daemon.url, 'feed_cold', (n) => `/rss.xml?limit=${100 + n}`)),
    rss_mb: daemon.memory(),
  }
  await daemon.stop()
  return figures
}

async function start() {
  const port = await freePort()
  const config = join(dir, 'wirefold.yaml')
  writeFileSync(
    config,
    `database: ${file}\nretention: forever\nlog: error\nserver: { port: ${port}, rateLimit: 1000000 }\n`,
  )
  const began = performance.now()
  const child = spawn(process.execPath, ['dist/main.js', 'serve', '--config', config], { stdio: 'inherit' })
  const url = `http://127.0.0.1:${port}`
  while (!(await isUp(`${url}/rss.xml`))) {
    if (child.exitCode !== null) throw new Error('the daemon ended')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const ms = performance.now() - began
  const stop = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return { url, ms, stop, memory: () => memoryOf(child.pid!) }
}

async function isUp(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => null)
  await answer?.arrayBuffer()
  return answer?.status === 200
}

function memoryOf(pid: number): number {
  const status = process.platform === 'linux' ? `/proc/${pid}/status` : null
  if (status === null) return 0
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024)
}

async function time(base: string, name: string, path: (round: number) => string): Promise<Figures> {
  const times: number[] = []
  for (let n = 0; n < ROUNDS; n++) {
    const began = performance.now()
    const answer = await fetch(base + path(n))
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${path(n)}: ${answer.status}`)
    times.push(performance.now() - began)
  }
  const sorted = times.sort((a, b) => a - b)
  return { [`${name}_p50_ms`]: median(sorted), [`${name}_p95_ms`]: sorted[Math.ceil(ROUNDS * 0.95) - 1]! }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

function table(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(24)} ${value.toFixed(value < 100 ? 1 : 0).padStart(10)}\n`)
    .join('')
}
