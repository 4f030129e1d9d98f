/** What is made once a run of the tests: a folder for it, and whoever comes first makes it there for all test processes. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The folder, for every test process. */
const FOLDER = 'WIREFOLD_TEST_RUN'
const LOOK_MS = 50

/** Vitest calls it before the run, and what it returns after it. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-run-'))
  chmodSync(folder, 0o711) // the database server runs as another user
  process.env[FOLDER] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Whether Vitest runs: scripts use what tests do, too. */
export function isRun(): boolean {
  return process.env[FOLDER] !== undefined
}

export function runFolder(): string {
  return process.env[FOLDER]!
}

/** What `make` resolves with, which must be JSON: called by the first who asks, or by the next where that failed. */
export async function onceARun<T>(name: string, make: () => Promise<T>): Promise<T> {
  const turn = join(runFolder(), `${name}-turn`)
  const done = join(runFolder(), `${name}-done`)
  while (!existsSync(done)) {
    if (isFirst(turn)) return await makeIt(turn, done, make)
    await wait(LOOK_MS)
  }
  return JSON.parse(readFileSync(done, 'utf8'))
}

function isFirst(turn: string): boolean {
  try {
    mkdirSync(turn)
    return true
  } catch {
    return false
  }
}

async function makeIt<T>(turn: string, done: string, make: () => Promise<T>): Promise<T> {
  try {
    const made = await make()
    writeFileSync(`${done}.part`, JSON.stringify(made))
    renameSync(`${done}.part`, done)
    return made
  } catch (error) {
    rmdirSync(turn)
    throw error
  }
}
