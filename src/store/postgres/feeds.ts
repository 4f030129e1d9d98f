/**
 * The `feeds` table as a queue. Three times are kept apart: when a feed is due, until when its publisher forbids to ask it,
 * and until when somebody is polling it, so that a claim that comes to nothing changes nothing.
 */
import type { Feed } from '../../contract/model.ts'
import type { Claim, FeedQueue } from '../../contract/store.ts'
import { grouped } from '../../matching/grouped.ts'
import {
  FEED_COLUMNS,
  type FeedRow,
  firstSubscribedFirst,
  longestDueFirst,
  RHYTHM_ENTRIES,
  toClaimTexts,
  toFeed,
} from '../feed-rows.ts'
import { toMs, toTextRoundedUp } from '../rows.ts'
import { NO_SECRETS } from '../secrets.ts'
import type { Database } from './connect.ts'
import type { Leases } from './leases.ts'
import type { SecretStore } from './secrets.ts'

type Times = Omit<Claim, 'limit'>

/** `$1`: now; `$2`: the latest that counts. */
const over = (time: string) => `(${time} IS NULL OR ${time} <= $1 OR ${time} > $2)`
const ALLOWED = `subscribed = 1 AND next_poll_at IS NOT NULL AND ${over('held_until')}`
/**
 * `FOR UPDATE SKIP LOCKED`: what another worker is taking at this moment is passed over. `MATERIALIZED`: the server may ask
 * a part of a statement anew for each row, and it would find others at each time, however few are wanted.
 */
const TAKE = (which: string) => `
  WITH taken AS MATERIALIZED (SELECT id FROM feeds WHERE ${which} FOR UPDATE SKIP LOCKED)
  UPDATE feeds SET leased_until = $3 WHERE id IN (SELECT id FROM taken)
  RETURNING ${FEED_COLUMNS}, leased_until`
const CLAIM = TAKE(`subscribed = 1 AND (next_poll_at <= $1 OR next_poll_at > $2) AND ${over('held_until')}
  AND ${over('leased_until')} ORDER BY next_poll_at, id LIMIT $4`)
const CLAIM_ALL = TAKE(ALLOWED)
const CLAIM_ONE = TAKE(`id = $4 AND subscribed = 1 AND ${over('held_until')} AND ${over('leased_until')}`)

const PUBLISHED = `
  SELECT newest.feed_id, newest.published_at FROM unnest($1::bigint[]) AS wanted (id)
  CROSS JOIN LATERAL (
    SELECT feed_id, published_at FROM entries WHERE feed_id = wanted.id AND published_at IS NOT NULL
    ORDER BY id DESC LIMIT ${RHYTHM_ENTRIES}) AS newest`

type ClaimedRow = FeedRow & { readonly leased_until: string }

export function createFeedQueue(db: Database, secrets: Pick<SecretStore, 'of'>, leases: Leases): FeedQueue {
  const claim = createClaim(db, secrets, leases)
  const asked = (feed: Feed): Feed => ({ ...feed, dueAt: null })

  return {
    async claimDue({ limit, ...times }) {
      const feeds = await claim(CLAIM, times, limit)
      return feeds.sort(longestDueFirst)
    },

    async claimAll(times) {
      const feeds = await claim(CLAIM_ALL, times)
      return feeds.sort(firstSubscribedFirst).map(asked)
    },

    async claimOne(id, times) {
      const [feed] = await claim(CLAIM_ONE, times, id)
      return feed ? asked(feed) : null
    },

    /** Ends the lease of a feed that was not polled; one that another worker took over by now stays that one's. */
    async giveBack(id, notBefore) {
      await db.run(
        `UPDATE feeds SET leased_until = CASE WHEN leased_until = $3 THEN NULL ELSE leased_until END,
           next_poll_at = CASE WHEN next_poll_at IS NULL THEN NULL ELSE greatest(next_poll_at, $2) END
         WHERE id = $1`,
        [id, toTextRoundedUp(notBefore), leases.of(id)],
      )
    },

    async holdFeeds(ids, until) {
      await db.run(
        `UPDATE feeds SET held_until = greatest(held_until, $2),
           next_poll_at = CASE WHEN next_poll_at IS NULL THEN NULL ELSE greatest(next_poll_at, $2) END
         WHERE id = ANY($1)`,
        [ids, toTextRoundedUp(until)],
      )
    },
  }
}

/** Takes feeds, leases them to this process, and reads what else is known of them. */
function createClaim(db: Database, secrets: Pick<SecretStore, 'of'>, leases: Leases) {
  async function publishedOf(ids: readonly number[]): Promise<ReadonlyMap<number, string[]>> {
    const rows = await db.rows<{ feed_id: number; published_at: string }>(PUBLISHED, [ids])
    const byFeed = grouped(rows, ({ feed_id }) => feed_id)
    return new Map(ids.map((id) => [id, (byFeed.get(id) ?? []).map(({ published_at }) => published_at)]))
  }

  return async (sql: string, times: Times, ...more: readonly number[]): Promise<Feed[]> => {
    const { now, latest, leaseUntil } = toClaimTexts(times)
    const rows = await db.rows<ClaimedRow>(sql, [now, latest, leaseUntil, ...more])
    const ids = rows.map(({ id }) => id)
    const [known, published] = [await secrets.of(db, ids), await publishedOf(ids)]
    for (const { id, leased_until } of rows) leases.took(id, leased_until)
    return rows.map((row) => ({
      ...toFeed(row, known.get(row.id) ?? NO_SECRETS, published.get(row.id)!),
      dueAt: row.next_poll_at === null ? null : toMs(row.next_poll_at),
    }))
  }
}
