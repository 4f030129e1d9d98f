/** A database of one engine, filled by hand, with what is read from it. The same tests run on every engine. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database as SqliteDatabase } from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { StoryPages } from '../../src/contract/store.ts'
import { connect, type Sql } from '../../src/store/postgres/connect.ts'
import * as postgresArchive from '../../src/store/postgres/pages/archive.ts'
import { indexEntries as indexInPostgres } from '../../src/store/postgres/pages/search-index.ts'
import { createStoryPages as createPostgresPages } from '../../src/store/postgres/pages/story-pages.ts'
import { openDatabase, openReadOnly } from '../../src/store/sqlite/open.ts'
import * as sqliteArchive from '../../src/store/sqlite/pages/archive.ts'
import { indexEntries as indexInSqlite } from '../../src/store/sqlite/pages/search.ts'
import { createStoryPages as createSqlitePages } from '../../src/store/sqlite/pages/story-pages.ts'
import { borrowDatabase } from './borrowed-database.ts'
import { makeEmptyFile } from './empty-file.ts'
import {
  type CopyFields,
  entryRow,
  type FeedFields,
  feedRow,
  insertRows,
  type Row,
  storyRow,
  textRow,
} from './news-rows.ts'

/** What an engine puts behind a desk. Statements are such that every engine takes, parameters stand as $1, $2 … */
interface Engine {
  readonly sql: Pick<Sql, 'rows' | 'run' | 'script'>
  readonly pages: StoryPages
  indexEntries(limit: number): Promise<number>
  freezeArchive(now: number): Promise<number>
  dropArchive(before: number): Promise<number>
  /** How the engine would run a statement, in its words. */
  plan(statement: string): Promise<string>
  /** The entries that the full-text index has under this word. */
  indexed(word: string): Promise<number[]>
}

export interface Desk extends Engine {
  feed(feed?: Partial<FeedFields>): Promise<number>
  story(...copies: [CopyFields, ...CopyFields[]]): Promise<string>
  /** Adds a copy to a story. */
  copy(storyId: string, copy: CopyFields): Promise<number>
  insert(table: string, rows: readonly Row[]): Promise<void>
}

export const ENGINES = [
  { name: 'SQLite', open: openSqlite },
  { name: 'PostgreSQL', open: openPostgres },
] as const

/** Opens a new database with the newest schema; it goes with the test. */
export async function openDesk(engine: (typeof ENGINES)[number]): Promise<Desk> {
  const opened = await engine.open()
  const { sql } = opened
  const number = async (table: string, key: string) => {
    const [row] = await sql.rows<{ n: number }>(`SELECT coalesce(max(${key}), 0) + 1 AS n FROM ${table}`)
    return row!.n
  }
  const copy = async (storyId: string, fields: CopyFields) => {
    const id = await number('entries', 'id')
    await insertRows(sql, 'entries', [entryRow(id, storyId, fields)])
    await insertRows(sql, 'entry_texts', [textRow(id, fields)])
    return id
  }
  return {
    ...opened,
    copy,
    insert: (table, rows) => insertRows(sql, table, rows),
    feed: async (feed = {}) => {
      const id = await number('feeds', 'id')
      await insertRows(sql, 'feeds', [feedRow(id, feed)])
      return id
    },
    story: async (...copies) => {
      const row = storyRow(await number('stories', 'number'), copies)
      await insertRows(sql, 'stories', [row])
      const ids = []
      for (const each of copies) ids.push(await copy(String(row.id), each))
      await sql.run('UPDATE stories SET lead_entry_id = $1 WHERE id = $2', [ids[0], row.id])
      return String(row.id)
    },
  }
}

async function openSqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-'))
  const db = openDatabase(makeEmptyFile(join(folder, 'wire.db')))
  const reader = openReadOnly(db.name)
  onTestFinished(() => {
    reader.close()
    db.close()
    rmSync(folder, { recursive: true })
  })
  return {
    sql: sqliteSql(db),
    pages: createSqlitePages(reader),
    indexEntries: async (limit) => indexInSqlite(db, limit),
    freezeArchive: async (now) => sqliteArchive.freezeArchive(db, now),
    dropArchive: async (before) => sqliteArchive.dropArchive(db, before),
    plan: async (statement) => {
      const steps = db.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { detail: string }[]
      return steps.map((step) => step.detail).join('\n')
    },
    indexed: async (word) => {
      db.exec("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
      return db.prepare('SELECT rowid FROM search WHERE search MATCH ?').pluck().all(word) as number[]
    },
  }
}

export function sqliteSql(db: SqliteDatabase): Engine['sql'] {
  const named = (params: readonly unknown[] = []) =>
    Object.fromEntries(params.map((value, n) => [String(n + 1), value]))
  return {
    rows: async (text, params) => db.prepare(text).all(named(params)) as never[],
    run: async (text, params) => db.prepare(text).run(named(params)).changes,
    script: async (text) => void db.exec(text),
  }
}

async function openPostgres(): Promise<Engine> {
  const { url, sql: database } = await borrowDatabase()
  const reader = connect({ url, connections: 1, isReadOnly: true })
  onTestFinished(() => reader.close())
  return {
    sql: database,
    pages: createPostgresPages(reader),
    indexEntries: (limit) => indexInPostgres(database, limit),
    freezeArchive: (now) => postgresArchive.freezeArchive(database, now),
    dropArchive: (before) => postgresArchive.dropArchive(database, before),
    plan: async (statement) => {
      await database.script('ANALYZE')
      const lines = await database.rows<Record<string, string>>(`EXPLAIN ${statement}`)
      return lines.map((line) => line['QUERY PLAN']).join('\n')
    },
    indexed: async (word) => {
      const rows = await database.rows<{ entry_id: number }>(
        "SELECT entry_id FROM search_index WHERE words @@ to_tsquery('simple', $1)",
        [word],
      )
      return rows.map((row) => row.entry_id)
    },
  }
}
