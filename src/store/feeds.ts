import type { Database } from 'better-sqlite3'
import type { Feed, FeedPace, FeedState, PendingMove } from '../model.ts'
import { toMs, toText, toTextRoundedUp } from './rows.ts'

const NO_PACE: FeedPace = { intervalMs: null, skipHours: [], skipDays: [] }
const RHYTHM_ENTRIES = 20

interface FeedRow {
  id: number
  url: string
  poll_url: string
  credentials: string | null
  outlet: string
  etag: string | null
  last_modified: string | null
  validators_url: string | null
  body_hash: string | null
  failures: number
  pace: string | null
  move: string | null
  allow_private: number
}

/** How a feed stands after a poll. */
export interface FeedProgress {
  readonly state: FeedState
  readonly error: string | null
  readonly failures: number
  readonly nextPollAt: number | null
  readonly move: PendingMove | null
  /** The address to poll from now on, where a permanent redirect was believed. */
  readonly newUrl: string | null
}

/** Which feeds to take from the queue. Times in epoch milliseconds. */
export interface Claim {
  readonly now: number
  /** A next poll beyond this was set by a clock that ran wrong: the feed is due. */
  readonly latest: number
  readonly leaseUntil: number
  readonly limit: number
}

export type FeedStore = ReturnType<typeof createFeedStore>

/** The `feeds` table as a poll sees it: what is due, and how a feed stands afterwards. */
export function createFeedStore(db: Database) {
  const columns =
    'id, url, poll_url, credentials, outlet, etag, last_modified, validators_url, body_hash, failures, pace, move, allow_private'
  const claim = db.prepare(`
    UPDATE feeds SET next_poll_at = @leaseUntil
    WHERE id IN (
      SELECT id FROM feeds WHERE subscribed = 1 AND (next_poll_at <= @now OR next_poll_at > @latest)
      ORDER BY next_poll_at LIMIT @limit)
    RETURNING ${columns}`)
  const claimAll = db.prepare(`
    UPDATE feeds SET next_poll_at = @leaseUntil WHERE subscribed = 1 RETURNING ${columns}`)
  const rhythm = db.prepare(`
    SELECT published_at FROM entries WHERE feed_id = ? AND published_at IS NOT NULL
    ORDER BY id DESC LIMIT ${RHYTHM_ENTRIES}`)
  const hold = db.prepare(`
    UPDATE feeds SET next_poll_at = @until
    WHERE subscribed = 1 AND next_poll_at < @until AND id IN (SELECT value FROM json_each(@ids))`)
  const progress = db.prepare(`
    UPDATE feeds SET state = @state, error = @error, failures = @failures, next_poll_at = @nextPollAt, move = @move,
      poll_url = coalesce(@newUrl, poll_url), last_poll_at = @now
    WHERE id = @id`)
  const validators = db.prepare(
    'UPDATE feeds SET etag = ?, last_modified = ?, validators_url = ? WHERE id = ?',
  )
  const document = db.prepare(`
    UPDATE feeds SET body_hash = @bodyHash, pace = @pace, title = @title, site_link = @siteLink, last_read_at = @now,
      outlet = coalesce(configured_outlet, nullif(@title, ''), outlet)
    WHERE id = @id`)

  function toFeed(row: FeedRow): Feed {
    const published = (rhythm.all(row.id) as { published_at: string }[]).map((r) => toMs(r.published_at))
    published.sort((x, y) => y - x)
    return {
      id: row.id,
      url: row.poll_url,
      credentials: sameOrigin(row.url, row.poll_url) ? row.credentials : null,
      outlet: row.outlet,
      validators: { etag: row.etag, lastModified: row.last_modified, url: row.validators_url },
      bodyHash: row.body_hash,
      failures: row.failures,
      rhythm: published.slice(1).map((at, i) => published[i]! - at),
      pace: row.pace ? JSON.parse(row.pace) : NO_PACE,
      move: row.move ? JSON.parse(row.move) : null,
      allowPrivateAddresses: row.allow_private === 1,
    }
  }

  return {
    /** Takes up to `limit` due feeds, longest due first, and leases them: no one else gets them before `leaseUntil`. */
    claimDue({ now, latest, leaseUntil, limit }: Claim): Feed[] {
      const times = { now: toText(now), latest: toText(latest), leaseUntil: toText(leaseUntil) }
      return (claim.all({ ...times, limit }) as FeedRow[]).map(toFeed)
    },

    claimAll(leaseUntil: number): Feed[] {
      return (claimAll.all({ leaseUntil: toText(leaseUntil) }) as FeedRow[]).map(toFeed)
    },

    /** Polls none of these feeds before `until`. */
    hold(ids: readonly number[], until: number): void {
      hold.run({ until: toTextRoundedUp(until), ids: JSON.stringify(ids) })
    },

    recordProgress(id: number, p: FeedProgress, now: number): void {
      progress.run({
        id,
        state: p.state,
        error: p.error,
        failures: p.failures,
        nextPollAt: p.nextPollAt === null ? null : toTextRoundedUp(p.nextPollAt),
        move: p.move ? JSON.stringify(p.move) : null,
        newUrl: p.newUrl,
        now: toText(now),
      })
    },

    recordValidators(id: number, { etag, lastModified, url }: Feed['validators']): void {
      validators.run(etag, lastModified, url ?? null, id)
    },

    recordDocument(
      id: number,
      read: { bodyHash: string; pace: FeedPace; title: string; link: string | null },
      now: number,
    ): void {
      document.run({
        id,
        bodyHash: read.bodyHash,
        pace: JSON.stringify(read.pace),
        title: read.title,
        siteLink: read.link,
        now: toText(now),
      })
    },
  }
}

/** Credentials are for the address they were given with: one that a redirect moved the feed to never learns them. */
function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin
}
