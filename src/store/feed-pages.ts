import type { Database } from 'better-sqlite3'
import type { FeedStatus } from '../model.ts'
import { createSubscriptionStore } from './subscriptions.ts'

/** What the pages for people and for monitoring say of the feeds. */
export interface FeedPages {
  /** Every subscribed feed. */
  feeds(): Promise<readonly FeedStatus[]>
  /** The names of all groups, sorted. */
  groups(): Promise<readonly string[]>
  /** How many subscribed feeds are in each state. */
  feedStates(): Promise<Readonly<Record<string, number>>>
  counts(): Promise<{ readonly stories: number; readonly entries: number }>
}

export function createFeedPages(db: Database): FeedPages {
  const subscriptions = createSubscriptionStore(db)
  const groups = db
    .prepare<[], string>('SELECT DISTINCT value FROM feeds, json_each(feeds.groups) ORDER BY value')
    .pluck()
  const states = db.prepare<[], { state: string; feeds: number }>(
    'SELECT state, count(*) AS feeds FROM feeds WHERE subscribed = 1 GROUP BY state ORDER BY state',
  )
  const counts = db.prepare<[], { stories: number; entries: number }>(
    `SELECT (SELECT count(*) FROM stories WHERE alias_of IS NULL) AS stories,
            (SELECT count(*) FROM entries) AS entries`,
  )
  return {
    feeds: async () => subscriptions.list(),
    groups: async () => groups.all(),
    feedStates: async () => Object.fromEntries(states.all().map((row) => [row.state, row.feeds])),
    counts: async () => counts.get()!,
  }
}
