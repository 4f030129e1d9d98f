/** Archived pages in PostgreSQL: freezes, reads and drops them. What they are: `store/pages/archive.ts`. */
import type { ArchivedPage, StoryFilter } from '../../../contract/store.ts'
import {
  ARCHIVE_PAGE,
  type FrozenStory,
  newestShowing,
  PAGES_AT_ONCE,
  type PageRow,
  packPage,
  type StateRow,
  spansBelow,
  unpackPage,
  withoutShown,
} from '../../pages/archive.ts'
import { type CarrierFeed, type Carriers, carrierFilter, isForAll } from '../../pages/carriers.ts'
import { toText } from '../../rows.ts'
import { type Database, type Sql, toColumns } from '../connect.ts'
import { beDecider } from '../lock.ts'
import { loadStories } from './story-loader.ts'

const WAITING = `
SELECT number FROM stories WHERE unarchived = 1 AND alias_of IS NULL AND lead_entry_id IS NOT NULL
ORDER BY number LIMIT ${ARCHIVE_PAGE} FOR UPDATE`

/**
 * Freezes pages of the stories that wait for one, as long as they fill it; returns how many pages. `now` in epoch
 * milliseconds.
 */
export async function freezeArchive(database: Database, now: number): Promise<number> {
  let pages = 0
  while (pages < PAGES_AT_ONCE && (await database.transaction((sql) => freezePage(sql, now)))) pages++
  return pages
}

async function freezePage(sql: Sql, now: number): Promise<boolean> {
  await beDecider(sql) // and alone among those who freeze or drop pages
  const numbers = (await sql.rows<{ number: number }>(WAITING)).map(({ number }) => number)
  if (numbers.length < ARCHIVE_PAGE) return false
  const frozen = await collect(sql, numbers)
  const { frozenAt, newestAt, stories } = packPage(frozen, now)
  const row = await sql.first<{ page: number }>(
    'INSERT INTO archive_pages (frozen_at, newest_at, stories) VALUES ($1, $2, $3) RETURNING page',
    [frozenAt, newestAt, stories],
  )
  const states = frozen.map(({ story, carriers }) => ({
    number: story.number,
    feeds: JSON.stringify(carriers),
  }))
  await sql.run(
    `INSERT INTO archive_states (story_number, page, feeds)
     SELECT number, $1, feeds FROM unnest($2::bigint[], $3::text[]) AS states (number, feeds)`,
    [row!.page, ...toColumns(states, ['number', 'feeds'])],
  )
  await sql.run('UPDATE stories SET unarchived = 0 WHERE number = ANY ($1)', [numbers])
  return true
}

/** Stories as a page keeps them. */
async function collect(sql: Sql, numbers: readonly number[]): Promise<FrozenStory[]> {
  const stories = await loadStories(sql, numbers)
  const carriers = await sql.rows<{ story_id: string; feed_id: number }>(
    'SELECT DISTINCT story_id, feed_id FROM entries WHERE story_id = ANY ($1) ORDER BY feed_id',
    [stories.map(({ id }) => id)],
  )
  const earlier = await sql.rows<StateRow>(
    'SELECT story_number AS number, feeds FROM archive_states WHERE story_number = ANY ($1) ORDER BY page',
    [numbers],
  )
  return stories.map((story) => ({
    story,
    carriers: carriers.filter((row) => row.story_id === story.id).map((row) => row.feed_id),
    earlier: earlier
      .filter((row) => row.number === story.number)
      .map((row) => JSON.parse(row.feeds) as Carriers),
  }))
}

const FIRST_KEPT = `
SELECT coalesce(min(page) FILTER (WHERE newest_at >= $1), max(page), 0) AS page FROM archive_pages`

/**
 * Drops the oldest pages, as long as all their stories were first seen before `before` (epoch milliseconds), but never
 * the newest; returns how many. A story of theirs that is kept for longer waits for a page again.
 */
export function dropArchive(database: Database, before: number): Promise<number> {
  return database.transaction(async (sql) => {
    await beDecider(sql) // and alone among those who freeze or drop pages
    const { page } = (await sql.first<{ page: number }>(FIRST_KEPT, [toText(before)]))!
    const dropped = 'SELECT story_number FROM archive_states WHERE page < $1'
    await sql.run(`UPDATE stories SET unarchived = 1 WHERE number IN (${dropped})`, [page])
    await sql.run(`DELETE FROM archive_states WHERE story_number IN (${dropped})`, [page])
    return sql.run('DELETE FROM archive_pages WHERE page < $1', [page])
  })
}

/** Above every page. */
const NO_PAGE = 2 ** 31 - 1

/** The newest page that shows a story under this filter, as far as is looked; null for none. */
export async function newestPage(sql: Sql, filter: StoryFilter): Promise<number | null> {
  const newest = await newestBelow(sql, NO_PAGE)
  return newest === null ? null : pageBefore(sql, newest + 1, await filterOf(sql, filter))
}

async function newestBelow(sql: Sql, page: number): Promise<number | null> {
  return (await sql.first<{ page: number | null }>(NEWEST_BELOW, [page]))!.page
}

const NEWEST_BELOW = 'SELECT max(page) AS page FROM archive_pages WHERE page < $1'

const STATES_IN = `
SELECT story_number AS number, page, feeds FROM archive_states
WHERE story_number IN (SELECT story_number FROM archive_states WHERE page >= $1 AND page < $2)`

/** The newest page below another that shows a story to a filter. */
async function pageBefore(sql: Sql, page: number, matches: Matches): Promise<number | null> {
  const spans = spansBelow(page)
  for (const span of spans) {
    const states = await sql.rows<StateRow & { page: number }>(STATES_IN, [span.from, span.below])
    const found = newestShowing(span, states, matches)
    if (found !== null) return found
  }
  return newestBelow(sql, spans.at(-1)!.from)
}

/** A page as a filter shows it; null where there is none. */
export async function readPage(sql: Sql, page: number, filter: StoryFilter): Promise<ArchivedPage | null> {
  const row = await sql.first<PageRow>('SELECT frozen_at, stories FROM archive_pages WHERE page = $1', [page])
  if (row === null) return null
  const matches = await filterOf(sql, filter)
  return unpackPage(row, matches, await pageBefore(sql, page, matches))
}

/** Those of these stories that no page shows under this filter. */
export async function readUnshown(
  sql: Sql,
  numbers: readonly number[],
  filter: StoryFilter,
): Promise<number[]> {
  const states = await sql.rows<StateRow>(
    'SELECT story_number AS number, feeds FROM archive_states WHERE story_number = ANY ($1)',
    [numbers],
  )
  return withoutShown(numbers, states, await filterOf(sql, filter))
}

type Matches = (carriers: Carriers) => boolean

async function filterOf(sql: Sql, filter: StoryFilter): Promise<Matches> {
  if (isForAll(filter)) return () => true
  return carrierFilter(filter, await sql.rows<CarrierFeed>('SELECT id, outlet, groups FROM feeds'))
}
