import type { Database } from 'better-sqlite3'
import type { Feed, FeedPace, ParsedFeed } from '../../contract/model.ts'
import type { Claim, FeedProgress } from '../../contract/store.ts'
import { toMs, toMsOrNull, toText, toTextRoundedUp } from '../rows.ts'
import { createOutletRecount } from './recount.ts'
import type { SecretStore } from './secrets.ts'

const NO_PACE: FeedPace = { intervalMs: null, skipHours: [], skipDays: [] }
const RHYTHM_ENTRIES = 20

interface FeedRow {
  id: number
  url: string
  poll_url: string
  outlet: string
  etag: string | null
  last_modified: string | null
  validators_url: string | null
  body_hash: string | null
  failures: number
  pace: string | null
  move: string | null
  allow_private: number
  next_poll_at: string
  whole_at: string | null
}

export type FeedStore = ReturnType<typeof createFeedStore>

/**
 * The `feeds` table as a queue. Three times stand apart: when a feed is due, until when its publisher forbids to ask it,
 * and until when somebody is polling it, so that a claim that comes to nothing changes nothing.
 */
export function createFeedQueue(db: Database, secrets: Pick<SecretStore, 'of'>) {
  const columns =
    'id, url, poll_url, outlet, etag, last_modified, validators_url, body_hash, failures, pace, move, allow_private, next_poll_at, whole_at'
  const over = (time: string) => `(${time} IS NULL OR ${time} <= @now OR ${time} > @latest)`
  const allowed = `subscribed = 1 AND next_poll_at IS NOT NULL AND ${over('held_until')}`
  const claim = db.prepare(`
    UPDATE feeds SET leased_until = @leaseUntil
    WHERE id IN (
      SELECT id FROM feeds WHERE ${allowed} AND ${over('next_poll_at')} AND ${over('leased_until')}
      ORDER BY next_poll_at LIMIT @limit)
    RETURNING ${columns}`)
  const claimAll = db.prepare(`
    UPDATE feeds SET leased_until = @leaseUntil WHERE ${allowed} RETURNING ${columns}`)
  const claimOne = db.prepare(`
    UPDATE feeds SET leased_until = @leaseUntil
    WHERE id = @id AND subscribed = 1 AND ${over('held_until')} AND ${over('leased_until')} RETURNING ${columns}`)
  const hold = db.prepare(`
    UPDATE feeds SET next_poll_at = max(next_poll_at, @until), held_until = max(coalesce(held_until, ''), @until)
    WHERE id IN (SELECT value FROM json_each(@ids))`)
  const giveBack = db.prepare(`
    UPDATE feeds SET next_poll_at = max(next_poll_at, @notBefore), leased_until = NULL WHERE id = @id`)
  const rhythm = db.prepare(`
    SELECT published_at FROM entries WHERE feed_id = ? AND published_at IS NOT NULL
    ORDER BY id DESC LIMIT ${RHYTHM_ENTRIES}`)

  function toFeed(row: FeedRow): Feed {
    const { credentials, address, movedTo } = secrets.of(row.id)
    const subscribedAs = address ?? row.url
    const published = (rhythm.all(row.id) as { published_at: string }[]).map((r) => toMs(r.published_at))
    published.sort((x, y) => y - x)
    return {
      id: row.id,
      url: row.poll_url,
      address: movedTo ?? (row.poll_url === row.url ? subscribedAs : row.poll_url),
      subscribedAs,
      credentials: sameOrigin(row.url, row.poll_url) ? credentials : null,
      outlet: row.outlet,
      validators: { etag: row.etag, lastModified: row.last_modified, url: row.validators_url },
      bodyHash: row.body_hash,
      failures: row.failures,
      rhythm: published.slice(1).map((at, i) => published[i]! - at),
      pace: row.pace ? JSON.parse(row.pace) : NO_PACE,
      move: row.move ? JSON.parse(row.move) : null,
      allowPrivateAddresses: row.allow_private === 1,
      wholeAt: toMsOrNull(row.whole_at),
    }
  }

  return {
    /** Takes up to `limit` due feeds, longest due first, and leases them: no one else gets them before `leaseUntil`. */
    claimDue({ limit, ...times }: Claim): Feed[] {
      const rows = claim.all({ ...toTexts(times), limit }) as FeedRow[]
      return rows.map((row) => ({ ...toFeed(row), dueAt: toMs(row.next_poll_at) }))
    },

    /** Takes every feed that may be asked, due or not; one that is gone or held may not. */
    claimAll(times: Omit<Claim, 'limit'>): Feed[] {
      return (claimAll.all(toTexts(times)) as FeedRow[]).map(toFeed)
    },

    /** Takes one feed, due or not, gone or not; null where its publisher forbids it or somebody is polling it. */
    claimOne(id: number, times: Omit<Claim, 'limit'>): Feed | null {
      const row = claimOne.get({ ...toTexts(times), id }) as FeedRow | undefined
      return row ? toFeed(row) : null
    },

    /** Ends the lease of a feed that was not polled: it is due as it was, only never before `notBefore`. */
    giveBack(id: number, notBefore: number): void {
      giveBack.run({ id, notBefore: toTextRoundedUp(notBefore) })
    },

    /** Lets no one poll these feeds before `until`. */
    hold(ids: readonly number[], until: number): void {
      hold.run({ until: toTextRoundedUp(until), ids: JSON.stringify(ids) })
    },
  }
}

