/** Copies of the database: made while the daemon runs, checked before they count, and put back. */
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { backupName, outdated } from '../../upkeep/rotation.ts'
import { StoreError } from '../store-error.ts'
import { refuseSource, refuseTarget, whyUnwritable } from './backup-target.ts'
import { checkDatabase, FOREIGN } from './check.ts'
import { createPrivately, removeDatabase } from './files.ts'
import { hold } from './hold.ts'
import { lockDatabase } from './lock.ts'
import { openAnyReadOnly } from './open.ts'

const MENDING = '(what is derived from the rest is mended by "wirefold check --repair", while no daemon runs)'
/** Pages copied before others get their turn. */
const PAGES_AT_ONCE = 1000

interface BackupOptions {
  /** Replaces a file that is there. */
  readonly force?: boolean
  /** Told how much is copied, 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/**
 * Copies the database as it is at this moment, while others read and write. The copy is one file, its owner's alone. It
 * gets its name only when it is whole and sound. Throws StoreError, and then leaves no file and no other one touched.
 */
export async function backupDatabase(from: string, to: string, options: BackupOptions = {}): Promise<void> {
  const { force = false, onProgress } = options
  try {
    refuseTarget(from, to, force)
    await copyWhole(from, to, onProgress)
  } catch (error) {
    if (error instanceof StoreError) throw new StoreError(`no backup was made: ${error.message}`)
    throw new StoreError(`no backup was made: cannot write ${to}: ${whyUnwritable(to, error)}`)
  }
}

async function copyWhole(from: string, to: string, onProgress?: (share: number) => void): Promise<void> {
  const partial = `${to}.partial-${process.pid}`
  createPrivately(partial)
  try {
    await copySnapshot(from, partial, onProgress)
    const faults = checkDatabase(partial) ?? []
    if (faults.some((fault) => fault.startsWith(FOREIGN))) {
      throw new StoreError(`${from} is no database of Wirefold: name another file`)
    }
    if (faults.length > 0) throw new StoreError(`${from} is damaged:${indented([...faults, MENDING])}`)
    renameSync(partial, to)
  } finally {
    removeDatabase(partial)
  }
}

/** A read transaction holds the moment: without it, the copy begins anew whenever somebody else writes. */
async function copySnapshot(from: string, to: string, onProgress?: (share: number) => void): Promise<void> {
  const db = openAnyReadOnly(from)
  try {
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM sqlite_master').get()
    await db.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        if (totalPages > 0) onProgress?.(1 - remainingPages / totalPages)
        return PAGES_AT_ONCE
      },
    })
  } finally {
    db.close()
  }
  const copy = hold(new SQLite(to))
  copy.pragma('journal_mode = DELETE') // one file, which can be read in a folder that is read-only
  copy.close()
}

export interface Nightly {
  readonly database: string
  readonly folder: string
  /** How many backups stay. */
  readonly keep: number
  readonly now: number
}

/** Makes the backup of the day and drops those beyond the newest; returns its file. Throws StoreError. */
export async function backUpNightly({ database, folder, keep, now }: Nightly): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, backupName(now))
  await backupDatabase(database, file, { force: true })
  for (const name of outdated(readdirSync(folder), keep)) rmSync(join(folder, name))
  return file
}

/**
 * Puts a backup in the database's place, and returns where the present database went, or null. The last step is one
 * rename: killed at any moment, this leaves the one database or the other. Throws StoreError while a daemon or another
 * program has the database open, or where the backup is not sound.
 */
export async function restoreDatabase(backup: string, file: string, now: number): Promise<string | null> {
  refuseSource(backup)
  const release = lockDatabase(file)
  const restored = `${file}.restoring`
  try {
    await backupDatabase(backup, restored, { force: true })
    const aside = existsSync(file) ? setAside(file, now) : null
    renameSync(restored, file)
    return aside
  } catch (error) {
    throw new StoreError((error as Error).message.replace('no backup was made', 'nothing was restored'))
  } finally {
    rmSync(restored, { force: true })
    release()
  }
}

/** Gives the database a second name under which it stays; its `-wal` and `-shm`, where any are left, go along. */
function setAside(file: string, now: number): string {
  const aside = `${file}.before-restore-${new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)}`
  foldIn(file)
  linkSync(file, aside)
  for (const end of ['-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, aside + end)
  return aside
}

/** Writes what is in the `-wal` into the file itself. One that is too damaged for that keeps its `-wal`. */
function foldIn(file: string): void {
  if (statSync(file).size === 0) return
  try {
    const db = hold(new SQLite(file, { timeout: 1000 }))
    const mode = db.prepare('PRAGMA journal_mode = DELETE').pluck().get()
    db.close()
    if (mode === 'delete') return
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return
  }
  throw new StoreError(`nothing was restored: another program has ${file} open; end that one first`)
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `\n  ${line}`).join('')
}
