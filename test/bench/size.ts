/** `npm run bench:size`: what an entry of 3 kB of text takes in the file and in the write-ahead log, in and out of its window. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { createMatcher } from '../../src/match/matcher.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress } from '../support/builders.ts'

const ENTRIES = 2000
const PER_POLL = 20
const DAY = 86_400_000
const NOW = Date.UTC(2026, 4, 1, 12)

const WORDS = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => readFileSync(`docs/${name}`, 'utf8').match(/[A-Za-z]+/g) ?? [])

const folder = mkdtempSync(join(tmpdir(), 'wirefold-bench-'))
const file = join(folder, 'wire.db')
const store = openStore({ file, windowMs: 14 * DAY }, createMatcher())
let textBytes = 0
let made = 0
try {
  await store.syncFeeds(
    Array.from({ length: 20 }, (_, n) => aSubscription(`https://o${n}.test/`, { outlet: `O${n}` })),
    NOW,
  )
  for (let n = 0; n < ENTRIES / PER_POLL; n++) await poll(PER_POLL)
  await upkeep(NOW)
  report('in the window')
  reset()
  const before = walFrames()
  await poll(1)
  say(`one new entry writes ${Math.round((walFrames() - before) / 1024)} KiB to the log`)
  for (let days = 0; days <= 60; days += 6) await upkeep(NOW + days * DAY)
  reset()
  report('closed')
  parts()
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

/** 3 kB in paragraphs, of the words of our own documents: common ones often, rare ones seldom, as in any language. */
function textOf(seed: number): string {
  let state = seed * 2654435761 + 1
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return WORDS[(state >>> 8) % WORDS.length]!
  }
  const paragraph = () => `${Array.from({ length: 60 }, next).join(' ')}.`
  return Array.from({ length: 9 }, paragraph).join('\n').slice(0, 3000)
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

function report(when: string): void {
  reset()
  const size = statSync(file).size
  say(`${when}: ${Math.round(size / made)} bytes an entry, ${(size / textBytes).toFixed(2)} times its text`)
}

function parts(): void {
  const db = new SQLite(file)
  const rows = db
    .prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 14')
    .all()
  for (const { name, bytes } of rows as { name: string; bytes: number }[]) {
    say(`${String(Math.round(bytes / made)).padStart(7)} bytes an entry  ${name}`)
  }
  db.close()
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
