/** SQLite's side of a move: a file that is read as it is, or a new one that gets its name when it is whole. */
import { existsSync, renameSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { type Fillable, MOVED, type MovedTable, type Readable, type Row } from '../move/tables.ts'
import { StoreError, UnusableDatabaseError } from '../store-error.ts'
import { checkDatabase } from './check.ts'
import { removeDatabase } from './files.ts'
import { lockDatabase } from './lock.ts'
import { openDatabase, openReadOnly } from './open.ts'

const ROWS_AT_ONCE = 500

/** Gives `work` the database as it is at this moment. Throws StoreError where there is none, or a daemon runs on it. */
export async function readFile<T>(file: string, work: (source: Readable) => Promise<T>): Promise<T> {
  const db = openReadOnly(file)
  try {
    const release = lockDatabase(file)
    try {
      db.exec('BEGIN')
      return await work(readableOf(db))
    } finally {
      release()
    }
  } finally {
    db.close()
  }
}

/**
 * Makes a new database of what `work` puts into it, with its search index, and checks it. Throws UnusableDatabaseError
 * where a file is there, or none can be made; then, and where `work` throws, nothing is left behind.
 */
export async function makeFile<T>(file: string, work: (target: Fillable) => Promise<T>): Promise<T> {
  if (['', '-wal', '-journal'].some((end) => existsSync(file + end))) {
    throw new UnusableDatabaseError(`${file} is there already, or its -wal is: name a new file`)
  }
  const partial = `${file}.partial-${process.pid}`
  try {
    const result = await fill(openNew(partial, file), work)
    const faults = checkDatabase(partial) ?? []
    if (faults.length > 0) throw new StoreError(`nothing was moved: ${faults.join('; ')}`)
    renameSync(partial, file)
    return result
  } finally {
    removeDatabase(partial)
  }
}

function openNew(partial: string, file: string): Database {
  try {
    return openDatabase(partial)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new UnusableDatabaseError(error.message.replaceAll(partial, file), { cause: error })
  }
}

/** Without triggers, which would number changes anew and count them as published. */
async function fill<T>(db: Database, work: (target: Fillable) => Promise<T>): Promise<T> {
  try {
    db.pragma('foreign_keys = OFF') // stories and entries refer to each other; the check looks at all
    db.exec('BEGIN')
    const triggers = db
      .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
      .all() as Trigger[]
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
    for (const { name } of MOVED) db.exec(`DELETE FROM ${name}`) // a new database has a few rows of its own
    const result = await work(fillableOf(db))
    for (const { sql } of triggers) db.exec(sql)
    db.exec("INSERT INTO search (search) VALUES ('rebuild')")
    db.exec('COMMIT')
    db.pragma('journal_mode = DELETE') // one file, which a rename takes whole
    return result
  } finally {
    db.close()
  }
}

interface Trigger {
  readonly name: string
  readonly sql: string
}

const SEQUENCE = 'SELECT seq FROM sqlite_sequence WHERE name = ?'
const IS_SEQUENCE = "SELECT count(*) FROM sqlite_master WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'"

function readableOf(db: Database): Readable {
  return {
    columns: async (table) =>
      (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name),
    async *rows({ name, key }, columns) {
      const select = `SELECT ${quoted(columns)} FROM ${name} ORDER BY ${quoted(key)}`
      let batch: Row[] = []
      for (const row of db.prepare(select).iterate() as Iterable<Row>) {
        batch.push(row)
        if (batch.length < ROWS_AT_ONCE) continue
        yield batch
        batch = []
      }
      yield batch
    },
    async lastNumber({ name, key }) {
      const given = (db.prepare(SEQUENCE).pluck().get(name) as number | undefined) ?? 0
      const highest = db.prepare(`SELECT coalesce(max(${key[0]}), 0) FROM ${name}`).pluck().get() as number
      return Math.max(given, highest)
    },
  }
}

function fillableOf(db: Database): Fillable {
  return {
    ...readableOf(db),
    async put({ name }: MovedTable, columns, rows) {
      const insert = db.prepare(
        `INSERT INTO ${name} (${quoted(columns)}) VALUES (${columns.map(() => '?').join()})`,
      )
      for (const row of rows) insert.run(columns.map((column) => row[column]))
    },
    async numberAfter({ name }, last) {
      if (db.prepare(IS_SEQUENCE).pluck().get(name) === 0) return
      db.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(name)
      db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, last)
    },
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join()
}
