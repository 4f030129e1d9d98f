/** Makes a database that looks as years of polling would leave it: entries, texts, search index and archived pages. */
import SQLite from 'better-sqlite3'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { freezeArchive } from '../../src/store/sqlite/pages/archive.ts'
import { indexEntries } from '../../src/store/sqlite/pages/search.ts'
import { packHtml } from '../../src/store/texts.ts'

const OUTLETS = 200
/** Of a thousand stories, how many have a second copy. */
const COPIED = 400
const DAYS = 365
const AT_ONCE = 10_000

/**
 * Fills `file` with `entries` entries of `words` words each. `now` in epoch milliseconds. Words are as frequent as in
 * a language: the first of `wordOf` stands in nearly every text.
 */
export function fillArchive(file: string, entries: number, now: number, words = 60): void {
  const made = openDatabase(file)
  made.close()
  const db = new SQLite(file)
  db.pragma('synchronous = OFF')
  const random = createRandom(7)
  addFeeds(db)
  const add = createAdder(db, random, words)
  let [entry, story] = [0, 0]
  while (entry < entries) {
    db.transaction(() => {
      for (let n = 0; n < AT_ONCE && entry < entries; n++) {
        story += 1
        const copies = random(1000) < COPIED ? 2 : 1
        const at = now - Math.floor(((entries - entry) / entries) * DAYS * 86_400_000)
        add(
          story,
          Array.from({ length: copies }, () => ++entry),
          at,
        )
      }
    })()
  }
  db.close()
  const indexed = openDatabase(file)
  while (indexEntries(indexed, AT_ONCE) > 0);
  freezeArchive(indexed, now)
  indexed.pragma('wal_checkpoint(TRUNCATE)')
  indexed.close()
}

/** A word by its rank: word 0 is the most frequent. */
export function wordOf(rank: number): string {
  return `${rank.toString(36).replace(/[0-9]/g, (digit) => 'aeioubcdfg'[Number(digit)]!)}or`
}

function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function addFeeds(db: SQLite.Database): void {
  const add = db.prepare(
    `INSERT INTO feeds (id, url, poll_url, outlet, title, groups, origin, state, next_poll_at)
     VALUES (?, ?, ?, ?, ?, ?, 'import', 'ok', '2999-01-01T00:00:00Z')`,
  )
  for (let id = 1; id <= OUTLETS; id++) {
    const url = `https://outlet${id}.test/feed`
    add.run(id, url, url, `Outlet ${id}`, `Outlet ${id}`, JSON.stringify(id % 10 === 0 ? ['region'] : []))
  }
}

function createAdder(db: SQLite.Database, random: (below: number) => number, words: number) {
  const addStory = db.prepare(
    `INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at, outlets, copies, longest_words)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addEntry = db.prepare(
    `INSERT INTO entries (id, feed_id, guid, key, story_id, link, title, published_at, first_seen_at, last_listed_at,
       content_hash, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addTexts = db.prepare('INSERT INTO entry_texts (entry_id, text, content_html) VALUES (?, ?, ?)')
  const text = (length: number) =>
    Array.from({ length }, () => wordOf(Math.floor(30_000 ** (random(10_000) / 10_000)) - 1)).join(' ')
  return (number: number, ids: readonly number[], ms: number): void => {
    const at = new Date(ms).toISOString().replace(/\.\d+/, '')
    const id = `story-${number}`
    addStory.run(id, ids[0], at, at, at, ids.length, ids.length, words)
    const [title, body] = [text(8), text(words)]
    const html = packHtml(`<p>${body}</p>`, body)
    for (const [n, entry] of ids.entries()) {
      const feed = 1 + ((number * 7 + n * 13) % OUTLETS)
      const key = `entry-${entry}`
      addEntry.run(
        entry,
        feed,
        key,
        key,
        id,
        `https://outlet${feed}.test/${entry}`,
        title,
        at,
        at,
        at,
        key,
        words,
      )
      addTexts.run(entry, body, html)
    }
  }
}
