/** The database as a file: who may read it, and whether it is still the one that was opened. */
import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { StoreError } from '../store-error.ts'

/** Makes an empty file that only its owner may read, where there is none. SQLite gives `-wal` and `-shm` the same rights. */
export function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Takes the right to read away from group and others, to whom older versions left it. */
export function makePrivate(file: string): void {
  for (const each of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(each)) chmodSync(each, 0o600)
}

/** Removes a database that nobody has open, as far as it is there. */
export function removeDatabase(file: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(file + end, { force: true })
}

/**
 * Returns a check that throws StoreError once the file is not the one that is there now: what is written to a deleted
 * file is lost without a word.
 */
export function watchFile(file: string): () => void {
  const opened = identity(file)
  return () => {
    const now = identity(file)
    if (now === opened) return
    throw new StoreError(
      `the database ${file} was ${now === null ? 'deleted' : 'replaced'} while it was open: nothing is written any more; ` +
        `${now === null ? 'restore a backup (wirefold restore FILE) and ' : ''}start the daemon again`,
    )
  }
}

function identity(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.dev} ${found.ino}` : null
}
