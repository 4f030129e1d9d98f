/**
 * `npm run bench -- --only year`: a year of polling in simulated time, with a retention of 60 days: the file's size, memory and what a
 * poll costs, month by month. `--small` simulates a quarter of it with few entries; `--svg FILE` draws it; `--json` prints figures only.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ParsedEntry } from '../../src/contract/model.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress, prose } from '../support/builders.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, small: { type: 'boolean' }, svg: { type: 'string' } },
})
const DAY = 86_400_000
const START = Date.UTC(2031, 0, 1, 12)
const MONTHS = 12
const DAYS_A_MONTH = values.small ? 10 : 30
const FEEDS = values.small ? 4 : 20
const NEW_A_DAY = 5
const LISTED = 20
const RETENTION = (values.small ? 20 : 60) * DAY

const CHARTS = [
  ['file_mb', 'file, MB'],
  ['memory_mb', 'memory, MiB'],
  ['poll_ms', 'a poll, CPU ms'],
] as const
const [WIDTH, HEIGHT] = [220, 120]

interface Month {
  readonly month: number
  readonly file_mb: number
  readonly memory_mb: number
  readonly poll_ms: number
}

const dir = mkdtempSync(join(tmpdir(), 'wirefold-year-'))
const file = join(dir, 'year.db')
const store = openStore({ file, windowMs: 14 * DAY }, createMatcher())
try {
  const urls = Array.from({ length: FEEDS }, (_, n) =>
    aSubscription(`https://o${n}.test/`, { outlet: `O${n}` }),
  )
  await store.syncFeeds(urls, START)
  const months: Month[] = []
  for (let month = 0; month < MONTHS; month++) months.push(await live(month))
  if (values.svg) writeFileSync(values.svg, draw(months))
  process.stdout.write(values.json ? `${JSON.stringify(months)}\n` : table(months))
} finally {
  await store.close()
  rmSync(dir, { recursive: true })
}

async function live(month: number): Promise<Month> {
  let cpu = 0
  for (let day = month * DAYS_A_MONTH; day < (month + 1) * DAYS_A_MONTH; day++) {
    const now = START + day * DAY
    const feeds = await store.claimAll(everyFeed(now))
    const began = process.cpuUsage()
    for (const [n, feed] of feeds.entries()) {
      const read = { parsed: aFeed(listed(n, day)), bodyHash: `${n} ${day}` }
      const stands = progress({ nextPollAt: now })
      await store.recordPoll({ feed, progress: stands, validators: null, read, took: COST }, now)
    }
    const { user, system } = process.cpuUsage(began)
    cpu += (user + system) / 1000
    while ((await store.maintain({ retentionMs: RETENTION, now })).hasMore);
  }
  return {
    month: month + 1,
    file_mb: statSync(file).size / 1e6,
    memory_mb: process.memoryUsage.rss() / 2 ** 20,
    poll_ms: cpu / DAYS_A_MONTH / FEEDS,
  }
}

/** The newest entries of a feed; every third is a copy of what the feed before it has. */
function listed(feed: number, day: number): ParsedEntry[] {
  const newest = day * NEW_A_DAY + NEW_A_DAY
  return Array.from({ length: LISTED }, (_, i) => newest - 1 - i).map((n) => {
    const source = n % 3 === 0 && feed > 0 ? feed - 1 : feed
    const publishedAt = START + Math.floor(n / NEW_A_DAY) * DAY
    const link = `https://o${feed}.test/${n}`
    return anEntry({ guid: link, link, text: prose(source * 100_000 + n + 500, 6), publishedAt })
  })
}

function table(months: readonly Month[]): string {
  const row = (cells: readonly string[]) => `${cells.map((cell) => cell.padStart(14)).join('')}\n`
  const rows = months.map(({ month, file_mb, memory_mb, poll_ms }) =>
    row([String(month), file_mb.toFixed(1), memory_mb.toFixed(0), poll_ms.toFixed(1)]),
  )
  return row(['month', 'file MB', 'memory MiB', 'CPU ms a poll']) + rows.join('')
}

/** Three charts beside each other, each from 0 to its largest value. */
function draw(months: readonly Month[]): string {
  const charts = CHARTS.map(([key, title], n) => {
    const most = Math.max(...months.map((month) => month[key]))
    const points = months.map((month, i) => {
      const x = (i / (months.length - 1)) * WIDTH
      return `${x.toFixed(1)},${(HEIGHT - (month[key] / most) * HEIGHT).toFixed(1)}`
    })
    return `<g transform="translate(${20 + n * (WIDTH + 40)} 40)">
<text y="-14">${title}: ${months.at(-1)![key].toFixed(1)} in month ${months.length}, ${most.toFixed(1)} at most</text>
<path d="M0 0V${HEIGHT}H${WIDTH}" fill="none" stroke="#999"/>
<polyline points="${points.join(' ')}" fill="none" stroke="#06c" stroke-width="2"/></g>`
  })
  const width = CHARTS.length * (WIDTH + 40)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT + 60}" font-family="sans-serif" font-size="10">
<title>File, memory and CPU of a poll, month by month</title>
<rect width="100%" height="100%" fill="#fff"/>
${charts.join('\n')}
</svg>
`
}
