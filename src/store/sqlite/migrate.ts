/** Brings a SQLite file to the newest schema; one that is not for this program is left as it is. */
import { readdirSync, readFileSync } from 'node:fs'
import SQLite, { type Database } from 'better-sqlite3'
import { ROOT } from '../../root.ts'
import { StoreError } from '../store-error.ts'
import { countWords, isTeaser, packHtml, searchForm } from '../texts.ts'
import { hold } from './hold.ts'

const MIGRATIONS = new URL('migrations/sqlite/', ROOT)

/**
 * Throws StoreError where the database is somebody else's, or newer than the program; only reads. All in one
 * transaction, since another process may be making the database at this moment.
 */
export function refuseForeign(db: Database): void {
  const [version, ours, tables] = db.transaction(() => [versionOf(db), count(db, OURS), count(db, ALL)])()
  const known = migrationFiles().length
  if (version! > known) {
    throw new StoreError(
      `the database ${db.name} has schema ${version}, this program knows ${known}: install a newer Wirefold`,
    )
  }
  if (version === 0 ? tables === 0 : ours === 3) return
  throw new StoreError(
    `${db.name} is not a Wirefold database: it holds other tables; name another file under "database" (WIREFOLD_DATABASE)`,
  )
}

/** Whether the program knows a newer schema than the database has. */
export function isOlder(db: Database): boolean {
  return versionOf(db) < migrationFiles().length
}

/**
 * The present version of a database that a coming migration writes anew, as its first line says; else null. A new
 * database has nothing that could be lost.
 */
export function versionToKeep(db: Database): number | null {
  const version = versionOf(db)
  if (version === 0) return null
  const coming = migrationFiles().slice(version)
  return coming.some((file) => read(file).startsWith('-- Rewrites data')) ? version : null
}

/**
 * Brings the database to the newest schema: every `migrations/sqlite/NNNN_*.sql` above `user_version`, in order, each in a
 * transaction of its own together with its version, which is read in it: another process may have been quicker.
 */
export function migrate(db: Database): void {
  const files = migrationFiles()
  if (versionOf(db) === files.length) return
  for (const [name, compute] of Object.entries(FUNCTIONS)) db.function(name, { deterministic: true }, compute)
  for (const [index, file] of files.entries()) {
    const sql = read(file)
    db.transaction(() => {
      if (index < versionOf(db)) return
      db.exec(sql)
      db.pragma(`user_version = ${index + 1}`)
      if (hasSettings(db)) db.prepare(PUT_SCHEMA).run(String(index + 1))
    }).immediate()
  }
}

/** What SQL alone cannot make of the data; only migrations use them, so that any client can read the file. */
const FUNCTIONS = {
  pack_html: (html: unknown, text: unknown) => (html === null ? null : packHtml(String(html), String(text))),
  search_form: (text: unknown) => searchForm(String(text)),
  count_words: (text: unknown) => countWords(String(text)),
  is_teaser: (text: unknown) => (isTeaser(String(text)) ? 1 : 0),
}

/** A part of the schema that holds no data: `sql` makes it again. */
export interface SchemaPart {
  readonly type: 'view' | 'trigger' | 'index'
  readonly name: string
  readonly sql: string
}

const PARTS =
  "SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger', 'index') AND sql IS NOT NULL"

/** The views, triggers and indices that a database of the newest schema has and this one has not. */
export function missingParts(db: Database): SchemaPart[] {
  const whole = hold(new SQLite(':memory:'))
  try {
    migrate(whole)
    const there = new Set((db.prepare(PARTS).all() as SchemaPart[]).map(({ name }) => name))
    return (whole.prepare(PARTS).all() as SchemaPart[]).filter(({ name }) => !there.has(name))
  } finally {
    whole.close()
  }
}

/** The view `meta` tells the version to those who read it with SQL. */
const PUT_SCHEMA = `INSERT INTO settings (name, value) VALUES ('schema', ?)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`

function hasSettings(db: Database): boolean {
  return count(db, "name = 'settings'") > 0
}

const OURS = "type = 'table' AND name IN ('feeds', 'entries', 'stories')"
const ALL = "type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"

function count(db: Database, which: string): number {
  return db.prepare(`SELECT count(*) FROM sqlite_master WHERE ${which}`).pluck().get() as number
}

function versionOf(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number
}

function read(file: string): string {
  return readFileSync(new URL(file, MIGRATIONS), 'utf8')
}

function migrationFiles(): string[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
}
