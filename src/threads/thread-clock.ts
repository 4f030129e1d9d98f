/**
 * How long a thread has worked on its task: its own CPU time, so that a busy machine shortens nobody's deadline. Linux
 * tells it of every thread; elsewhere the time that passed has to do.
 */
import { readFileSync } from 'node:fs'

/** Clock ticks of `/proc`, as all Linux systems have them (`getconf CLK_TCK`). */
const MS_PER_TICK = 10

/** Shared between the thread that works and the one that watches: the worker's thread id and when it began. */
export type ThreadClock = Int32Array

const THREAD = 0
const BEGAN = 1

export function createThreadClock(): ThreadClock {
  return new Int32Array(new SharedArrayBuffer(8))
}

/** For the working thread to call when it begins. */
export function startClock(clock: ThreadClock): void {
  const stat = statOf('/proc/thread-self/stat')
  Atomics.store(clock, BEGAN, stat?.ticks ?? 0)
  Atomics.store(clock, THREAD, stat?.thread ?? -1)
}

/** Milliseconds of work; null where the task has not begun, NaN where this system does not tell. */
export function workedMs(clock: ThreadClock): number | null {
  const thread = Atomics.load(clock, THREAD)
  if (thread === 0) return null
  const stat = thread > 0 ? statOf(`/proc/self/task/${thread}/stat`) : null
  return stat ? (stat.ticks - Atomics.load(clock, BEGAN)) * MS_PER_TICK : Number.NaN
}

/** proc(5): the thread's id, and its user and system time, the 14th and 15th field. */
function statOf(file: string): { thread: number; ticks: number } | null {
  try {
    const text = readFileSync(file, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { thread: Number.parseInt(text, 10), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return null
  }
}
