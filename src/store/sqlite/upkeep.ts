/**
 * What need not be done while a poll waits: the search index follows, archive pages are frozen, what is old is
 * forgotten, and the room that it took is given back. One step at a time, so that polls and corrections come between.
 */
import type { Database } from 'better-sqlite3'
import type { UpkeepReport } from '../../contract/store.ts'
import { readClock } from '../../upkeep/clock.ts'
import { PAGES_AT_ONCE } from '../pages/archive.ts'
import { toText } from '../rows.ts'
import { createFounding } from './matching/founders.ts'
import type { PrintStore } from './matching/prints.ts'
import { dropArchive, freezeArchive } from './pages/archive.ts'
import { indexEntries } from './pages/search.ts'
import { createPollLog, POLLS_KEPT_MS } from './poll-log.ts'
import { createRetention, createTombstoneExpiry } from './retention.ts'
import type { Settings } from './settings.ts'

const DAY = 86_400_000
const INDEXED_AT_ONCE = 200
/** Prints forgotten in one transaction. */
const FORGOTTEN_AT_ONCE = 500
/** To find what is old, tables are read from end to end: not at every round. */
const FORGET_EVERY_MS = 3_600_000
/** How often the clock is noted in the file. */
const NOTE_EVERY_MS = 10 * 60_000
/** Free pages are given back when there are so many, and so many at a time. */
const FREE_PAGES = 1000
const FREED_AT_ONCE = 500

interface Parts {
  readonly prints: Pick<PrintStore, 'drop' | 'forget' | 'tidy'>
  readonly settings: Settings
  readonly windowMs: number
  /** The id of the story that the entry of this key founds. */
  readonly storyId: (key: string) => string
}

interface Options {
  /** Null keeps every entry. */
  readonly retentionMs: number | null
  readonly now: number
}

export function createUpkeep(db: Database, { prints, settings, windowMs, storyId }: Parts) {
  const nameFounders = createFounding(db, storyId)
  const jobs = forgetting(db, prints, windowMs)
  const tidyKeys = db.transaction(prints.tidy).immediate
  let forgotAt = Number.NEGATIVE_INFINITY
  /** The job that is at work; null between two runs. */
  let job: number | null = null

  function believesClock(now: number): { isTrusted: boolean; jumpedMs: number | null } {
    const known = settings.clock(now)
    const { record, isTrusted, jumpedMs } = readClock(known, now)
    const isNews = jumpedMs !== null || record.doubtedSince !== known.doubtedSince
    if (isNews || now - known.lastAt >= NOTE_EVERY_MS || known.lastAt === now) settings.recordClock(record)
    return { isTrusted, jumpedMs }
  }

  /** A step of forgetting what is old; whether there is more to do. */
  function forget(options: Options): boolean {
    if (job === null && Math.abs(options.now - forgotAt) < FORGET_EVERY_MS) return false
    job ??= 0
    if (!jobs[job]!(options)) job += 1
    if (job < jobs.length) return true
    job = null
    forgotAt = options.now
    return false
  }

  return (options: Options): UpkeepReport => {
    const { isTrusted, jumpedMs } = believesClock(options.now)
    settings.write('window', inDays(windowMs))
    settings.write('retention', options.retentionMs === null ? 'forever' : inDays(options.retentionMs))
    nameFounders(options.now)
    const steps = [
      indexEntries(db, INDEXED_AT_ONCE) === INDEXED_AT_ONCE,
      isTrusted && forget(options),
      giveBackRoom(db),
      freezeArchive(db, options.now) === PAGES_AT_ONCE,
    ]
    tidyKeys()
    return { hasMore: steps.includes(true), jumpedMs }
  }
}

function inDays(ms: number): string {
  return `${Math.round((ms / DAY) * 100) / 100}d`
}

type Job = (options: Options) => boolean

function forgetting(db: Database, prints: Parts['prints'], windowMs: number): readonly Job[] {
  const forgetPrints = db.transaction(prints.forget.bind(prints)).immediate
  const expire = createRetention(db, prints)
  const forgetTombstones = createTombstoneExpiry(db)
  const polls = createPollLog(db)
  return [
    ({ now }) => forgetPrints(toText(now - windowMs), FORGOTTEN_AT_ONCE) === FORGOTTEN_AT_ONCE,
    ({ now }) => polls.forget(now - POLLS_KEPT_MS),
    ({ now, retentionMs }) => retentionMs !== null && expire(retentionMs, now),
    ({ now, retentionMs }) => retentionMs !== null && forgetTombstones(toText(now - retentionMs)),
    ({ now, retentionMs }) => {
      if (retentionMs !== null) dropArchive(db, now - retentionMs)
      return false
    },
  ]
}

/** Gives some of the pages that nothing is on back to the file system; whether there are more. */
function giveBackRoom(db: Database): boolean {
  const free = () => db.pragma('freelist_count', { simple: true }) as number
  const before = free()
  if (before < FREE_PAGES) return false
  db.exec(`PRAGMA incremental_vacuum(${FREED_AT_ONCE})`)
  return free() < before && free() >= FREE_PAGES
}
