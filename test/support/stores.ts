/** A real store of either engine, closed and removed after the test: the same tests run on both. */
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { Store, StoryPages } from '../../src/contract/store.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import {
  checkDatabase as checkPostgres,
  repairDatabase as repairPostgres,
} from '../../src/store/postgres/check.ts'
import type { Sql } from '../../src/store/postgres/connect.ts'
import { createStoryPages as createPostgresPages } from '../../src/store/postgres/pages/story-pages.ts'
import { openStore as openPostgresStore } from '../../src/store/postgres/store.ts'
import { checkDatabase as checkSqlite, repairDatabase as repairSqlite } from '../../src/store/sqlite/check.ts'
import { createStoryPages as createSqlitePages } from '../../src/store/sqlite/pages/story-pages.ts'
import { openStore as openSqliteStore } from '../../src/store/sqlite/store.ts'
import { borrowDatabase } from './borrowed-database.ts'
import { sqliteSql } from './desk.ts'
import { makeEmptyFile } from './empty-file.ts'
import { COPIES, createPolls, type Polls, toStories } from './polls.ts'
import { temporaryFolder } from './store.ts'

const DAY = 86_400_000

/** A store, and a second connection to its database, as a person with a client has one. */
interface EngineStore {
  readonly store: Store
  readonly pages: StoryPages
  /** Statements such as every engine takes; parameters stand as $1, $2 … */
  readonly sql: Pick<Sql, 'rows' | 'run' | 'script'>
  /** What `wirefold check` finds wrong. */
  check(): Promise<string[]>
  /** What `wirefold check --repair` mends. */
  repair(): Promise<string[]>
  /** Another store on the same database, as another process has one. `key` encrypts credentials. */
  again(key?: Uint8Array): Promise<Store>
}

export interface NewsStore extends EngineStore, Polls {
  /** The first column of the first row. */
  value(text: string, ...params: readonly unknown[]): Promise<unknown>
  /** The first column of every row. */
  column(text: string, ...params: readonly unknown[]): Promise<unknown[]>
  /** The stories as lists of guids, lead first: `{ 'a b', 'c' }`. */
  stories(): Promise<string[]>
}

export const STORES = [
  { name: 'SQLite', open: openSqlite },
  { name: 'PostgreSQL', open: openPostgres },
] as const

export async function openNewsStore(engine: (typeof STORES)[number]): Promise<NewsStore> {
  const opened = await engine.open()
  const { store, sql } = opened
  const value: NewsStore['value'] = async (text, ...params) =>
    Object.values((await sql.rows<object>(text, params))[0] ?? {})[0]
  return {
    ...opened,
    value,
    column: async (text, ...params) =>
      (await sql.rows<object>(text, params)).map((row) => Object.values(row)[0]),
    ...createPolls(store, async (url) => Number(await value('SELECT id FROM feeds WHERE url = $1', url))),
    stories: () => storiesOf(sql),
  }
}

/** The stories as lists of guids, lead first. */
export async function storiesOf(sql: EngineStore['sql']): Promise<string[]> {
  return toStories(await sql.rows(COPIES))
}

async function openSqlite(): Promise<EngineStore> {
  const file = makeEmptyFile(join(temporaryFolder(), 'wirefold.db'))
  const open = (key: Uint8Array | null = null) =>
    openSqliteStore({ file, windowMs: 14 * DAY, key }, createMatcher())
  const store = open()
  const db = new SQLite(file)
  onTestFinished(async () => {
    db.close()
    await store.close()
  })
  return {
    store,
    pages: createSqlitePages(db),
    sql: sqliteSql(db),
    check: async () => checkSqlite(file) ?? ['is not there'],
    repair: async () => repairSqlite(file),
    again: async (key) => closing(open(key)),
  }
}

async function openPostgres(): Promise<EngineStore> {
  const { url, sql } = await borrowDatabase()
  const open = (key: Uint8Array | null = null) =>
    openPostgresStore({ url, windowMs: 14 * DAY, key }, createMatcher())
  const store = await open()
  onTestFinished(() => store.close())
  return {
    store,
    pages: createPostgresPages(sql),
    sql,
    check: () => checkPostgres({ url }),
    repair: () => repairPostgres({ url }),
    again: async (key) => closing(await open(key)),
  }
}

function closing(store: Store): Store {
  onTestFinished(() => store.close())
  return store
}
