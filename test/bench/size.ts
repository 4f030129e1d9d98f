/**
 * `npm run bench:size [ENTRIES]`: what an entry of 3 kB of text takes in the file and in the write-ahead log, in and out of its
 * window. `--json` prints figures only.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import SQLite from 'better-sqlite3'
import { createMatcher } from '../../src/match/matcher.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress } from '../support/builders.ts'
import { textOf } from './text.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const ENTRIES = Number(positionals[0] ?? 2000)
const PER_POLL = 20
/** Polls that bring one new entry: some make a page of an index two. */
const ALONE = 10
const DAY = 86_400_000
const NOW = Date.UTC(2026, 4, 1, 12)

const folder = mkdtempSync(join(tmpdir(), 'wirefold-bench-'))
const file = join(folder, 'wire.db')
const store = openStore({ file, windowMs: 14 * DAY }, createMatcher())
const figures: Record<string, number> = {}
let textBytes = 0
let made = 0
try {
  await store.syncFeeds(
    Array.from({ length: 20 }, (_, n) => aSubscription(`https://o${n}.test/`, { outlet: `O${n}` })),
    NOW,
  )
  for (let n = 0; n < ENTRIES / PER_POLL; n++) await poll(PER_POLL)
  await upkeep(NOW)
  report('open')
  reset()
  const before = walFrames()
  for (let n = 0; n < ALONE; n++) await poll(1)
  figures.log_kib_for_one_new = (walFrames() - before) / 1024 / ALONE
  for (let days = 0; days <= 60; days += 6) await upkeep(NOW + days * DAY)
  reset()
  report('closed')
  parts()
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table())
} finally {
  await store.close()
  rmSync(folder, { recursive: true })
}

async function poll(entries: number): Promise<void> {
  const feeds = await store.claimAll(everyFeed(NOW))
  const listed = Array.from({ length: entries }, () => {
    const text = textOf(made % 3 === 0 ? made : made + 100_000)
    textBytes += Buffer.byteLength(text)
    made += 1
    const html = text.split('\n').map((each) => `<p>${each.replace(/^(\w+)/, '<strong>$1</strong>')}</p>`)
    return anEntry({
      guid: `https://o.test/?p=${made}`,
      text,
      contentHtml: html.join('\n'),
      publishedAt: NOW,
    })
  })
  const read = { parsed: aFeed(listed), bodyHash: String(made) }
  await store.recordPoll(
    { feed: feeds[made % 20]!, progress: progress(), validators: null, read, took: COST },
    NOW,
  )
}

async function upkeep(now: number): Promise<void> {
  while ((await store.maintain({ retentionMs: null, now })).hasMore);
}

function walFrames(): number {
  return statSync(`${file}-wal`).size
}

function reset(): void {
  const db = new SQLite(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

function report(when: 'open' | 'closed'): void {
  reset()
  const size = statSync(file).size
  figures[`${when}_bytes_an_entry`] = size / made
  figures[`${when}_times_its_text`] = size / textBytes
}

function parts(): void {
  const db = new SQLite(file)
  const rows = db
    .prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 14')
    .all()
  for (const { name, bytes } of rows as { name: string; bytes: number }[]) {
    figures[`closed_bytes_of_${name}`] = bytes / made
  }
  db.close()
}

function table(): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(40)} ${value.toFixed(value < 10 ? 2 : 0).padStart(8)}\n`)
    .join('')
}
