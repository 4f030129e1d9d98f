/** Archived pages in SQLite: freezes, reads and drops them. What they are: `store/pages/archive.ts`. */
import type { Database } from 'better-sqlite3'
import type { ArchivedPage, StoryFilter } from '../../../contract/store.ts'
import {
  ARCHIVE_PAGE,
  type FrozenStory,
  newestShowing,
  PAGES_AT_ONCE,
  type PageRow,
  packPage,
  type Span,
  type StateRow,
  spansBelow,
  unpackPage,
  withoutShown,
} from '../../pages/archive.ts'
import { type CarrierFeed, type Carriers, carrierFilter, isForAll } from '../../pages/carriers.ts'
import { toText } from '../../rows.ts'
import { createStoryLoader } from './story-loader.ts'

/**
 * Freezes pages of the stories that wait for one, as long as they fill it; returns how many pages. `now` in epoch
 * milliseconds.
 */
export function freezeArchive(db: Database, now: number): number {
  const waiting = db
    .prepare<[], number>(
      `SELECT number FROM stories WHERE unarchived = 1 AND alias_of IS NULL AND lead_entry_id IS NOT NULL
       ORDER BY number LIMIT ${ARCHIVE_PAGE}`,
    )
    .pluck()
  const archived = db.prepare('UPDATE stories SET unarchived = 0 WHERE number = ?')
  const insert = db.prepare(
    'INSERT INTO archive_pages (frozen_at, newest_at, stories) VALUES (@frozenAt, @newestAt, @stories)',
  )
  const insertState = db.prepare('INSERT INTO archive_states (story_number, page, feeds) VALUES (?, ?, ?)')
  const collect = createCollector(db)

  const freeze = db.transaction((): boolean => {
    const numbers = waiting.all()
    if (numbers.length < ARCHIVE_PAGE) return false
    const frozen = collect(numbers)
    const page = insert.run(packPage(frozen, now)).lastInsertRowid
    for (const { story, carriers } of frozen) insertState.run(story.number, page, JSON.stringify(carriers))
    for (const number of numbers) archived.run(number)
    return true
  })
  let pages = 0
  while (pages < PAGES_AT_ONCE && freeze.immediate()) pages++
  return pages
}

/** Stories as a page keeps them. */
function createCollector(db: Database): (numbers: readonly number[]) => FrozenStory[] {
  const load = createStoryLoader(db)
  const carriers = db
    .prepare<[string], number>('SELECT DISTINCT feed_id FROM entries WHERE story_id = ? ORDER BY feed_id')
    .pluck()
  const earlier = db
    .prepare<[number], string>('SELECT feeds FROM archive_states WHERE story_number = ? ORDER BY page')
    .pluck()
  return (numbers) =>
    load(numbers).map((story) => ({
      story,
      carriers: carriers.all(story.id),
      earlier: earlier.all(story.number).map((feeds) => JSON.parse(feeds) as Carriers),
    }))
}

/**
 * Drops the oldest pages, as long as all their stories were first seen before `before` (epoch milliseconds), but never
 * the newest. A story of theirs that is kept for longer waits for a page again.
 */
export function dropArchive(db: Database, before: number): number {
  const end = db
    .prepare<[string], number>(
      `SELECT coalesce(min(page) FILTER (WHERE newest_at >= ?), max(page), 0) FROM archive_pages`,
    )
    .pluck()
  const wait = db.prepare(
    `UPDATE stories SET unarchived = 1
     WHERE number IN (SELECT story_number FROM archive_states WHERE page < ?)`,
  )
  const forget = db.prepare(
    `DELETE FROM archive_states
     WHERE story_number IN (SELECT story_number FROM archive_states WHERE page < ?)`,
  )
  const drop = db.prepare('DELETE FROM archive_pages WHERE page < ?')
  const dropPages = db.transaction(() => {
    const first = end.get(toText(before))!
    wait.run(first)
    forget.run(first)
    return drop.run(first).changes
  })
  return dropPages.immediate()
}

export interface ArchiveReader {
  /** The newest page that shows a story under this filter, as far as is looked; null for none. */
  newest(filter: StoryFilter): number | null
  page(page: number, filter: StoryFilter): ArchivedPage | null
  /** Those of these stories that no page shows under this filter. */
  unarchived(numbers: readonly number[], filter: StoryFilter): number[]
}

type Matches = (carriers: Carriers) => boolean

export function createArchiveReader(db: Database): ArchiveReader {
  const read = db.prepare<[number], PageRow>('SELECT frozen_at, stories FROM archive_pages WHERE page = ?')
  const states = db.prepare<[string], StateRow>(
    `SELECT story_number AS number, feeds FROM archive_states
     WHERE story_number IN (SELECT value FROM json_each(?))`,
  )
  const feeds = db.prepare<[], CarrierFeed>('SELECT id, outlet, groups FROM feeds')
  const filtered = (filter: StoryFilter): Matches =>
    isForAll(filter) ? () => true : carrierFilter(filter, feeds.all())
  const newestBelow = db
    .prepare<[number], number | null>('SELECT max(page) FROM archive_pages WHERE page < ?')
    .pluck()
  const before = createLooking(db, (page) => newestBelow.get(page)!)
  return {
    newest: (filter) => {
      const newest = newestBelow.get(NO_PAGE)!
      return newest === null ? null : before(newest + 1, filtered(filter))
    },
    page: (number, filter) => {
      const row = read.get(number)
      if (row === undefined) return null
      const matches = filtered(filter)
      return unpackPage(row, matches, before(number, matches))
    },
    unarchived: (numbers, filter) =>
      withoutShown(numbers, states.all(JSON.stringify(numbers)), filtered(filter)),
  }
}

/** Above every page. */
const NO_PAGE = 2 ** 31 - 1

/** The newest page below another that shows a story to a filter. `newestBelow`: whatever it shows. */
function createLooking(db: Database, newestBelow: (page: number) => number | null) {
  const states = db.prepare<Span, StateRow & { page: number }>(
    `SELECT story_number AS number, page, feeds FROM archive_states
     WHERE story_number IN (SELECT story_number FROM archive_states WHERE page >= @from AND page < @below)`,
  )
  return (page: number, matches: Matches): number | null => {
    const spans = spansBelow(page)
    for (const span of spans) {
      const found = newestShowing(span, states.all(span), matches)
      if (found !== null) return found
    }
    return newestBelow(spans.at(-1)!.from)
  }
}
