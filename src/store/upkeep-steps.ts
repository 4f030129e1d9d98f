/**
 * What need not be done while a poll waits: the search index follows, archive pages are frozen, what is old is
 * forgotten, and the room that it took is given back. One step at a time, so that polls and corrections come between.
 * The order and the moments are the same for every engine; what a step does is the engine's.
 */
import type { UpkeepReport } from '../contract/store.ts'
import { type ClockRecord, readClock } from '../upkeep/clock.ts'
import { toMs, toMsOrNull, toText } from './rows.ts'

const DAY = 86_400_000
/** To find what is old, tables are read from end to end: not at every round. */
const FORGET_EVERY_MS = 3_600_000
/** How often the clock is noted in the database. */
const NOTE_EVERY_MS = 10 * 60_000
/** Founders are named when a round of steps begins: that reads all stories. A long round is as good as several. */
const ROUND_MS = 60_000
/** Prints forgotten in one transaction. */
const FORGOTTEN_AT_ONCE = 500
/** Entries that the search index takes in one transaction. */
export const INDEXED_AT_ONCE = 500
/** How long polls are remembered, in milliseconds. */
const POLLS_KEPT_MS = 30 * DAY

export interface UpkeepOptions {
  /** Null keeps every entry. */
  readonly retentionMs: number | null
  readonly now: number
}

type Step<T> = T | Promise<T>

/** The `settings` table: single values that outlive a run of the program. */
interface Settings {
  read(name: string): Step<string | null>
  write(name: string, value: string): Step<void>
  drop(name: string): Step<void>
}

/** Steps of forgetting what is old. `before`: a time in UTC text. Each says whether there is more to do. */
interface Forgetting {
  /** Up to `limit` prints; returns how many. */
  prints(before: string, limit: number): Step<number>
  /** Polls before a time in epoch milliseconds. */
  polls(beforeMs: number): Step<boolean>
  entries(retentionMs: number, now: number): Step<boolean>
  tombstones(before: string): Step<boolean>
  /** Archived pages, all that are older than a time in epoch milliseconds. */
  archive(beforeMs: number): Step<unknown>
}

interface UpkeepParts {
  readonly windowMs: number
  readonly settings: Settings
  /** Returns how many stories were named anew. */
  nameFounders(now: number): Step<number>
  readonly forgetting: Forgetting
  /** Done after forgetting, each at every round; each says whether there is more to do. */
  readonly steps: readonly ((now: number) => Step<boolean>)[]
}

type Job = (options: UpkeepOptions) => Step<boolean>

/** Done one after another: the next begins when one has no more to do. */
function jobsOf(
  { prints, polls, entries, tombstones, archive }: Forgetting,
  windowMs: number,
): readonly Job[] {
  return [
    async ({ now }) => (await prints(toText(now - windowMs), FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE,
    ({ now }) => polls(now - POLLS_KEPT_MS),
    ({ now, retentionMs }) => retentionMs !== null && entries(retentionMs, now),
    ({ now, retentionMs }) => retentionMs !== null && tombstones(toText(now - retentionMs)),
    async ({ now, retentionMs }) => {
      if (retentionMs !== null) await archive(now - retentionMs)
      return false
    },
  ]
}

export function createUpkeepSteps({ windowMs, settings, nameFounders, forgetting, steps }: UpkeepParts) {
  const jobs = jobsOf(forgetting, windowMs)
  let forgotAt = Number.NEGATIVE_INFINITY
  /** The job that is at work; null between two runs. */
  let job: number | null = null
  let begunAt = Number.NEGATIVE_INFINITY
  /** Whether the last step left more to do. */
  let isUnderWay = false

  async function believesClock(now: number): Promise<{ isTrusted: boolean; jumpedMs: number | null }> {
    const known = await readRecord(settings, now)
    const { record, isTrusted, jumpedMs } = readClock(known, now)
    const isNews = jumpedMs !== null || record.doubtedSince !== known.doubtedSince
    if (isNews || now - known.lastAt >= NOTE_EVERY_MS || known.lastAt === now)
      await writeRecord(settings, record)
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

  async function begin({ now, retentionMs }: UpkeepOptions): Promise<void> {
    if (isUnderWay && Math.abs(now - begunAt) < ROUND_MS) return
    begunAt = now
    await settings.write('window', inDays(windowMs))
    await settings.write('retention', retentionMs === null ? 'forever' : inDays(retentionMs))
    // A name may be free only once the story that had it has its own.
    while ((await nameFounders(now)) > 0);
  }

  return async (options: UpkeepOptions): Promise<UpkeepReport> => {
    const { isTrusted, jumpedMs } = await believesClock(options.now)
    await begin(options)
    const more = [isTrusted && (await forget(options))]
    for (const step of steps) more.push(await step(options.now))
    isUnderWay = more.includes(true)
    return { hasMore: isUnderWay, jumpedMs }
  }
}

/** What is known of the clock; in a new database, that it is now. */
async function readRecord(settings: Settings, now: number): Promise<ClockRecord> {
  const last = await settings.read('upkeep_at')
  return {
    lastAt: last === null ? now : toMs(last),
    doubtedSince: toMsOrNull(await settings.read('clock_doubted_since')),
  }
}

async function writeRecord(settings: Settings, { lastAt, doubtedSince }: ClockRecord): Promise<void> {
  await settings.write('upkeep_at', toText(lastAt))
  if (doubtedSince === null) await settings.drop('clock_doubted_since')
  else await settings.write('clock_doubted_since', toText(doubtedSince))
}

function inDays(ms: number): string {
  return `${Math.round((ms / DAY) * 100) / 100}d`
}
