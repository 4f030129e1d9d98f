import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'

const MIGRATIONS = new URL('../../migrations/', import.meta.url)

/** A database that this program must not touch. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/**
 * Brings the database to the newest schema: every `migrations/NNNN_*.sql` above `user_version`, in order, each in a
 * transaction of its own together with its version. Throws StoreError where the database is newer than the program.
 */
export function migrate(db: Database): void {
  const files = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > files.length) {
    throw new StoreError(
      `the database ${db.name} has schema ${version}, this program knows ${files.length}: install a newer Wirefold`,
    )
  }
  for (const [index, file] of files.entries()) {
    if (index < version) continue
    const sql = readFileSync(new URL(file, MIGRATIONS), 'utf8')
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  }
}
