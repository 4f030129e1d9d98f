/** What SQLite says of a database that failed, in words that say what to do about it. Pure. */

/** What is left to do about a file with damage that nothing derived can mend. */
export const RECOVERY =
  'stop the daemon and restore a backup, or save what is left: https://www.sqlite.org/recovery.html'

/** By the beginning of SQLite's code (https://www.sqlite.org/rescode.html). */
const FAULTS: readonly (readonly [string, string])[] = [
  ['SQLITE_FULL', 'the disk with the database is full: make room on it, then do this again'],
  ['SQLITE_CORRUPT', `the database is damaged: ${RECOVERY}`],
  ['SQLITE_NOTADB', `the database is damaged: ${RECOVERY}`],
  [
    'SQLITE_BUSY',
    'another program keeps the database locked: end that one, or do this again when it is done',
  ],
  ['SQLITE_IOERR', 'the disk with the database fails, or is full: see to it, then do this again'],
  ['SQLITE_READONLY', 'the database may only be read: see that this user may write it, and beside it'],
]

/** What to tell a person of an error that SQLite threw, in this thread or another; null where it is a fault of ours. */
export function databaseFault(error: unknown): string | null {
  const code = codeOf(error)
  return FAULTS.find(([start]) => code.startsWith(start))?.[1] ?? null
}

/** Whether the same may work later, as it is: not where the file is damaged, and not where the fault is ours. */
export function mayPass(error: unknown): boolean {
  return /^SQLITE_(?:FULL|BUSY|IOERR|READONLY)/.test(codeOf(error))
}

function codeOf(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown }
  return name === 'SqliteError' && typeof code === 'string' ? code : ''
}
