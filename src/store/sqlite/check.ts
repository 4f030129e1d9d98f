/** `wirefold check`: whether the database is sound, in words for a person; and the mending of what can be mended. */
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { RECOVERY } from './fault-words.ts'
import { DERIVED, INVARIANTS } from './invariants.ts'
import { lockDatabase } from './lock.ts'
import { isOlder, missingParts, type SchemaPart } from './migrate.ts'
import { openAnyReadOnly, openDatabase } from './open.ts'

/**
 * What is wrong with the database, in lines for a person; empty when it is sound, null where there is none yet but the
 * first poll can make it.
 */
export function checkDatabase(file: string): string[] | null {
  if (!existsSync(file))
    return canBeMade(file) ? null : [`cannot be made: see what ${dirname(file)} is, and who may write there`]
  if (statSync(file).isDirectory()) return ['is a folder: name a file in it']
  if (statSync(file).size === 0) return ['is empty: restore a backup, or let the next poll begin anew']
  try {
    return inspect(file)
  } catch (error) {
    return [inWords(error as Error)]
  }
}

/** The folders that are missing will be made, inside the first one that is there. */
function canBeMade(file: string): boolean {
  let folder = dirname(resolve(file))
  while (!existsSync(folder)) folder = dirname(folder)
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}

/** The beginning of what is said of a database with no damage that another program made. */
export const FOREIGN = 'is a SQLite database, but none of Wirefold'

const OUR_TABLES = "SELECT count(*) FROM sqlite_master WHERE name IN ('entries', 'stories')"

function inspect(file: string): string[] {
  const db = openAnyReadOnly(file)
  try {
    const integrity = db.pragma('integrity_check') as { integrity_check: string }[]
    const damage = integrity.map((row) => row.integrity_check).filter((line) => line !== 'ok')
    if (damage.length > 0) return [...damage, RECOVERY]
    const known = db.prepare(OUR_TABLES).pluck().get()
    if (known !== 2) return [`${FOREIGN}: see the path in the config`]
    if (isOlder(db)) return findOrphans(db)
    return [...missingParts(db).map(toWords), ...findOrphans(db), ...findBroken(db)]
  } finally {
    db.close()
  }
}

function findOrphans(db: Database): string[] {
  return orphans(db)
    .slice(0, 10)
    .map((row) => `a row of ${row.table} points at nothing`)
}

function orphans(db: Database): { table: string; rowid: number | null }[] {
  return db.pragma('foreign_key_check') as { table: string; rowid: number | null }[]
}

function findBroken(db: Database): string[] {
  return INVARIANTS.flatMap(({ broken, find }) => {
    const found = db.prepare(find).pluck().get() as number
    return found > 0 ? [`${found} ${broken}`] : []
  })
}

/**
 * Mends what is derived from the rest, never what is original. Returns what it mended, in lines for a person; what is
 * left, another check tells. Throws StoreError while a daemon runs, and where the file itself is damaged.
 */
export function repairDatabase(file: string): string[] {
  const release = lockDatabase(file)
  try {
    const db = openDatabase(file)
    try {
      return db.transaction(() => [...remake(db), ...dropOrphans(db), ...mend(db)]).immediate()
    } finally {
      db.close()
    }
  } finally {
    release()
  }
}

function remake(db: Database): string[] {
  const missing = missingParts(db)
  for (const { sql } of missing) db.exec(sql)
  return missing.map(toWords)
}

function toWords({ type, name }: SchemaPart): string {
  return `the ${type} ${name}, which is missing`
}

function dropOrphans(db: Database): string[] {
  return DERIVED.flatMap((table) => {
    const rows = orphans(db).filter((row) => row.table === table && row.rowid !== null)
    for (const { rowid } of rows) db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid)
    return rows.length > 0 ? [`${rows.length} rows of ${table} that pointed at nothing`] : []
  })
}

function mend(db: Database): string[] {
  return INVARIANTS.flatMap(({ broken, find, repair }) => {
    const found = db.prepare(find).pluck().get() as number
    if (found === 0 || repair === undefined) return []
    for (const sql of repair) db.prepare(sql).run()
    return [`${found} ${broken}`]
  })
}

/** By the beginning of SQLite's code (https://www.sqlite.org/rescode.html). */
const ADVICE: readonly (readonly [string, string])[] = [
  ['SQLITE_BUSY', 'another program keeps it locked: end that one, or check again when it is done'],
  ['SQLITE_CORRUPT', RECOVERY],
  ['SQLITE_NOTADB', 'see the path in the config, or restore a backup'],
  ['SQLITE_CANTOPEN', 'see that it is a file, and that this user may read it and write beside it'],
]

function inWords(error: Error): string {
  const { code = '', message } = (error.cause ?? error) as Error & { code?: string }
  const advice = ADVICE.find(([start]) => code.startsWith(start))?.[1]
  return advice === undefined ? message : `${message}: ${advice}`
}
