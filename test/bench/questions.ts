/**
 * `npm run bench:questions [ENTRIES]`: how long the questions of docs/QUESTIONS.md take over a year of a million entries,
 * the first time and in the middle of five. Texts are short: no question but the search reads any.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { toText } from '../../src/store/rows.ts'
import { openDatabase, openReadOnly } from '../../src/store/sqlite/open.ts'
import { indexEntries } from '../../src/store/sqlite/pages/search.ts'
import { packHtml } from '../../src/store/texts.ts'

const ENTRIES = Number(process.argv[2] ?? 1_000_000)
const FEEDS = 500
const YEAR = 365 * 86_400_000
const NOW = Date.now()
const AGENCIES = ['Halyard Wire', 'Corvane Press', null, null]
const WORDS = readFileSync('docs/SCHEMA.md', 'utf8').match(/[a-z]{4,}/g)!

const folder = mkdtempSync(join(tmpdir(), 'wirefold-bench-'))
try {
  const file = join(folder, 'wire.db')
  fill(file)
  const db = openReadOnly(file)
  for (const [title, sql] of questions()) say(`${measure(db, sql)}  ${title}`)
  db.close()
} finally {
  rmSync(folder, { recursive: true })
}

function questions(): [string, string][] {
  const found = readFileSync('docs/QUESTIONS.md', 'utf8').matchAll(/^## (.+)\n\n```sql\n([\s\S]*?)```/gm)
  const readme = /stories_overview WHERE copies > 1 ORDER BY copies DESC LIMIT 10/.exec(
    readFileSync('README.md', 'utf8'),
  )![0]
  return [
    ...[...found].map(([, title, sql]): [string, string] => [title!, sql!]),
    ['the question in README', `SELECT title, outlet, copies FROM ${readme}`],
    [
      'all of a day',
      "SELECT * FROM copies WHERE first_seen_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')",
    ],
  ]
}

function measure(db: Database, sql: string): string {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    db.prepare(sql).raw().all()
    return performance.now() - started
  })
  const [first] = times
  const middle = [...times].sort((x, y) => x - y)[2]!
  return `${first!.toFixed(0).padStart(6)} ms first, ${middle.toFixed(0).padStart(5)} ms`
}

/** Every third story has three copies; the newest entries come last. */
function fill(file: string): void {
  const db = openDatabase(file)
  db.pragma('foreign_keys = OFF')
  const feed = db.prepare(
    `INSERT INTO feeds (url, poll_url, outlet, origin, state, last_poll_at) VALUES (@url, @url, @outlet, 'config', 'ok', @now)`,
  )
  for (let n = 0; n < FEEDS; n++)
    feed.run({ url: `https://o${n}.test/feed`, outlet: `Outlet ${n}`, now: toText(NOW) })
  const story = db.prepare(
    `INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at, changed_at, outlets, copies, longest_words)
     VALUES (@id, @lead, @at, @at, @at, @changed, @copies, @copies, 40)`,
  )
  const entry = db.prepare(
    `INSERT INTO entries (id, feed_id, guid, key, story_id, link, title, published_at, first_seen_at, last_listed_at, words,
       agency, content_hash) VALUES (@id, @feedId, @guid, @guid, @story, @link, @title, @at, @at, @at, @words, @agency, '')`,
  )
  const texts = db.prepare('INSERT INTO entry_texts (entry_id, text, content_html) VALUES (?, ?, ?)')
  const poll = db.prepare(`INSERT OR IGNORE INTO poll_log VALUES (?, ?, 'ok', 200, 80, 9000, 1, 0, NULL)`)
  const make = db.transaction((from: number, to: number) => {
    for (let id = from; id < to; id++) {
      const group = Math.floor(id / 9) * 9
      const place = id - group
      const founder = place < 3 ? group : id
      const at = toText(NOW - YEAR + (id / ENTRIES) * YEAR)
      const storyId = `00000000-0000-8000-8000-${String(founder).padStart(12, '0')}`
      const feedId = 1 + ((id * 7919) % FEEDS)
      const title = textOf(id, 9)
      const row = {
        id,
        feedId,
        guid: `guid ${id}`,
        story: storyId,
        link: `https://o${feedId}.test/${id}`,
        title,
        at,
      }
      entry.run({ ...row, words: place === 1 ? 15 : 40, agency: AGENCIES[group % 4] ?? null })
      if (founder === id)
        story.run({
          id: storyId,
          lead: id,
          at,
          changed: place === 0 ? at : null,
          copies: place === 0 ? 3 : 1,
        })
      const text = textOf(id * 31, 40)
      texts.run(id, text, packHtml(`<p>${text}</p>`, text))
      if (id % 20 === 0) poll.run(feedId, Math.floor(NOW / 1000) - (id % (30 * 86_400)))
    }
  }).immediate
  for (let from = 9; from < ENTRIES; from += 9000) make(from, Math.min(from + 9000, ENTRIES))
  while (indexEntries(db, 5000) > 0);
  db.close()
}

function textOf(seed: number, words: number): string {
  let state = seed * 2654435761 + 1
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return WORDS[(state >>> 8) % WORDS.length]!
  }
  return Array.from({ length: words }, next).join(' ')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
