/**
 * `npm run bench -- --only match`: what a new entry costs to store and match, in CPU time, over windows and archives of growing
 * size. The last archive is of a million entries, or of as many as the argument says. `--json` prints figures only.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import SQLite from 'better-sqlite3'
import type { Store } from '../../src/contract/store.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { packHtml } from '../../src/store/texts.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress, prose } from '../support/builders.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 20)
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const LARGEST = Number(positionals[0] ?? 1_000_000)
/** Entries in the window: the second is ten thousand feeds' two hours. */
const WINDOWS = [1000, LARGEST < 1_000_000 ? 3000 : 20_000]
const OUTLETS = 40
const ROUNDS = 10
const PER_ROUND = 50

const dir = mkdtempSync(join(tmpdir(), 'wirefold-archive-'))
const file = join(dir, 'archive.db')
const store = openStore({ file, windowMs: 14 * DAY }, createMatcher())
const figures: Record<string, number> = {}
let made = 0
let archived = 0
try {
  const outlets = Array.from({ length: OUTLETS }, (_, i) =>
    aSubscription(`https://o${i}.test/feed`, { outlet: `Outlet ${i}` }),
  )
  await store.syncFeeds(outlets, NOW)
  for (const size of WINDOWS) {
    while (made < size) await pollOnce(store)
    await upkeep()
    figures[`window_${size}_us`] = await costPerEntry()
  }
  for (const size of [LARGEST / 10, LARGEST].filter((entries) => entries > made)) {
    archive(size - made - archived)
    figures[`archive_${size}_us`] = await costPerEntry()
  }
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table())
} finally {
  await store.close()
  rmSync(dir, { recursive: true })
}

/** Fifty entries at one outlet, half of them copies of what another outlet had. */
async function pollOnce(to: Store): Promise<void> {
  const feeds = await to.claimAll(everyFeed(NOW))
  const chosen = feeds[made % feeds.length]!
  const entries = Array.from({ length: PER_ROUND }, () => {
    const seed = made % 2 === 0 ? made : Math.max(0, made - 3 * PER_ROUND)
    made += 1
    return anEntry({ guid: `entry ${made}`, text: prose(seed, 6), publishedAt: NOW - (made % 13) * DAY })
  })
  await to.recordPoll(
    {
      feed: chosen,
      progress: progress({ nextPollAt: NOW }),
      validators: null,
      took: COST,
      read: { parsed: aFeed(entries), bodyHash: String(made) },
    },
    NOW,
  )
}

/** The median of some rounds, in microseconds of CPU time an entry. */
async function costPerEntry(): Promise<number> {
  const costs: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const began = process.cpuUsage()
    await pollOnce(store)
    const { user, system } = process.cpuUsage(began)
    costs.push((user + system) / PER_ROUND)
  }
  return Math.round(costs.sort((a, b) => a - b)[ROUNDS / 2]!)
}

async function upkeep(): Promise<void> {
  while ((await store.maintain({ retentionMs: null, now: NOW })).hasMore);
}

/** Fills the archive with entries whose window closed long ago, as years of polling would. */
function archive(entries: number): void {
  const first = archived
  archived += entries
  const db = new SQLite(file)
  db.pragma('foreign_keys = ON')
  const story = db.prepare(`INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at)
    VALUES (?, ?, ?, ?, ?)`)
  const entry = db.prepare(`
    INSERT INTO entries (id, feed_id, guid, key, story_id, link, title, published_at, first_seen_at, last_listed_at,
      content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const addTexts = db.prepare('INSERT INTO entry_texts (entry_id, text, content_html) VALUES (?, ?, ?)')
  const text = prose(7, 1)
  const html = packHtml(text, text)
  for (let start = first; start < archived; start += 10_000) {
    db.transaction(() => {
      for (let i = start; i < Math.min(start + 10_000, archived); i++) {
        const at = new Date(NOW - (30 + (i % 3000)) * DAY).toISOString().replace(/\.\d+/, '')
        const [id, name] = [-1 - i, `archived ${i}`]
        story.run(name, id, at, at, at)
        entry.run(id, 1 + (i % OUTLETS), name, name, name, `https://old.test/${i}`, name, at, at, at, name)
        addTexts.run(id, text, html)
      }
    })()
  }
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

function table(): string {
  return Object.entries(figures)
    .map(([name, us]) => `${name.padEnd(24)} ${String(us).padStart(8)}\n`)
    .join('')
}
