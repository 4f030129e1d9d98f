/** A real store of either engine, closed and removed after the test: the same tests run on both. */
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { Feed, ParsedEntry, Subscription } from '../../src/contract/model.ts'
import type { PollCounts, PollRecord, Store, StoryPages } from '../../src/contract/store.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import {
  checkDatabase as checkPostgres,
  repairDatabase as repairPostgres,
} from '../../src/store/postgres/check.ts'
import { connect, type Sql } from '../../src/store/postgres/connect.ts'
import { createStoryPages as createPostgresPages } from '../../src/store/postgres/pages/story-pages.ts'
import { openStore as openPostgresStore } from '../../src/store/postgres/store.ts'
import { checkDatabase as checkSqlite, repairDatabase as repairSqlite } from '../../src/store/sqlite/check.ts'
import { createStoryPages as createSqlitePages } from '../../src/store/sqlite/pages/story-pages.ts'
import { openStore as openSqliteStore } from '../../src/store/sqlite/store.ts'
import { aFeed, aSubscription, COST, everyFeed, progress } from './builders.ts'
import { sqliteSql } from './desk.ts'
import { temporaryDatabase } from './postgres.ts'
import { NOON, temporaryFolder } from './store.ts'

const DAY = 86_400_000

/** A store, and a second connection to its database, as a person with a client has one. */
export interface EngineStore {
  readonly store: Store
  readonly pages: StoryPages
  /** Statements such as every engine takes; parameters stand as $1, $2 … */
  readonly sql: Pick<Sql, 'rows' | 'run' | 'script'>
  /** What `wirefold check` finds wrong. */
  check(): Promise<string[]>
  /** What `wirefold check --repair` mends. */
  repair(): Promise<string[]>
  /** Another store on the same database, as another process has one. `key` encrypts credentials. */
  again(key?: Uint8Array): Promise<Store>
}

export interface NewsStore extends EngineStore {
  /** The first column of the first row. */
  value(text: string, ...params: readonly unknown[]): Promise<unknown>
  /** The first column of every row. */
  column(text: string, ...params: readonly unknown[]): Promise<unknown[]>
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
  stories(): Promise<string[]>
}

export const STORES = [
  { name: 'SQLite', open: openSqlite },
  { name: 'PostgreSQL', open: openPostgres },
] as const

export async function openNewsStore(engine: (typeof STORES)[number]): Promise<NewsStore> {
  const opened = await engine.open()
  const { store, sql } = opened
  // Claimed once: another claim would lease every feed anew.
  let claimed: readonly Feed[] | null = null
  const feedOf = async (url: string): Promise<Feed> => {
    claimed ??= await store.claimAll(everyFeed(NOON))
    const [row] = await sql.rows<{ id: number }>('SELECT id FROM feeds WHERE url = $1', [url])
    return claimed.find((feed) => feed.id === row!.id)!
  }
  return {
    ...opened,
    value: async (text, ...params) => Object.values((await sql.rows<object>(text, params))[0] ?? {})[0],
    column: async (text, ...params) =>
      (await sql.rows<object>(text, params)).map((row) => Object.values(row)[0]),
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
    stories: () => storiesOf(sql),
  }
}

/** The stories as lists of guids, lead first. */
export async function storiesOf(sql: EngineStore['sql']): Promise<string[]> {
  const rows = await sql.rows<{ story_id: string; guid: string }>(
    'SELECT story_id, guid FROM copies ORDER BY is_lead DESC, guid',
  )
  const stories = new Map<string, string[]>()
  for (const { story_id, guid } of rows) stories.set(story_id, [...(stories.get(story_id) ?? []), guid])
  return [...stories.values()].map((guids) => guids.join(' ')).sort()
}

async function openSqlite(): Promise<EngineStore> {
  const file = join(temporaryFolder(), 'wirefold.db')
  const open = (key: Uint8Array | null = null) =>
    openSqliteStore({ file, windowMs: 14 * DAY, key }, createMatcher())
  const store = open()
  const db = new SQLite(file)
  onTestFinished(async () => {
    db.close()
    await store.close()
  })
  return {
    store,
    pages: createSqlitePages(db),
    sql: sqliteSql(db),
    check: async () => checkSqlite(file) ?? ['is not there'],
    repair: async () => repairSqlite(file),
    again: async (key) => closing(open(key)),
  }
}

async function openPostgres(): Promise<EngineStore> {
  const url = await temporaryDatabase()
  const open = (key: Uint8Array | null = null) =>
    openPostgresStore({ url, windowMs: 14 * DAY, key }, createMatcher())
  const db = connect({ url, connections: 1 })
  const store = await open()
  onTestFinished(async () => {
    await db.close()
    await store.close()
  })
  return {
    store,
    pages: createPostgresPages(db),
    sql: db,
    check: () => checkPostgres({ url }),
    repair: () => repairPostgres({ url }),
    again: async (key) => closing(await open(key)),
  }
}

function closing(store: Store): Store {
  onTestFinished(() => store.close())
  return store
}
