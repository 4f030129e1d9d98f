/** A database file with the newest schema and nothing in it: made once a run, and copied for each test. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { isRun, runFolder } from './run-folder.ts'

const empty = () => join(runFolder(), 'empty.db')

/** Vitest calls it before the run. */
export default function setup(): void {
  openDatabase(empty()).close()
}

/** Puts it there, or makes one where no run is, as in a script; returns the path. */
export function makeEmptyFile(path: string): string {
  if (isRun()) copyFileSync(empty(), path)
  else openDatabase(path).close()
  return path
}
