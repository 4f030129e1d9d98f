/** The state of the subscribed feeds, for the pages and for monitoring. */
import type { Counts, FeedPages } from '../../../contract/store.ts'
import { type FeedStatusRow, type QueueRow, toFeedStatus, toQueue } from '../../pages/feed-status.ts'
import { toText } from '../../rows.ts'
import type { Sql } from '../connect.ts'

// A poll that found nothing new went well, too; only the log knows of it.
const LAST_GOOD = `(SELECT utc_text(to_timestamp(at)) FROM poll_log
  WHERE feed_id = feeds.id AND state = 'ok' ORDER BY at DESC LIMIT 1)`

const FEEDS = `
SELECT id, url, poll_url, outlet, title, site_link, groups, state, error, failures, last_poll_at, next_poll_at, held_until, losses,
       CASE state WHEN 'ok' THEN last_poll_at ELSE coalesce(${LAST_GOOD}, last_read_at) END AS last_good_at,
       (SELECT count(*) FROM entries WHERE entries.feed_id = feeds.id) AS entries,
       (SELECT count(*) FROM left_out WHERE left_out.feed_id = feeds.id) AS left_out
FROM feeds WHERE subscribed = 1
ORDER BY lower(outlet), url`

const OUTLETS = `
SELECT DISTINCT outlet AS name FROM feeds
WHERE subscribed = 1 OR EXISTS (SELECT 1 FROM entries WHERE entries.feed_id = feeds.id) ORDER BY outlet`

const GROUPS = `
SELECT DISTINCT name COLLATE "C" AS name FROM feeds, json_array_elements_text(feeds.groups::json) AS name ORDER BY 1`

const STATES = 'SELECT state, count(*) AS feeds FROM feeds WHERE subscribed = 1 GROUP BY state ORDER BY state'

const COUNTS = `
SELECT (SELECT count(*) FROM stories WHERE alias_of IS NULL) AS stories,
       (SELECT count(*) FROM entries) AS entries,
       (SELECT count(DISTINCT outlet) FROM feeds
        WHERE EXISTS (SELECT 1 FROM entries WHERE entries.feed_id = feeds.id)) AS outlets,
       (SELECT count(DISTINCT operation) FROM overrides WHERE undone_at IS NULL) AS corrections`

const QUEUE = `
SELECT count(*) AS due, min(next_poll_at) AS oldest,
       (SELECT max(last_poll_at) FROM feeds WHERE subscribed = 1 AND state = 'ok') AS good
FROM feeds
WHERE subscribed = 1 AND next_poll_at <= $1 AND (held_until IS NULL OR held_until <= $1)
  AND (leased_until IS NULL OR leased_until <= $1)`

export function createFeedPages(sql: Sql): FeedPages {
  const names = async (query: string) => (await sql.rows<{ name: string }>(query)).map(({ name }) => name)
  return {
    feeds: async () => (await sql.rows<FeedStatusRow>(FEEDS)).map(toFeedStatus),
    outlets: () => names(OUTLETS),
    groups: () => names(GROUPS),
    feedStates: async () => {
      const rows = await sql.rows<{ state: string; feeds: number }>(STATES)
      return Object.fromEntries(rows.map(({ state, feeds }) => [state, feeds]))
    },
    counts: async () => (await sql.first<Counts>(COUNTS))!,
    queue: async (now) => toQueue((await sql.first<QueueRow>(QUEUE, [toText(now)]))!),
  }
}
