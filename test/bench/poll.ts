/**
 * `npm run bench -- --only poll`: what a poll of feeds with twenty entries each costs beside the limit line (`limit.mjs`): the
 * first, one that finds nothing new, one with a new entry in each. Loopback only. `--json` prints figures only.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { prose } from '../support/builders.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const FEEDS = Number(positionals[0] ?? 200)
const ITEMS = 20
/** Of ten entries, so many are copies of another feed's. */
const COPIES = 3
const HERE = import.meta.dirname

interface Usage {
  readonly wallS: number
  readonly cpuS: number
  readonly peakMb: number
}

const dir = mkdtempSync(join(tmpdir(), 'wirefold-poll-'))
const NOW = Math.floor(Date.now() / 60_000) * 60_000
let published = ITEMS
const server = createServer((request, response) => {
  const body = documentOf(Number(/\d+/.exec(request.url ?? '')![0]))
  const etag = `"${createHash('sha1').update(body).digest('hex')}"`
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
  else response.writeHead(200, { etag, 'content-type': 'application/rss+xml' }).end(body)
}).listen(0, '0.0.0.0')
await once(server, 'listening')
try {
  const figures = await measure()
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures))
} finally {
  server.close()
  rmSync(dir, { recursive: true })
}

type Figures = Record<string, number>

/** Each feed is on an address of its own, because a host is asked once a second. */
function addressOf(feed: number): string {
  const { port } = server.address() as AddressInfo
  return `http://127.1.${Math.floor(feed / 250)}.${1 + (feed % 250)}:${port}/${feed}`
}

function documentOf(feed: number): string {
  const items = Array.from({ length: ITEMS }, (_, n) => itemOf(feed, published - 1 - n))
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Outlet ${feed}</title><link>http://outlet${feed}.test/</link><description>News</description>${items.join('')}</channel></rss>`
}

function itemOf(feed: number, n: number): string {
  const isCopy = (feed * 7 + n) % 10 < COPIES
  const text = prose(isCopy ? 1_000_000 + n * FEEDS + Math.floor(feed / 3) : feed * 10_000 + n, 6)
  const paragraphs = text.split('\n').map((each) => `&lt;p&gt;${each}&lt;/p&gt;`)
  const link = `http://outlet${feed}.test/news/${n}`
  const date = new Date(NOW - (FEEDS - n) * 60_000).toUTCString()
  return `<item><title>${text.slice(0, 70)}</title><link>${link}</link><guid>${link}</guid><pubDate>${date}</pubDate>
<description>${text.slice(0, 200)}</description><content:encoded>${paragraphs.join('')}</content:encoded></item>`
}

async function measure(): Promise<Figures> {
  const urls = Array.from({ length: FEEDS }, (_, feed) => addressOf(feed))
  const [list, config, file] = ['urls', 'wirefold.yaml', 'wirefold.db'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(list, urls.join('\n'))
  const feeds = urls.map((url) => `  - url: ${url}`).join('\n')
  const settings = 'log: silent\nfetch: { allowPrivateAddresses: true }'
  writeFileSync(config, `database: ${file}\n${settings}\nfeeds:\n${feeds}\n`)
  const figures: Figures = { feeds: FEEDS }
  for (const phase of ['cold', 'unchanged', 'one_new']) {
    if (phase === 'one_new') published += 1
    const limit = await usageOf([join(HERE, 'limit.mjs'), join(dir, 'limit.db'), list])
    const ours = await usageOf(['dist/main.js', 'poll', '--all', '--config', config])
    figures[`${phase}_wall_ratio`] = ours.wallS / limit.wallS
    figures[`${phase}_cpu_ratio`] = ours.cpuS / limit.cpuS
    figures[`${phase}_cpu_s`] = ours.cpuS
    figures[`${phase}_limit_cpu_s`] = limit.cpuS
    figures[`${phase}_peak_mb`] = ours.peakMb
  }
  figures.bytes_an_entry = statSync(file).size / (FEEDS * published)
  return figures
}

/** Runs a program of ours to its end. */
async function usageOf(args: readonly string[]): Promise<Usage> {
  const file = join(dir, 'usage.json')
  const child = spawn(process.execPath, ['--import', join(HERE, 'usage.mjs'), ...args], {
    env: { ...process.env, BENCH_USAGE: file },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
  return JSON.parse(readFileSync(file, 'utf8')) as Usage
}

function table(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(24)} ${value.toFixed(2).padStart(10)}\n`)
    .join('')
}
