/** Who is asked next: leases feeds from the store's queue, and makes a feed due again when its poll was lost. */
import type { Feed } from '../contract/model.ts'
import type { Store } from '../contract/store.ts'
import { latestNextPoll } from './next-poll.ts'

/** Feeds taken from the queue at a time. */
const BATCH = 200
/** For so long nobody else takes a feed that was taken; a crash delays it by no more. */
const LEASE_MS = 10 * 60_000
/** After a poll that could not be stored. Doubles with each further one, so that publishers are not asked in vain. */
const LOST_RETRY_MS = 60_000

interface QueueDeps {
  readonly store: Pick<Store, 'claimDue' | 'claimAll' | 'claimOne' | 'giveBack'>
  readonly now: () => number
  readonly maxIntervalMs: number
}

export interface Queue {
  /** The feeds that are due, `atMost` of them, a batch at a time. */
  takeDue(atMost: number): AsyncIterable<readonly Feed[]>
  takeAll(): Promise<readonly Feed[]>
  takeOne(id: number): Promise<Feed | null>
  /** Notes whether the poll of a feed that was taken could be stored. */
  polled(id: number, stored: boolean): void
}

/** @param stop Ends the taking. */
export function createQueue({ store, now, maxIntervalMs }: QueueDeps, stop: AbortSignal): Queue {
  const lost = createLostLeases({ store, now })
  const lease = () => {
    const at = now()
    return { now: at, latest: latestNextPoll(at, maxIntervalMs), leaseUntil: at + LEASE_MS }
  }
  return {
    async *takeDue(atMost) {
      await lost.giveBack()
      for (let taken = 0; !stop.aborted && taken < atMost; ) {
        const feeds = await store.claimDue({ ...lease(), limit: Math.min(BATCH, atMost - taken) })
        if (feeds.length === 0) return
        taken += feeds.length
        yield feeds
      }
    },
    takeAll: async () => (stop.aborted ? [] : store.claimAll(lease())),
    takeOne: async (id) => (stop.aborted ? null : store.claimOne(id, lease())),
    polled: (id, stored) => (stored ? lost.forget(id) : lost.add(id)),
  }
}

/** Feeds whose poll could not be stored: still leased, though nobody polls them. */
function createLostLeases({ store, now }: Pick<QueueDeps, 'store' | 'now'>) {
  /** How often in a row each was lost. */
  const times = new Map<number, number>()
  /** When each may be due again. */
  const unreturned = new Map<number, number>()
  return {
    add(id: number): void {
      const before = times.get(id) ?? 0
      times.set(id, before + 1)
      unreturned.set(id, now() + LOST_RETRY_MS * 2 ** Math.min(before, 6))
    },
    forget: (id: number) => void times.delete(id),
    /** Makes them due again, once the database takes writes again; throws while it does not. */
    async giveBack(): Promise<void> {
      for (const [id, notBefore] of unreturned) {
        await store.giveBack(id, notBefore)
        unreturned.delete(id)
      }
    },
  }
}
