import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { hold } from './hold.ts'
import { migrate, refuseForeign, StoreError } from './migrate.ts'

/** Opens the database for reading and writing, makes it where it is missing, and brings its schema up to date. */
export function openDatabase(file: string): Database {
  const db = connect(file, () => mkdirSync(dirname(file), { recursive: true }))
  db.pragma('busy_timeout = 10000') // another process (a command beside the daemon) may be writing
  refuseForeign(db)
  db.pragma('journal_mode = WAL') // readers never wait for the writer
  db.pragma('synchronous = NORMAL') // safe with WAL: a crash loses nothing, a power cut at most the last polls
  db.pragma('foreign_keys = ON')
  db.pragma('cache_size = -65536') // 64 MB: the index of shingles is read at random
  migrate(db)
  return db
}

/** Opens an up-to-date database for reading only. */
export function openReadOnly(file: string): Database {
  const db = connect(file, () => {}, { readonly: true, fileMustExist: true })
  db.pragma('busy_timeout = 1000')
  return db
}

function connect(file: string, prepare: () => void, options?: SQLite.Options): Database {
  try {
    prepare()
    const db = hold(new SQLite(file, options))
    db.pragma('schema_version') // the first real read: a file that is no database fails here
    return db
  } catch (error) {
    throw new StoreError(`cannot open the database ${file}: ${(error as Error).message}`, { cause: error })
  }
}
