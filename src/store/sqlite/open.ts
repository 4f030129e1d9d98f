/** Opens the database file: for writing, made and upgraded where needed; for reading, wherever it is and changing nothing. */
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { StoreError } from '../store-error.ts'
import { createPrivately, makePrivate } from './files.ts'
import { hold } from './hold.ts'
import { isOlder, migrate, refuseForeign, versionToKeep } from './migrate.ts'
import { whyUnopenable } from './unopenable.ts'

/**
 * Of a new file. An entry changes some forty places, each of which costs a page of log; with SQLite's usual 4096 it would
 * be three times as much, and the file a sixth larger. Bytes.
 */
const PAGE = 1024
/** Pages that are written again and again go to the file once, when the log is so long. Bytes. */
const CHECKPOINT = 16 * 1024 * 1024
/** After a long reader, `-wal` shrinks to this. Bytes. */
export const WAL_LIMIT = 64 * 1024 * 1024

/** For another process that writes, as a command beside the daemon does. */
const LOCK_MS = 10_000
const A_MOMENT_MS = 20
/** Who only reads waits for nobody but a program that keeps the whole file to itself. */
const READ_LOCK_MS = 1000

/** Opens the database for reading and writing, makes it where it is missing, and brings its schema up to date. */
export function openDatabase(file: string, lockMs = LOCK_MS): Database {
  const db = connect(file, () => makeFile(file))
  db.pragma(`busy_timeout = ${lockMs}`)
  refuseForeign(db)
  db.pragma(`page_size = ${PAGE}`)
  db.pragma('auto_vacuum = INCREMENTAL') // before the first table: what retention frees is given back
  turnToLog(db, lockMs) // readers never wait for the writer
  db.pragma('synchronous = NORMAL') // safe with WAL: a crash loses nothing, a power cut at most the last polls
  db.pragma('foreign_keys = ON')
  db.pragma('cache_size = -16384') // 16 MB: what is read at random is what was written lately
  db.pragma(`wal_autocheckpoint = ${pagesIn(db, CHECKPOINT)}`)
  db.pragma(`journal_size_limit = ${WAL_LIMIT}`)
  if (isOlder(db)) upgrade(db, file)
  db.pragma('temp_store = MEMORY') // what undoes a part of a poll is small, unlike what an upgrade sorts and copies
  return db
}

/**
 * Of two that turn one new file to WAL at once, each may hold what the other needs, and SQLite refuses one of them without
 * waiting. The other is done in a moment, and then nothing is left to do.
 */
function turnToLog(db: Database, lockMs: number): void {
  const end = performance.now() + lockMs
  for (;;) {
    try {
      db.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() >= end) throw error
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, A_MOMENT_MS)
  }
}

/** How many of its pages hold so many bytes: a file keeps those that it was made with. */
export function pagesIn(db: Database, bytes: number): number {
  return Math.ceil(bytes / (db.pragma('page_size', { simple: true }) as number))
}

/** Before what is there is written anew, a copy is put beside it; afterwards the file shrinks to what is in it. */
function upgrade(db: Database, file: string): void {
  makePrivate(file)
  const version = versionToKeep(db)
  if (version !== null) keepCopy(db, `${file}.schema-${version}`)
  migrate(db)
  if (version !== null) compact(db)
}

function keepCopy(db: Database, copy: string): void {
  if (existsSync(copy)) return
  const partial = `${copy}.partial-${process.pid}`
  createPrivately(partial)
  db.prepare('VACUUM INTO ?').run(partial)
  renameSync(partial, copy)
}

/** It may be that there is no room for it, or that another process is at it: all is well without. */
function compact(db: Database): void {
  try {
    db.exec('VACUUM')
  } catch (error) {
    if (!/^SQLITE_(FULL|BUSY|LOCKED|IOERR)/.test((error as { code?: string }).code ?? '')) throw error
  }
}

/** Opens a database of this schema for reading only. Throws StoreError, also where there is none yet. */
export function openReadOnly(file: string): Database {
  const db = openAnyReadOnly(file)
  try {
    refuseForeign(db)
    if (isOlder(db)) {
      throw new StoreError(
        `the database ${file} was made by an older Wirefold: start the daemon or run "wirefold poll" once to bring it up to date`,
      )
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens whatever is there for reading only, also a file in a folder that is read-only itself. Throws StoreError. */
export function openAnyReadOnly(file: string): Database {
  if (!existsSync(file)) {
    throw new StoreError(`there is no database ${file} yet: "wirefold poll" or "wirefold serve" makes it`)
  }
  const options = { readonly: true, fileMustExist: true, timeout: READ_LOCK_MS }
  return connectOr(file, options, () => openCopy(file, options))
}

/**
 * Where SQLite may not even make the `-shm` that reading takes, a copy is read, with the `-wal` of a daemon that was
 * killed.
 */
function openCopy(file: string, options: SQLite.Options): Database {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-'))
  try {
    const copy = join(dir, basename(file))
    for (const end of ['', '-wal']) {
      if (existsSync(file + end)) copyFileSync(file + end, copy + end, constants.COPYFILE_FICLONE)
    }
    for (const name of readdirSync(dir)) chmodSync(join(dir, name), 0o600)
    return connect(copy, () => {}, options)
  } catch (error) {
    if (error instanceof StoreError) throw error
    const why = whyUnopenable(file, error, undefined, 'readable')
    throw new StoreError(`cannot open the database ${file}: ${why}`, { cause: error })
  } finally {
    rmSync(dir, { recursive: true }) // what is open stays readable
  }
}

function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  createPrivately(file)
  accessSync(file, constants.R_OK | constants.W_OK) // SQLite itself would open it for reading alone, and say so late
}

function connectOr(file: string, options: SQLite.Options, otherwise: () => Database): Database {
  try {
    return connect(file, () => {}, options)
  } catch (error) {
    const { code = '' } = ((error as Error).cause ?? {}) as { code?: string }
    if (!/^SQLITE_(CANTOPEN|READONLY)/.test(code)) throw error
    return otherwise()
  }
}

function connect(file: string, prepare: () => void, options?: SQLite.Options): Database {
  try {
    prepare()
    const db = hold(new SQLite(file, options))
    db.pragma('schema_version') // the first real read: a file that is no database fails here
    return db
  } catch (error) {
    throw new StoreError(`cannot open the database ${file}: ${whyUnopenable(file, error)}`, { cause: error })
  }
}
