import { deflateSync, inflateSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import type { ArchivedPage, StoryFilter } from '../../contract.ts'
import type { Story } from '../../model.ts'
import { toMs, toText } from '../rows.ts'
import { createStoryLoader } from './story-loader.ts'

/** Stories to a page, counted by their numbers; those that were merged away leave holes. */
export const ARCHIVE_PAGE = 20

/** A story as it was when its page was frozen. */
interface FrozenStory {
  readonly story: Story
  /** The feeds that carried it, as far as filters ask. */
  readonly feeds: readonly { readonly outlet: string; readonly groups: readonly string[] }[]
}

/**
 * Freezes every page whose numbers are all given out and that is not frozen yet; returns how many. `now` in
 * epoch milliseconds. A frozen page is never written again: an archive document must not change (RFC 5005, section 4).
 */
export function freezeArchive(db: Database, now: number): number {
  const load = createStoryLoader(db)
  const given = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'stories'").pluck()
  const numbers = db
    .prepare<[number, number], number>(
      `SELECT number FROM stories
       WHERE number > ? AND number <= ? AND alias_of IS NULL AND lead_entry_id IS NOT NULL`,
    )
    .pluck()
  const feeds = db.prepare<[string], { story_id: string; outlet: string; groups: string }>(FEEDS)
  const newest = db
    .prepare<[number], string | null>('SELECT max(first_seen_at) FROM stories WHERE number <= ?')
    .pluck()
  const insert = db.prepare(
    'INSERT INTO archive_pages (page, frozen_at, newest_at, stories) VALUES (?, ?, ?, ?)',
  )

  const freeze = db.transaction((page: number) => {
    const stories = load(numbers.all((page - 1) * ARCHIVE_PAGE, page * ARCHIVE_PAGE))
    const carriers = feeds.all(JSON.stringify(stories.map((story) => story.id)))
    const frozen = stories.map((story): FrozenStory => {
      const own = carriers.filter((feed) => feed.story_id === story.id)
      return {
        story,
        feeds: own.map(({ outlet, groups }) => ({ outlet, groups: JSON.parse(groups) as string[] })),
      }
    })
    const bytes = deflateSync(JSON.stringify(frozen))
    insert.run(page, toText(now), newest.get(page * ARCHIVE_PAGE) ?? toText(now), bytes)
  })

  const first = newestPage(db) + 1
  const last = Math.floor((given.get() ?? 0) / ARCHIVE_PAGE)
  for (let page = first; page <= last; page++) freeze.immediate(page)
  return Math.max(0, last - first + 1)
}

/** Drops the pages whose stories were all first seen before `before` (epoch milliseconds), but not the newest page. */
export function dropArchive(db: Database, before: number): number {
  return db
    .prepare('DELETE FROM archive_pages WHERE newest_at < ? AND page < (SELECT max(page) FROM archive_pages)')
    .run(toText(before)).changes
}

const FEEDS = `
SELECT DISTINCT entries.story_id, feeds.outlet, feeds.groups
FROM json_each(?) AS wanted
JOIN entries ON entries.story_id = wanted.value
JOIN feeds ON feeds.id = entries.feed_id
ORDER BY entries.story_id, feeds.outlet, feeds.groups`

export interface ArchiveReader {
  /** Number of the newest page, 0 for none. */
  newest(): number
  page(page: number, filter: StoryFilter): ArchivedPage | null
}

export function createArchiveReader(db: Database): ArchiveReader {
  const read = db.prepare<[number], { frozen_at: string; stories: Buffer }>(
    'SELECT frozen_at, stories FROM archive_pages WHERE page = ?',
  )
  return {
    newest: () => newestPage(db),
    page: (number, filter) => {
      const row = read.get(number)
      if (row === undefined) return null
      const frozen = JSON.parse(inflateSync(row.stories).toString()) as FrozenStory[]
      const stories = frozen.filter((entry) => passes(entry, filter)).map((entry) => entry.story)
      return { stories, frozenAt: toMs(row.frozen_at) }
    },
  }
}

function newestPage(db: Database): number {
  return db.prepare<[], number>('SELECT coalesce(max(page), 0) FROM archive_pages').pluck().get()!
}

function passes({ feeds }: FrozenStory, { group, outlet, minOutlets }: StoryFilter): boolean {
  const carried = feeds.some(
    (feed) =>
      (group === null || feed.groups.includes(group)) &&
      (outlet === null || feed.outlet.toLowerCase() === outlet.toLowerCase()),
  )
  return carried && new Set(feeds.map((feed) => feed.outlet)).size >= minOutlets
}
