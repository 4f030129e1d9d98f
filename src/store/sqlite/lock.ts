/** One daemon to a database: a lock that the system takes back when its process ends, however that ends. */
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { StoreError } from '../store-error.ts'
import { createPrivately } from './files.ts'
import { hold } from './hold.ts'
import { whyUnopenable } from './unopenable.ts'

/** What this process has, by lock file, and how often: a daemon that reads its config again is two for a moment. */
const taken = new Map<string, { readonly db: Database; times: number }>()

/**
 * Takes the lock of whoever runs on this database, and returns what gives it back. Throws StoreError where another
 * process has it. The lock is SQLite's own on an empty file beside the database, so that it holds between containers
 * too, and a process that was killed leaves none.
 */
export function lockDatabase(file: string): () => void {
  const lock = resolve(`${file}-lock`)
  const own = taken.get(lock) ?? { db: take(lock, file), times: 0 }
  own.times += 1
  taken.set(lock, own)
  return () => {
    own.times -= 1
    if (own.times > 0) return
    taken.delete(lock)
    own.db.close()
  }
}

function take(lock: string, file: string): Database {
  const db = open(lock, file)
  try {
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error
    throw new StoreError(
      `a daemon runs on ${file} already: stop that one first, or name another file under "database" (WIREFOLD_DATABASE)`,
    )
  }
  return db
}

function open(lock: string, file: string): Database {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    createPrivately(lock)
    return hold(new SQLite(lock, { timeout: 0 }))
  } catch (error) {
    throw new StoreError(`cannot open the database ${file}: ${whyUnopenable(lock, error)}`, { cause: error })
  }
}
