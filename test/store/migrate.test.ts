import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { indexEntries } from '../../src/store/sqlite/pages/search.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { temporaryFolder } from '../support/store.ts'

const ALL = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }

function newFile(): string {
  return join(temporaryFolder(), 'wire.db')
}

/** A connection of somebody else's. */
function connect(file: string) {
  const db = new SQLite(file)
  onTestFinished(() => void db.close())
  return db
}

/** A process that opens the database as soon as it is told to. */
async function opener(file: string): Promise<ChildProcess> {
  const open = new URL('../../src/store/sqlite/open.ts', import.meta.url).href
  const script = `
    const { openDatabase } = await import(${JSON.stringify(open)})
    process.once('message', () => { openDatabase(${JSON.stringify(file)}).close(); process.disconnect() })
    process.send('ready')`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')
  return child
}

it('several processes may open a new database at once', async () => {
  const file = newFile()
  const openers = await Promise.all(Array.from({ length: 4 }, () => opener(file)))
  const ends = openers.map((child) => once(child, 'exit'))
  for (const child of openers) child.send('open')
  expect((await Promise.all(ends)).map(([status]) => status)).toEqual([0, 0, 0, 0])
})

it('somebody else’s database is refused with what to do, and left as it is', () => {
  const file = newFile()
  const other = connect(file)
  other.exec('CREATE TABLE feeds (id INTEGER, name TEXT)')
  const bytes = readFileSync(file)
  const message = `${file} is not a Wirefold database: it holds other tables; name another file under "database"`
  expect(() => openDatabase(file)).toThrow(message)
  expect(readFileSync(file).equals(bytes)).toBe(true)
  other.pragma('user_version = 3')
  expect(() => openDatabase(file)).toThrow(message)
})

it('feeds that were throttled when holds had no column of their own stay held', () => {
  const file = newFile()
  const old = connect(file)
  const migrations = new URL('../../migrations/sqlite/', import.meta.url)
  for (const name of readdirSync(migrations).sort().slice(0, 3))
    old.exec(readFileSync(new URL(name, migrations), 'utf8'))
  old.pragma('user_version = 3')
  const add = old.prepare(
    `INSERT INTO feeds (url, poll_url, outlet, origin, state, next_poll_at) VALUES (@url, @url, 'A', 'config', @state, '2026-05-01T12:00:00Z')`,
  )
  add.run({ url: 'https://a.test/', state: 'throttled' })
  add.run({ url: 'https://b.test/', state: 'failing' })
  openDatabase(file).close()
  expect(old.prepare('SELECT held_until FROM feeds ORDER BY url').pluck().all()).toEqual([
    '2026-05-01T12:00:00Z',
    null,
  ])
})

it('texts of older databases are moved whole, and can be searched', async () => {
  const file = newFile()
  const old = connect(file)
  const migrations = new URL('../../migrations/sqlite/', import.meta.url)
  for (const name of readdirSync(migrations).sort().slice(0, 4))
    old.exec(readFileSync(new URL(name, migrations), 'utf8'))
  old.pragma('user_version = 4')
  old.exec(`
    INSERT INTO feeds (url, poll_url, outlet, origin) VALUES ('https://a.test/', 'https://a.test/', 'A', 'config');
    INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at)
    VALUES ('s', 1, '2026-05-01T12:00:00Z', '2026-05-01T12:00:00Z', '2026-05-01T12:00:00Z');
    INSERT INTO entries (feed_id, guid, key, story_id, title, first_seen_at, last_listed_at, content_html, summary_html,
      text, content_hash)
    VALUES (1, 'g', 'k', 's', 'Harbour', '2026-05-01T12:00:00Z', '2026-05-01T12:00:00Z', '<p>The ferry sails.</p>',
      '<p>It sails.</p>', 'The ferry sails.', 'h')`)
  const db = openDatabase(file)
  onTestFinished(() => void db.close())
  expect(db.prepare('SELECT words, teaser FROM entries').all()).toEqual([{ words: 3, teaser: 0 }])
  expect(connect(`${file}.schema-4`).prepare('SELECT text FROM entries').pluck().all()).toEqual([
    'The ferry sails.',
  ])
  expect(statSync(`${file}.schema-4`).mode & 0o777).toBe(0o600)
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2)
  expect(db.prepare('SELECT copies, longest_words FROM stories').all()).toEqual([
    { copies: 1, longest_words: 3 },
  ])
  indexEntries(db, 10)
  const [story] = (await createStoryPages(db).page({ ...ALL, query: 'ferry' }, 1)).stories
  expect(story!.lead).toMatchObject({
    contentHtml: '<p>The ferry sails.</p>',
    summaryHtml: '<p>It sails.</p>',
  })
})
