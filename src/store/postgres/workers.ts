/** What workers on one database agree on: the time, who asks a host, who still has a feed, who tells the hubs. */
import { randomUUID } from 'node:crypto'
import type { WorkerStore } from '../../contract/workers.ts'
import { toText } from '../rows.ts'
import type { Database } from './connect.ts'
import type { Leases } from './leases.ts'

/** A process asks a host once at a time: what it is said to have already, it did not hear of, or could not give back. */
const TAKE = `
  INSERT INTO host_turns (host, free_at, taker) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond', $3)
  ON CONFLICT (host) DO UPDATE SET free_at = excluded.free_at, taker = excluded.taker
    WHERE host_turns.free_at <= clock_timestamp() OR host_turns.taker = excluded.taker
  RETURNING 1`
const WAIT = `
  SELECT extract(epoch FROM free_at - clock_timestamp())::float8 * 1000 AS ms FROM host_turns WHERE host = $1`
const LEAVE = `
  UPDATE host_turns SET free_at = clock_timestamp() + $2 * interval '1 millisecond', taker = NULL WHERE host = $1`
const ANNOUNCE = 'UPDATE publication SET announced = version WHERE announced < version RETURNING 1'

export function createWorkerStore(db: Database, leases: Leases): WorkerStore {
  const taker = randomUUID()
  const clock = async () =>
    (await db.first<{ now: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now'))!
      .now
  return {
    clock,
    async keepsLease(feedId, now) {
      const lease = leases.of(feedId)
      if (lease === null) return false
      const at = toText(now)
      const row = await db.first(
        'SELECT 1 FROM feeds WHERE id = $1 AND leased_until = $2 AND (held_until IS NULL OR held_until <= $3)',
        [feedId, lease, at],
      )
      return row !== null && lease >= at
    },
    async takeHost(host, forMs) {
      if ((await db.first(TAKE, [host, forMs, taker])) !== null) return { kind: 'yours' }
      const row = await db.first<{ ms: number }>(WAIT, [host])
      return { kind: 'wait', ms: Math.max(0, row?.ms ?? 0) }
    },
    async leaveHost(host, pauseMs) {
      await db.run(LEAVE, [host, pauseMs])
    },
    async claimAnnouncement() {
      return (await db.first(ANNOUNCE)) !== null
    },
  }
}
