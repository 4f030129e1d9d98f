import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { createMatcher } from '../../src/match/matcher.ts'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { everyFeed } from '../support/builders.ts'
import { temporaryFolder } from '../support/store.ts'

/** One small database of each schema that was ever released; the data is the same in all. */
const DUMPS = new URL('../fixtures/schemas/', import.meta.url)
const dumps = readdirSync(DUMPS).sort()
const ALL = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }
const NOON = Date.UTC(2026, 4, 1, 12)

function load(dump: string): string {
  const file = join(temporaryFolder(), 'wire.db')
  const db = new SQLite(file)
  db.exec(readFileSync(new URL(dump, DUMPS), 'utf8'))
  db.close()
  return file
}

function open(file: string): Database {
  const db = openDatabase(file)
  onTestFinished(() => void db.close())
  return db
}

function schemaOf(db: Database): unknown[] {
  return db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name').all()
}

it('each schema up to the first release has its dump', () => {
  expect(dumps).toEqual([1, 2, 3, 4].map((number) => `schema-${number}.sql`))
})

it.each(dumps)('%s comes to the schema of a new database', (dump) => {
  const old = open(load(dump))
  const fresh = open(join(temporaryFolder(), 'new.db'))
  expect(schemaOf(old)).toEqual(schemaOf(fresh))
  expect(old.pragma('auto_vacuum')).toEqual(fresh.pragma('auto_vacuum'))
})

it.each(dumps)('%s loses nothing on the way', async (dump) => {
  const file = load(dump)
  const store = openStore({ file, windowMs: 14 * 86_400_000 }, createMatcher())
  while ((await store.maintain({ retentionMs: null, now: NOON })).hasMore);
  expect(checkDatabase(file)).toEqual([])
  const db = open(file)
  const { stories } = await createStoryPages(db).page(ALL, 10)
  expect(stories.map((story) => [story.id.slice(-1), story.copies.length])).toEqual([
    ['2', 1],
    ['1', 2],
  ])
  expect(stories[1]!.lead.contentHtml).toContain('<p>It had been away since the storm of March.</p>')
  const rows = (sql: string) => db.prepare(sql).raw().all()
  expect(rows('SELECT guid, words, is_excerpt FROM copies ORDER BY guid')).toEqual([
    ['h1', 20, 0],
    ['h2', 7, 0],
    ['v1', 11, 1],
  ])
  expect(rows('SELECT alias_id, story_id FROM story_aliases')).toHaveLength(1)
  expect(rows('SELECT operation, kind, undone_at FROM corrections')).toEqual([
    [1, 'merge', null],
    [2, 'split', '2026-05-01T12:05:00Z'],
  ])
  expect(rows("SELECT rowid FROM search WHERE search MATCH 'storm OR 港'")).toHaveLength(2)
  const held =
    dump === 'schema-4.sql' ? '2026-05-01T16:00:00Z' : rows('SELECT held_until FROM feeds WHERE id = 2')[0]
  expect(held).toBeTruthy()
  const claimed = await store.claimAll(everyFeed(NOON + 86_400_000))
  expect(claimed.map(({ url, credentials }) => [url, credentials])).toEqual([
    ['https://harbor.example/feed', 'ann:hush'],
    ['https://valley.example/new.rss', null],
  ])
  await store.close()
})
