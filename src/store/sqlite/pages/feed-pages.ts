import type { Database } from 'better-sqlite3'
import type { FeedState, FeedStatus, Losses } from '../../../contract/model.ts'
import type { Counts, FeedPages } from '../../../contract/store.ts'
import { toMsOrNull, toText } from '../../rows.ts'

interface FeedRow {
  readonly id: number
  readonly poll_url: string
  readonly failures: number
  readonly url: string
  readonly outlet: string
  readonly title: string
  readonly site_link: string | null
  readonly groups: string
  readonly state: FeedState
  readonly error: string | null
  readonly last_poll_at: string | null
  readonly last_good_at: string | null
  readonly next_poll_at: string | null
  readonly held_until: string | null
  readonly entries: number
  readonly losses: string | null
  readonly left_out: number
}

// A poll that found nothing new went well, too; only the log knows of it.
const LAST_GOOD = `(SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') FROM poll_log
  WHERE feed_id = feeds.id AND state = 'ok' ORDER BY at DESC LIMIT 1)`

const NO_LOSSES: Losses = { older: 0, empty: 0, cutTexts: 0 }

const FEEDS = `
SELECT id, url, poll_url, outlet, title, site_link, groups, state, error, failures, last_poll_at, next_poll_at, held_until, losses,
       CASE state WHEN 'ok' THEN last_poll_at ELSE coalesce(${LAST_GOOD}, last_read_at) END AS last_good_at,
       (SELECT count(*) FROM entries WHERE entries.feed_id = feeds.id) AS entries,
       (SELECT count(*) FROM left_out WHERE left_out.feed_id = feeds.id) AS left_out
FROM feeds WHERE subscribed = 1
ORDER BY outlet COLLATE NOCASE, url`

interface QueueRow {
  readonly due: number
  readonly oldest: string | null
  readonly good: string | null
}

const QUEUE = `
SELECT count(*) AS due, min(next_poll_at) AS oldest,
       (SELECT max(last_poll_at) FROM feeds WHERE subscribed = 1 AND state = 'ok') AS good
FROM feeds
WHERE subscribed = 1 AND next_poll_at <= @now AND (held_until IS NULL OR held_until <= @now)
  AND (leased_until IS NULL OR leased_until <= @now)`

export function createFeedPages(db: Database): FeedPages {
  const feeds = db.prepare<[], FeedRow>(FEEDS)
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
    feeds: async () => feeds.all().map(toOverview),
    outlets: async () => outlets.all(),
    groups: async () => groups.all(),
    feedStates: async () => Object.fromEntries(states.all().map((row) => [row.state, row.feeds])),
    counts: async () => counts.get()!,
    queue: async (now) => {
      const { due, oldest, good } = queue.get({ now: toText(now) })!
      return { due, oldestDueAt: toMsOrNull(oldest), lastGoodPollAt: toMsOrNull(good) }
    },
  }
}

function toOverview(row: FeedRow): FeedStatus {
  return {
    id: row.id,
    url: row.url,
    movedTo: row.poll_url === row.url ? null : row.poll_url,
    failures: row.failures,
    outlet: row.outlet,
    title: row.title,
    siteLink: row.site_link,
    groups: JSON.parse(row.groups) as string[],
    state: row.state,
    error: row.error,
    lastPollAt: toMsOrNull(row.last_poll_at),
    lastGoodAt: toMsOrNull(row.last_good_at),
    nextPollAt: toMsOrNull(row.next_poll_at),
    heldUntil: toMsOrNull(row.held_until),
    entries: row.entries,
    leftOut: row.left_out,
    losses: row.losses === null ? NO_LOSSES : (JSON.parse(row.losses) as Losses),
  }
}
