/**
 * `npm run bench -- --only load`: the most memory that the built daemon takes, with its pages and threads, while it reads and
 * decides what a hostile publisher might send, and how long an honest feed beside it waits for its entry. Loopback only.
 * `--small` takes a twentieth; `--json` prints figures only.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import SQLite from 'better-sqlite3'
import { prose } from '../support/builders.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, small: { type: 'boolean' } } })
const SHARE = values.small ? 20 : 1
const NOW = Date.now()

interface Item {
  readonly title: string
  readonly text: string
}

/** The items of each hostile feed. */
const KINDS: Readonly<Record<string, () => Item[][]>> = {
  nothing: () => [],
  'alike titles, no text': () =>
    feeds(20, 200, (feed, n) => ({
      title: `Council votes on harbour plan number ${(feed * 31 + n) % 97} today`,
      text: '',
    })),
  'alike titles in one feed': () =>
    feeds(1, 4000, (_, n) => ({ title: `Council votes on harbour plan number ${n} today`, text: '' })),
  'nearly equal texts': () =>
    feeds(4, 500, (feed, n) => ({
      title: `Notice ${n} of the day`,
      text: `${prose(1, 4)} Number ${n} of ${feed}.`,
    })),
  'unmatched tags': () =>
    feeds(4, 40, () => ({ title: prose(3, 1).slice(0, 60), text: '<b><i><div>'.repeat(18_000) })),
  'long titles': () =>
    feeds(1, 900, (feed, n) => ({ title: prose(feed * 300 + n, 150).slice(0, 9900), text: prose(n, 2) })),
}

function feeds(count: number, items: number, make: (feed: number, n: number) => Item): Item[][] {
  return Array.from({ length: count }, (_, feed) =>
    Array.from({ length: Math.ceil(items / SHARE) }, (_, n) => make(feed, n)),
  )
}

const figures: Record<string, Record<string, number>> = {}
for (const [kind, make] of Object.entries(KINDS)) figures[kind] = await measure(make())
process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table())

async function measure(hostile: readonly Item[][]): Promise<Record<string, number>> {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-load-'))
  const documents = [...hostile, [{ title: 'An honest report', text: prose(77, 4) }]].map(documentOf)
  const outlets = await serveAll(documents)
  const [config, file] = ['wirefold.yaml', 'wirefold.db'].map((name) => join(dir, name)) as [string, string]
  const urls = outlets.urls.map((url) => `  - url: ${url}\n`).join('')
  writeFileSync(
    config,
    `database: ${file}\nlog: silent\nserver: { port: 0 }\nfetch: { allowPrivateAddresses: true }\nfeeds:\n${urls}`,
  )
  const child = spawn(process.execPath, ['dist/main.js', 'serve', '--config', config], { stdio: 'inherit' })
  try {
    return await watch(child.pid!, file, hostile.flat().length + 1)
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
    outlets.close()
    rmSync(dir, { recursive: true })
  }
}

/** Until all is decided, or for two minutes. */
async function watch(pid: number, file: string, entries: number): Promise<Record<string, number>> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  let honest = Number.NaN
  let decided = 0
  while (decided < entries && seconds() < 120) {
    await wait(100)
    const seen = look(file)
    decided = seen.decided
    if (seen.hasHonest && Number.isNaN(honest)) honest = seconds()
  }
  const peakMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
  return { entries: decided, all_s: seconds(), honest_s: honest, peak_mb: peakMb }
}

function look(file: string): { decided: number; hasHonest: boolean } {
  if (!existsSync(file)) return { decided: 0, hasHonest: false }
  const db = new SQLite(file, { readonly: true })
  try {
    const decided = db.prepare('SELECT count(*) FROM copies').pluck().get() as number
    const honest = db.prepare("SELECT count(*) FROM copies WHERE title = 'An honest report'").pluck().get()
    return { decided, hasHonest: honest === 1 }
  } catch {
    return { decided: 0, hasHonest: false } // it is being made
  } finally {
    db.close()
  }
}

/** Each on an address of its own, because a host is asked once a second. */
async function serveAll(documents: readonly string[]): Promise<{ urls: string[]; close: () => void }> {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' })
    response.end(documents[Number(request.url!.slice(1))])
  }).listen(0, '0.0.0.0')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    urls: documents.map((_, n) => `http://127.2.0.${n + 1}:${port}/${n}`),
    close: () => server.close(),
  }
}

function documentOf(items: readonly Item[], outlet: number): string {
  const date = new Date(NOW - 3_600_000).toUTCString()
  const rows = items.map(
    ({ title, text }, n) =>
      `<item><title>${title}</title><guid isPermaLink="false">${outlet} ${n}</guid><pubDate>${date}</pubDate>` +
      `<link>http://outlet${outlet}.test/${n}</link><description><![CDATA[${text}]]></description></item>`,
  )
  return `<rss version="2.0"><channel><title>Outlet ${outlet}</title><link>http://outlet${outlet}.test/</link>
<description>News</description>${rows.join('\n')}</channel></rss>`
}

function table(): string {
  const head = `${''.padEnd(26)} entries   all decided   honest one   peak memory\n`
  const rows = Object.entries(figures).map(
    ([kind, { entries, all_s, honest_s, peak_mb }]) =>
      `${kind.padEnd(26)} ${String(entries).padStart(7)} ${all_s!.toFixed(1).padStart(11)} s ${honest_s!.toFixed(1).padStart(10)} s ${peak_mb!.toFixed(0).padStart(9)} MiB\n`,
  )
  return head + rows.join('')
}
