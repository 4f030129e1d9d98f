/** Makes a database as the last release left it, 0.1.0: its migrations, and one story. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'

const LAST_MIGRATION = 4

const [file] = process.argv.slice(2)
const db = new SQLite(file!)
db.pragma('journal_mode = WAL')
const migrations = readdirSync('migrations/sqlite')
  .filter((name) => /^\d{4}_.*\.sql$/.test(name) && Number(name.slice(0, 4)) <= LAST_MIGRATION)
  .sort()
for (const name of migrations) db.exec(readFileSync(join('migrations/sqlite', name), 'utf8'))
db.pragma(`user_version = ${LAST_MIGRATION}`)
const now = `${new Date().toISOString().slice(0, 19)}Z`
const id = '11111111-1111-5111-8111-111111111111'
db.prepare(
  `INSERT INTO feeds (id, url, poll_url, outlet, origin, next_poll_at)
   VALUES (1, 'https://one.invalid/feed', 'https://one.invalid/feed', 'One', 'config', '2999-01-01T00:00:00Z')`,
).run()
db.transaction(() => {
  db.prepare(
    `INSERT INTO entries (id, feed_id, guid, key, story_id, title, published_at, first_seen_at, last_listed_at,
       content_html, text, content_hash)
     VALUES (1, 1, 'g', 'k', @id, 'A story of the last release', @now, @now, @now, '<p>Its text.</p>', 'Its text.', 'h')`,
  ).run({ id, now })
  db.prepare(
    `INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at)
     VALUES (@id, 1, @now, @now, @now)`,
  ).run({ id, now })
})()
db.close()
