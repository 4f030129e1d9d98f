/** Upkeep of a SQLite file: what its steps do. */
import type { Database } from 'better-sqlite3'
import { PAGES_AT_ONCE } from '../pages/archive.ts'
import { createUpkeepSteps, INDEXED_AT_ONCE, type UpkeepOptions } from '../upkeep-steps.ts'
import { createFounding } from './matching/founders.ts'
import type { PrintStore } from './matching/prints.ts'
import { pagesIn } from './open.ts'
import { dropArchive, freezeArchive } from './pages/archive.ts'
import { indexEntries } from './pages/search.ts'
import { createPollLog } from './poll-log.ts'
import { createRetention, createTombstoneExpiry } from './retention.ts'
import { createSettings } from './settings.ts'

/** Free pages are given back when they hold so many bytes, and so many at a time. */
const FREE = 1024 * 1024
const FREED_AT_ONCE = 1024 * 1024

interface Parts {
  readonly prints: Pick<PrintStore, 'drop' | 'forget' | 'tidy' | 'reload'>
  readonly windowMs: number
  /** The id of the story that the entry of this key founds. */
  readonly storyId: (key: string) => string
}

export function createUpkeep(db: Database, { prints, windowMs, storyId }: Parts) {
  const tidyKeys = db.transaction(prints.tidy).immediate
  const upkeep = createUpkeepSteps({
    windowMs,
    settings: createSettings(db),
    nameFounders: createFounding(db, storyId),
    forgetting: createForgetting(db, prints),
    steps: [
      () => indexEntries(db, INDEXED_AT_ONCE) === INDEXED_AT_ONCE,
      () => giveBackRoom(db),
      (now) => freezeArchive(db, now) === PAGES_AT_ONCE,
      () => {
        tidyKeys()
        return false
      },
    ],
  })
  return (options: UpkeepOptions) =>
    upkeep(options).catch((error) => {
      prints.reload()
      throw error
    })
}

function createForgetting(db: Database, prints: Parts['prints']) {
  return {
    prints: db.transaction(prints.forget.bind(prints)).immediate,
    polls: createPollLog(db).forget,
    entries: createRetention(db, prints),
    tombstones: createTombstoneExpiry(db),
    archive: (before: number) => dropArchive(db, before),
  }
}

/** Gives some of the pages that nothing is on back to the file system; whether there are more. */
function giveBackRoom(db: Database): boolean {
  const free = () => db.pragma('freelist_count', { simple: true }) as number
  const before = free()
  const many = pagesIn(db, FREE)
  if (before < many) return false
  db.exec(`PRAGMA incremental_vacuum(${pagesIn(db, FREED_AT_ONCE)})`)
  return free() < before && free() >= many
}
