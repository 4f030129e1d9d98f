/** A database file with the newest schema and nothing in it: made once a run, and copied for each test. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/sqlite/open.ts'

/** The file, for every test process. */
const FILE = 'WIREFOLD_TEST_EMPTY_FILE'

/** Vitest calls it before the run, and what it returns after it. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-empty-'))
  const file = join(folder, 'wire.db')
  openDatabase(file).close()
  process.env[FILE] = file
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Puts it there; returns the path. */
export function makeEmptyFile(path: string): string {
  copyFileSync(process.env[FILE]!, path)
  return path
}
