/**
 * What need not be done while a poll waits: the search index follows, archive pages are frozen, what is old is
 * forgotten, and the room that it took is given back. One step at a time, so that polls and corrections come between.
 * The order and the moments are the same for every engine; what a step does is the engine's.
 */
import type { UpkeepReport } from '../contract/store.ts'
import { type ClockRecord, readClock } from '../upkeep/clock.ts'

const DAY = 86_400_000
/** To find what is old, tables are read from end to end: not at every round. */
const FORGET_EVERY_MS = 3_600_000
/** How often the clock is noted in the database. */
const NOTE_EVERY_MS = 10 * 60_000
/** Prints forgotten in one transaction. */
export const FORGOTTEN_AT_ONCE = 500
/** Entries that the search index takes in one transaction. */
export const INDEXED_AT_ONCE = 500
/** How long polls are remembered, in milliseconds. */
export const POLLS_KEPT_MS = 30 * DAY

interface UpkeepOptions {
  /** Null keeps every entry. */
  readonly retentionMs: number | null
  readonly now: number
}

type Step<T> = T | Promise<T>

/** A step of forgetting one kind of what is old; whether there is more to do. */
export type Job = (options: UpkeepOptions) => Step<boolean>

interface UpkeepParts {
  readonly windowMs: number
  readonly settings: {
    clock(now: number): Step<ClockRecord>
    recordClock(record: ClockRecord): Step<void>
    write(name: string, value: string): Step<void>
  }
  nameFounders(now: number): Step<unknown>
  /** Done one after another, whether there is more to do; the jobs of forgetting come first. */
  readonly jobs: readonly Job[]
  readonly steps: readonly ((now: number) => Step<boolean>)[]
}

export function createUpkeepSteps({ windowMs, settings, nameFounders, jobs, steps }: UpkeepParts) {
  let forgotAt = Number.NEGATIVE_INFINITY
  /** The job that is at work; null between two runs. */
  let job: number | null = null

  async function believesClock(now: number): Promise<{ isTrusted: boolean; jumpedMs: number | null }> {
    const known = await settings.clock(now)
    const { record, isTrusted, jumpedMs } = readClock(known, now)
    const isNews = jumpedMs !== null || record.doubtedSince !== known.doubtedSince
    if (isNews || now - known.lastAt >= NOTE_EVERY_MS || known.lastAt === now)
      await settings.recordClock(record)
    return { isTrusted, jumpedMs }
  }

  async function forget(options: UpkeepOptions): Promise<boolean> {
    if (job === null && Math.abs(options.now - forgotAt) < FORGET_EVERY_MS) return false
    job ??= 0
    if (!(await jobs[job]!(options))) job += 1
    if (job < jobs.length) return true
    job = null
    forgotAt = options.now
    return false
  }

  return async (options: UpkeepOptions): Promise<UpkeepReport> => {
    const { isTrusted, jumpedMs } = await believesClock(options.now)
    await settings.write('window', inDays(windowMs))
    await settings.write('retention', options.retentionMs === null ? 'forever' : inDays(options.retentionMs))
    await nameFounders(options.now)
    const more = [isTrusted && (await forget(options))]
    for (const step of steps) more.push(await step(options.now))
    return { hasMore: more.includes(true), jumpedMs }
  }
}

function inDays(ms: number): string {
  return `${Math.round((ms / DAY) * 100) / 100}d`
}
