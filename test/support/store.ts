import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { Feed, ParsedEntry, Subscription } from '../../src/contract/model.ts'
import type { PollCounts, PollRecord, Store, StoryPages } from '../../src/contract/store.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, aSubscription, COST, everyFeed, progress } from './builders.ts'

const DAY = 86_400_000
export const NOON = Date.UTC(2026, 4, 1, 12)

export interface TestStore {
  readonly store: Store
  readonly file: string
  readonly pages: StoryPages
  /** A second connection, as a person with a SQLite client has one. */
  readonly db: Database
  subscribe(...feeds: (string | Subscription)[]): Promise<void>
  /** Stores a poll of this feed that read these entries. */
  read(
    url: string,
    entries: readonly ParsedEntry[],
    at?: number,
    given?: Partial<PollRecord>,
  ): Promise<PollCounts>
  /** Upkeep to its end. */
  tidy(now: number, retentionMs?: number | null): Promise<void>
  /** The stories as lists of guids, lead first: `{ 'a b', 'c' }`. */
  stories(): string[]
}

/** A real store on a real file, closed and removed after the test. */
export async function openTestStore(dir = temporaryFolder()): Promise<TestStore> {
  const file = join(dir, 'wirefold.db')
  const store = openStore({ file, windowMs: 14 * DAY }, createMatcher())
  const db = new SQLite(file)
  onTestFinished(async () => {
    db.close()
    await store.close()
  })
  // Claimed once: another claim would lease every feed anew.
  let claimed: readonly Feed[] | null = null
  const feedOf = async (url: string): Promise<Feed> => {
    claimed ??= await store.claimAll(everyFeed(NOON))
    const id = db.prepare('SELECT id FROM feeds WHERE url = ?').pluck().get(url) as number
    return claimed.find((feed) => feed.id === id)!
  }
  return {
    store,
    file,
    db,
    pages: createStoryPages(db),
    subscribe: (...feeds) => {
      claimed = null
      return store.syncFeeds(
        feeds.map((feed) =>
          typeof feed === 'string' ? aSubscription(feed, { outlet: new URL(feed).host }) : feed,
        ),
        NOON,
      )
    },
    read: async (url, entries, at = NOON, given = {}) => {
      const feed = await feedOf(url)
      const read = { parsed: aFeed(entries), bodyHash: `${at} ${entries.length}` }
      return store.recordPoll(
        { feed, progress: progress(), validators: null, read, took: COST, ...given },
        at,
      )
    },
    tidy: async (now, retentionMs = null) => {
      while ((await store.maintain({ retentionMs, now })).hasMore);
    },
    stories: () => {
      const rows = db.prepare('SELECT story_id, guid FROM copies ORDER BY is_lead DESC, guid').all() as Row[]
      const byStory = groupBy(rows)
      return [...byStory.values()].map((members) => members.map((row) => row.guid).join(' ')).sort()
    },
  }
}

interface Row {
  story_id: string
  guid: string
}

function groupBy(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.story_id, [...(groups.get(row.story_id) ?? []), row])
  return groups
}

export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
