/**
 * The least that a program can do with feeds: asks for each, parses it, inserts its entries. What a poll costs beside this is
 * what canonicalising, sanitising, fingerprints, matching and the search index cost.
 * `node limit.mjs DATABASE URLS`: a file with an address a line.
 */
import { readFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { parseFeed } from 'feedsmith'

const [file, list] = process.argv.slice(2)
const db = new SQLite(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')
db.exec(`
CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT);
CREATE TABLE IF NOT EXISTS entries (feed TEXT, guid TEXT, link TEXT, title TEXT, published TEXT, content TEXT, PRIMARY KEY (feed, guid))`)
const etag = db.prepare('SELECT etag FROM feeds WHERE url = ?').pluck()
const seen = db.prepare('INSERT OR REPLACE INTO feeds VALUES (?, ?)')
const insert = db.prepare('INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?)')
const store = db.transaction((url, validator, items) => {
  seen.run(url, validator)
  for (const { guid, link, title, pubDate, content, description } of items)
    insert.run(url, guid?.value ?? link, link, title, pubDate, content?.encoded ?? description ?? '')
})

async function poll(url) {
  const known = etag.get(url)
  const answer = await fetch(url, { headers: known ? { 'if-none-match': known } : {} })
  const body = await answer.text()
  if (answer.status === 200) store(url, answer.headers.get('etag'), parseFeed(body).feed.items)
}

const urls = readFileSync(list, 'utf8').trim().split('\n')
let next = 0
await Promise.all(
  Array.from({ length: 32 }, async () => {
    while (next < urls.length) await poll(urls[next++])
  }),
)
db.close()
