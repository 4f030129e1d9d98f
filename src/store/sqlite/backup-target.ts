/** Where a backup may go, and why it cannot, in words that say what to do about it. */
import { existsSync, lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { StoreError } from '../store-error.ts'

/** What a database consists of while it is used, by the ends of the names. */
const PARTS = ['', '-journal', '-wal', '-shm', '-lock']

/**
 * Throws StoreError unless `to` is free, or a plain file that may be replaced (`force`). The database `from` and what
 * belongs to it may not be, by whatever path: the daemon would go on writing into a file that has no name any more.
 */
export function refuseTarget(from: string, to: string, force: boolean): void {
  const names = existsSync(from) ? [from, realpathSync(from)] : [from] // SQLite puts its parts beside the file itself
  const part = PARTS.find((end) => names.some((name) => isSame(name + end, to)))
  if (part !== undefined) {
    const what = part === '' ? 'the database itself' : `a part of the database ${from}`
    throw new StoreError(`${to} is ${what}: name another file`)
  }
  if (lstatSync(to, { throwIfNoEntry: false }) === undefined) return
  const fault = whyNoFile(statSync(to, { throwIfNoEntry: false }))
  if (fault !== null) throw new StoreError(`${to} is ${fault}`)
  if (!force) throw new StoreError(`${to} exists already: name another file, or replace it with --force`)
}

/** Throws StoreError unless `backup` is a plain file: reading a pipe would wait for its writer. */
export function refuseSource(backup: string): void {
  if (!existsSync(backup)) throw new StoreError(`there is no backup ${backup}`)
  const fault = whyNoFile(statSync(backup))
  if (fault !== null) throw new StoreError(`nothing was restored: ${backup} is ${fault}`)
}

/** One path, or one file under two names. */
function isSame(file: string, other: string): boolean {
  const [a, b] = [file, other].map((path) => statSync(path, { throwIfNoEntry: false }))
  if (a && b) return a.dev === b.dev && a.ino === b.ino
  return placeOf(file) === placeOf(other)
}

/** The folder as the system knows it, whatever it is called, and the name in it. */
function placeOf(file: string): string {
  const folder = statSync(dirname(resolve(file)), { throwIfNoEntry: false })
  return folder ? `${folder.dev} ${folder.ino} ${basename(resolve(file))}` : resolve(file)
}

/** `found`: what is there, or behind the link that is there. */
function whyNoFile(found: Stats | undefined): string | null {
  if (found === undefined) return 'a link to nothing: name another file'
  if (found.isDirectory()) return 'a folder: name a file in it'
  return found.isFile() ? null : 'a device, a pipe or a socket: name a file'
}

const WHY: Readonly<Record<string, (folder: string) => string>> = {
  ENOENT: (folder) => `there is no folder ${folder}`,
  ENOTDIR: (folder) => `${folder} is a file, not a folder`,
  EACCES: (folder) => `this user may not write into ${folder}`,
  EPERM: (folder) => `this user may not write into ${folder}`,
  EROFS: (folder) => `${folder} is on a read-only file system`,
  ENOSPC: () => 'the disk is full',
  SQLITE_FULL: () => 'the disk is full',
  EDQUOT: () => 'the quota of this user is used up',
  ENAMETOOLONG: () => 'the name is too long',
}

/** Why a file cannot be written, by the code of the system or of SQLite; else in their own words. */
export function whyUnwritable(file: string, error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return WHY[code]?.(file.endsWith('/') ? file : dirname(file)) ?? message
}
