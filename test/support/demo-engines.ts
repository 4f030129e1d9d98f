/** The demo's data in each engine, for those who query it: read only, the same rows. */
import type { StoryPages } from '../../src/contract/store.ts'
import { moveDatabase } from '../../src/store/engine.ts'
import { connect } from '../../src/store/postgres/connect.ts'
import { createStoryPages as createPostgresPages } from '../../src/store/postgres/pages/story-pages.ts'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { createStoryPages as createSqlitePages } from '../../src/store/sqlite/pages/story-pages.ts'
import { makeDemoDatabase } from './demo-database.ts'
import { makeDatabase } from './postgres.ts'
import { onceARun, runFolder } from './run-folder.ts'

export interface DemoEngine {
  readonly name: 'SQLite' | 'PostgreSQL'
  readonly pages: StoryPages
  rows<T>(sql: string): Promise<T[]>
  /** Names of views, and their definitions. */
  views(): Promise<{ readonly name: string; readonly sql: string }[]>
  /** The types of a column's values: `text`, `integer`, `real`, `null`. */
  typesOf(view: string, column: string): Promise<string[]>
  /** How the engine would run a statement, a line for each step. */
  plan(sql: string): Promise<string[]>
}

export interface Demo {
  readonly engines: Readonly<Record<DemoEngine['name'], DemoEngine>>
  close(): Promise<void>
}

/** Every engine with the demo's data; for several tests, so whoever opens it closes it. */
export async function openDemo(): Promise<Demo> {
  const { file, url } = await demoOfTheRun()
  const sqlite = openReadOnly(file)
  const postgres = connect({ url, isReadOnly: true })
  return {
    engines: {
      SQLite: {
        name: 'SQLite',
        pages: createSqlitePages(sqlite),
        rows: async (sql) => sqlite.prepare(sql).all() as never[],
        views: async () =>
          sqlite
            .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY name")
            .all() as never[],
        typesOf: async (view, column) =>
          sqlite.prepare(`SELECT DISTINCT typeof(${column}) FROM ${view}`).pluck().all() as string[],
        plan: async (sql) =>
          (sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(
            ({ detail }) => detail,
          ),
      },
      PostgreSQL: {
        name: 'PostgreSQL',
        pages: createPostgresPages(postgres),
        rows: (sql) => postgres.rows(sql),
        views: () =>
          postgres.rows(
            `SELECT viewname AS name, definition AS sql FROM pg_views WHERE schemaname = 'public' ORDER BY viewname COLLATE "C"`,
          ),
        typesOf: async (view, column) => {
          const rows = await postgres.rows<{ type: string }>(
            `SELECT DISTINCT CASE WHEN ${column} IS NULL THEN 'null' ELSE pg_typeof(${column})::text END AS type FROM ${view}`,
          )
          return rows.map(({ type }) => TYPES[type] ?? type)
        },
        plan: async (sql) =>
          (await postgres.rows<Record<string, string>>(`EXPLAIN ${sql}`)).map((line) =>
            line['QUERY PLAN']!.trim(),
          ),
      },
    },
    close: async () => {
      await postgres.close()
      sqlite.close()
    },
  }
}

/** Nobody changes it. */
function demoOfTheRun(): Promise<{ readonly file: string; readonly url: string }> {
  return onceARun('demo', async () => {
    const file = await makeDemoDatabase(runFolder())
    const { url } = await makeDatabase()
    const databasePassword = null
    await moveDatabase({ database: file, databasePassword }, { database: url, databasePassword })
    return { file, url }
  })
}

/** PostgreSQL's names of the documented types. */
const TYPES: Readonly<Record<string, string>> = { bigint: 'integer', 'double precision': 'real' }