/** The `feeds` table as a poll leaves it. */
export function createFeedStore(db: Database, secrets: SecretStore) {
  const progress = db.prepare(`
    UPDATE feeds SET state = @state, error = @error, failures = @failures, next_poll_at = @nextPollAt, move = @move,
      poll_url = coalesce(@newUrl, poll_url), last_poll_at = @now, leased_until = NULL,
      whole_at = iif(@isWhole = 1, @now, whole_at)
    WHERE id = @id`)
  const validators = db.prepare(
    'UPDATE feeds SET etag = ?, last_modified = ?, validators_url = ? WHERE id = ?',
  )
  const document = db.prepare(`
    UPDATE feeds SET body_hash = @bodyHash, pace = @pace, title = @title, site_link = @siteLink, last_read_at = @now, losses = @losses,
      outlet = coalesce(configured_outlet, nullif(@title, ''), outlet)
    WHERE id = @id`)
  const subscribedUrl = db.prepare('SELECT url FROM feeds WHERE id = ?').pluck()
  const outletOf = db.prepare('SELECT outlet FROM feeds WHERE id = ?').pluck()
  const recountOutlets = createOutletRecount(db)

  /** Where the feed moved is kept apart from what is shown of it; null where it came back to what was subscribed. */
  function recordMove(id: number, newUrl: string, newAddress: string): string {
    const known = secrets.of(id)
    const url = subscribedUrl.get(id) as string
    const isBack = newAddress === (known.address ?? url)
    secrets.put(id, { ...known, movedTo: isBack || newAddress === newUrl ? null : newAddress })
    return isBack ? url : newUrl
  }

  return {
    recordProgress(id: number, p: FeedProgress, now: number): void {
      const newUrl = p.newUrl === null ? null : recordMove(id, p.newUrl, p.newAddress ?? p.newUrl)
      progress.run({
        id,
        state: p.state,
        error: p.error,
        failures: p.failures,
        nextPollAt: p.nextPollAt === null ? null : toTextRoundedUp(p.nextPollAt),
        move: p.move ? JSON.stringify(p.move) : null,
        newUrl,
        isWhole: p.isWhole ? 1 : 0,
        now: toText(now),
      })
    },

    recordValidators(id: number, { etag, lastModified, url }: Feed['validators']): void {
      validators.run(etag, lastModified, url ?? null, id)
    },

    recordDocument(
      id: number,
      read: Pick<ParsedFeed, 'pace' | 'title' | 'link' | 'losses'> & { readonly bodyHash: string },
      now: number,
    ): void {
      const before = outletOf.get(id)
      document.run({
        id,
        bodyHash: read.bodyHash,
        pace: JSON.stringify(read.pace),
        title: read.title,
        siteLink: read.link,
        losses: Object.values(read.losses).some((lost) => lost > 0) ? JSON.stringify(read.losses) : null,
        now: toText(now),
      })
      if (outletOf.get(id) !== before) recountOutlets(id, now)
    },
  }
}

function toTexts({ now, latest, leaseUntil }: Omit<Claim, 'limit'>) {
  return { now: toText(now), latest: toText(latest), leaseUntil: toText(leaseUntil) }
}

/** Credentials are for the address they were given with: one that a redirect moved the feed to never learns them. */
function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin
}
