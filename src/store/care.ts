import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { isOlder, StoreError } from './migrate.ts'
import { openAnyReadOnly } from './open.ts'

/** An online copy: readers and the writer go on meanwhile. Throws StoreError; never overwrites a file. */
export async function backupDatabase(from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new StoreError(`${to} exists already: name a file that does not`)
  const db = openAnyReadOnly(from)
  try {
    await db.backup(to)
  } catch (error) {
    throw new StoreError(`cannot write ${to}: ${(error as Error).message}`)
  } finally {
    db.close()
  }
}

/** What must hold in every database of ours, each as a query that finds what breaks it. */
const INVARIANTS: readonly (readonly [string, string])[] = [
  [
    'entries whose story is missing or an alias',
    'SELECT count(*) FROM entries WHERE story_id NOT IN (SELECT id FROM stories WHERE alias_of IS NULL)',
  ],
  [
    'stories without a lead copy of their own',
    `SELECT count(*) FROM stories WHERE alias_of IS NULL
    AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = lead_entry_id AND story_id = stories.id)`,
  ],
  [
    'aliases of aliases',
    'SELECT count(*) FROM stories WHERE alias_of IN (SELECT id FROM stories WHERE alias_of IS NOT NULL)',
  ],
]

/**
 * What is wrong with the database, in lines for a person; empty when it is sound, null where there is none yet but the
 * first poll can make it.
 */
export function checkDatabase(file: string): string[] | null {
  if (!existsSync(file))
    return canBeMade(file) ? null : [`cannot be made: see what ${dirname(file)} is, and who may write there`]
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

const OUR_TABLES = "SELECT count(*) FROM sqlite_master WHERE name IN ('entries', 'stories')"

function inspect(file: string): string[] {
  const db = openAnyReadOnly(file)
  try {
    const integrity = (db.pragma('integrity_check') as { integrity_check: string }[]).map(
      (row) => row.integrity_check,
    )
    const damage = integrity.filter((line) => line !== 'ok')
    if (damage.length > 0) return [...damage, RECOVERY]
    const known = db.prepare(OUR_TABLES).pluck().get()
    if (known !== 2) return ['is a SQLite database, but none of Wirefold: see the path in the config']
    return isOlder(db) ? findOrphans(db) : [...findOrphans(db), ...findBroken(db)]
  } finally {
    db.close()
  }
}

function findOrphans(db: Database): string[] {
  const orphans = db.pragma('foreign_key_check') as { table: string }[]
  return orphans.slice(0, 10).map((row) => `a row of ${row.table} points at nothing`)
}

function findBroken(db: Database): string[] {
  return INVARIANTS.flatMap(([what, sql]) => {
    const found = db.prepare(sql).pluck().get() as number
    return found > 0 ? [`${found} ${what}`] : []
  })
}

const RECOVERY =
  'stop the daemon and restore a backup, or save what is left: https://www.sqlite.org/recovery.html'

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
