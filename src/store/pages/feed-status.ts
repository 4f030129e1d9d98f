/** The state of feeds, from the rows in which an engine finds them. Pure. */
import type { FeedState, FeedStatus, Losses } from '../../contract/model.ts'
import type { Queue } from '../../contract/store.ts'
import { toMsOrNull } from '../rows.ts'

/** A feed with counts of what it brought; times in UTC text. */
export interface FeedStatusRow {
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

const NO_LOSSES: Losses = { older: 0, empty: 0, cutTexts: 0 }

export function toFeedStatus(row: FeedStatusRow): FeedStatus {
  const { forgiven = [], ...losses }: Losses & { forgiven?: string[] } = JSON.parse(row.losses ?? '{}')
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
    losses: { ...NO_LOSSES, ...losses },
    forgiven,
  }
}

/** What is due, since when, and when a feed that is well was last polled; times in UTC text. */
export interface QueueRow {
  readonly due: number
  readonly oldest: string | null
  readonly good: string | null
}

export function toQueue({ due, oldest, good }: QueueRow): Queue {
  return { due, oldestDueAt: toMsOrNull(oldest), lastGoodPollAt: toMsOrNull(good) }
}
