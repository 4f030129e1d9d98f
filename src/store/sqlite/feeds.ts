/** The `feeds` table: the queue, and what polls leave. */
import type { Database } from 'better-sqlite3'
import type { Feed } from '../../contract/model.ts'
import type { FeedQueue, PollRecord } from '../../contract/store.ts'
import {
  afterMove,
  FEED_COLUMNS,
  type FeedRow,
  firstSubscribedFirst,
  longestDueFirst,
  RHYTHM_ENTRIES,
  toClaimTexts,
  toFeed,
  toPollRow,
} from '../feed-rows.ts'
import { toMs, toTextRoundedUp } from '../rows.ts'
import type { InTurn } from './matching/engine.ts'
import { createOutletNaming } from './outlet-names.ts'
import type { SecretStore } from './secrets.ts'

export type FeedRecorder = ReturnType<typeof createFeedRecorder>

/** A time that is past, or so far ahead that the clock must have been wrong. */
const over = (time: string) => `(${time} IS NULL OR ${time} <= @now OR ${time} > @latest)`
const ALLOWED = `subscribed = 1 AND next_poll_at IS NOT NULL AND ${over('held_until')}`
const TAKE = (which: string) =>
  `UPDATE feeds SET leased_until = @leaseUntil WHERE ${which} RETURNING ${FEED_COLUMNS}`
const CLAIM = TAKE(`id IN (
  SELECT id FROM feeds WHERE ${ALLOWED} AND ${over('next_poll_at')} AND ${over('leased_until')}
  ORDER BY next_poll_at, id LIMIT @limit)`)
const HOLD = `
  UPDATE feeds SET next_poll_at = max(next_poll_at, @until), held_until = max(coalesce(held_until, ''), @until)
  WHERE id IN (SELECT value FROM json_each(@ids))`
const GIVE_BACK = `
  UPDATE feeds SET next_poll_at = max(next_poll_at, @notBefore), leased_until = NULL WHERE id = @id`
const RHYTHM = `
  SELECT published_at FROM entries WHERE feed_id = ? AND published_at IS NOT NULL
  ORDER BY id DESC LIMIT ${RHYTHM_ENTRIES}`

/**
 * The `feeds` table as a queue. Three times are kept apart: when a feed is due, until when its publisher forbids to ask it,
 * and until when somebody is polling it, so that a claim that comes to nothing changes nothing.
 */
export function createFeedQueue(db: Database, secrets: Pick<SecretStore, 'of'>, inTurn: InTurn): FeedQueue {
  const claim = db.prepare(CLAIM)
  const claimAll = db.prepare(TAKE(ALLOWED))
  const claimOne = db.prepare(
    TAKE(`id = @id AND subscribed = 1 AND ${over('held_until')} AND ${over('leased_until')}`),
  )
  const hold = db.prepare(HOLD)
  const giveBack = db.prepare(GIVE_BACK)
  const rhythm = db.prepare(RHYTHM).pluck()

  function read(row: FeedRow): Feed {
    return toFeed(row, secrets.of(row.id), rhythm.all(row.id) as string[])
  }

  return {
    claimDue: ({ limit, ...times }) =>
      inTurn(() => {
        const rows = claim.all({ ...toClaimTexts(times), limit }) as FeedRow[]
        return rows.map((row) => ({ ...read(row), dueAt: toMs(row.next_poll_at) })).sort(longestDueFirst)
      }),
    claimAll: (times) =>
      inTurn(() => (claimAll.all(toClaimTexts(times)) as FeedRow[]).map(read).sort(firstSubscribedFirst)),
    claimOne: (id, times) =>
      inTurn(() => {
        const row = claimOne.get({ ...toClaimTexts(times), id }) as FeedRow | undefined
        return row ? read(row) : null
      }),
    giveBack: (id, notBefore) =>
      inTurn(() => void giveBack.run({ id, notBefore: toTextRoundedUp(notBefore) })),
    holdFeeds: (ids, until) =>
      inTurn(() => void hold.run({ until: toTextRoundedUp(until), ids: JSON.stringify(ids) })),
  }
}

/** Returns a function that stores what a poll changes of its feed. */
export function createFeedRecorder(db: Database, secrets: SecretStore) {
  const subscribedUrl = db.prepare<[number], string>('SELECT url FROM feeds WHERE id = ?').pluck()
  const outletOf = db.prepare<[number], string>('SELECT outlet FROM feeds WHERE id = ?').pluck()
  const nameOutlet = createOutletNaming(db)

  function recordMove(id: number, newUrl: string, newAddress: string): string {
    const moved = afterMove(secrets.of(id), subscribedUrl.get(id)!, newUrl, newAddress)
    secrets.put(id, moved.secrets)
    return moved.url
  }

  return (record: PollRecord, now: number): void => {
    const { id } = record.feed
    const { newUrl, newAddress } = record.progress
    const moved = newUrl === null ? {} : { poll_url: recordMove(id, newUrl, newAddress ?? newUrl) }
    const row = { ...toPollRow(record, now), ...moved }
    const set = Object.keys(row).map((name) => `${name} = @${name}`)
    const before = outletOf.get(id)
    db.prepare(`UPDATE feeds SET ${set.join(', ')} WHERE id = @id`).run({ ...row, id })
    if (record.read !== null) nameOutlet(id, before, now)
  }
}
