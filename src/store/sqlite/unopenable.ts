/** Why a database file cannot be opened or made, in words that say what to do about it. */
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { databaseFault } from './fault-words.ts'

/** SQLite's and the system's codes for a file that may not be opened or made. */
const REFUSED = /^(SQLITE_(CANTOPEN|READONLY|PERM)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST)/

/** The file may be opened, but the disk or its content is not sound. */
const FAILED = /^SQLITE_(FULL|IOERR|CORRUPT)/

const OWN_UID = process.getuid?.() ?? null

/** `uid` is that of this process; null where the system knows none. `wanted`: what it must be able to do with the file. */
export function whyUnopenable(
  file: string,
  error: unknown,
  uid: number | null = OWN_UID,
  wanted: 'readable' | 'writable' = 'writable',
): string {
  const { code = '', message } = error as Error & { code?: string }
  if (existsSync(file) && statSync(file).isDirectory()) return 'it is a folder: name a file in it'
  if (FAILED.test(code)) return databaseFault(error) ?? message
  if (!REFUSED.test(code)) return message
  const place = firstThatExists(file)
  const { uid: owner, mode } = statSync(place)
  if (!statSync(place).isDirectory() && place !== resolve(file)) {
    return `${place} is a file, not a folder: name another path under "database" (WIREFOLD_DATABASE)`
  }
  if (code === 'EROFS')
    return `${place} is on a read-only file system: mount a volume there that can be written to`
  if (uid === null) return `${message}: see that this user may write to ${place}`
  const rights = (mode & 0o777).toString(8)
  return `this program runs as uid ${uid}, and ${place} belongs to uid ${owner} (mode ${rights}): make it ${wanted} for uid ${uid} (${remedy(place, uid, wanted)})`
}

/** Who owns it already, or is to, needs the owner's rights, too: those of a folder include entering it. */
function remedy(place: string, uid: number, wanted: 'readable' | 'writable'): string {
  const { uid: owner, mode } = statSync(place)
  const [rights, bits] = wanted === 'writable' ? ['rw', 0o600] : ['r', 0o400]
  const [more, needed] = statSync(place).isDirectory() ? ['x', bits | 0o100] : ['', bits]
  const chmod = (mode & needed) === needed ? [] : [`chmod u+${rights}${more} ${place}`]
  const chown = owner === uid ? [] : [`chown ${uid} ${place}`]
  const steps = [...chown, ...chmod]
  return steps.length > 0 ? steps.join(' && ') : `see ${dirname(place)}, too`
}

/** The file, or the nearest folder above it that is there. */
function firstThatExists(file: string): string {
  const path = resolve(file)
  return existsSync(path) ? path : firstThatExists(dirname(path))
}
