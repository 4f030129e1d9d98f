/** The state of the subscribed feeds, for the pages and for monitoring. */
import type { Database } from 'better-sqlite3'
import type { Counts, FeedPages } from '../../../contract/store.ts'
import { type FeedStatusRow, type QueueRow, toFeedStatus, toQueue } from '../../pages/feed-status.ts'
import { toText } from '../../rows.ts'

// A poll that found nothing new went well, too; only the log knows of it.
const LAST_GOOD = `(SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') FROM poll_log
  WHERE feed_id = feeds.id AND state = 'ok' ORDER BY at DESC LIMIT 1)`

const FEEDS = `
SELECT id, url, poll_url, outlet, title, site_link, groups, state, error, failures, last_poll_at, next_poll_at, held_until, losses,
       CASE state WHEN 'ok' THEN last_poll_at ELSE coalesce(${LAST_GOOD}, last_read_at) END AS last_good_at,
       (SELECT count(*) FROM entries WHERE entries.feed_id = feeds.id) AS entries,
       (SELECT count(*) FROM left_out WHERE left_out.feed_id = feeds.id) AS left_out
FROM feeds WHERE subscribed = 1
ORDER BY outlet COLLATE NOCASE, url`

const QUEUE = `
SELECT count(*) AS due, min(next_poll_at) AS oldest,
       (SELECT max(last_poll_at) FROM feeds WHERE subscribed = 1 AND state = 'ok') AS good
FROM feeds
WHERE subscribed = 1 AND next_poll_at <= @now AND (held_until IS NULL OR held_until <= @now)
  AND (leased_until IS NULL OR leased_until <= @now)`

export function createFeedPages(db: Database): FeedPages {
  const feeds = db.prepare<[], FeedStatusRow>(FEEDS)
  const outlets = db
    .prepare<[], string>(
      `SELECT DISTINCT outlet FROM feeds
       WHERE subscribed = 1 OR EXISTS (SELECT 1 FROM entries WHERE entries.feed_id = feeds.id) ORDER BY outlet`,
    )
    .pluck()
  const groups = db
    .prepare<[], string>('SELECT DISTINCT value FROM feeds, json_each(feeds.groups) ORDER BY value')
    .pluck()
  const states = db.prepare<[], { state: string; feeds: number }>(
    'SELECT state, count(*) AS feeds FROM feeds WHERE subscribed = 1 GROUP BY state ORDER BY state',
  )
  const counts = db.prepare<[], Counts>(
    `SELECT (SELECT count(*) FROM stories WHERE alias_of IS NULL) AS stories,
            (SELECT count(*) FROM entries) AS entries,
            (SELECT count(DISTINCT outlet) FROM feeds
             WHERE EXISTS (SELECT 1 FROM entries WHERE entries.feed_id = feeds.id)) AS outlets,
            (SELECT count(DISTINCT operation) FROM overrides WHERE undone_at IS NULL) AS corrections`,
  )
  const queue = db.prepare<{ now: string }, QueueRow>(QUEUE)
  return {
    feeds: async () => feeds.all().map(toFeedStatus),
    outlets: async () => outlets.all(),
    groups: async () => groups.all(),
    feedStates: async () => Object.fromEntries(states.all().map((row) => [row.state, row.feeds])),
    counts: async () => counts.get()!,
    queue: async (now) => toQueue(queue.get({ now: toText(now) })!),
  }
}
