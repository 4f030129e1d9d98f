/** What workers on one database agree on: the time, who asks a host, who still has a feed, who tells the hubs. */
import type { WorkerStore } from '../../contract/workers.ts'
import { toText } from '../rows.ts'
import type { Database } from './connect.ts'
import type { Leases } from './leases.ts'

/** `$3`: until when this process took the host before and could not give it back, as the database was away; or null. */
const TAKE = `
  INSERT INTO host_turns (host, free_at) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
  ON CONFLICT (host) DO UPDATE SET free_at = excluded.free_at
    WHERE host_turns.free_at <= clock_timestamp() OR host_turns.free_at = $3::timestamptz
  RETURNING free_at::text AS until`
const WAIT = `
  SELECT extract(epoch FROM free_at - clock_timestamp())::float8 * 1000 AS ms FROM host_turns WHERE host = $1`
const LEAVE = `
  UPDATE host_turns SET free_at = clock_timestamp() + $2 * interval '1 millisecond' WHERE host = $1`
const ANNOUNCE = 'UPDATE publication SET announced = version WHERE announced < version RETURNING 1'

export function createWorkerStore(db: Database, leases: Leases): WorkerStore {
  const turns = new Map<string, string>()
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
      const turn = await db.first<{ until: string }>(TAKE, [host, forMs, turns.get(host) ?? null])
      if (turn !== null) {
        turns.set(host, turn.until)
        return { kind: 'yours' }
      }
      const row = await db.first<{ ms: number }>(WAIT, [host])
      return { kind: 'wait', ms: Math.max(0, row?.ms ?? 0) }
    },
    async leaveHost(host, pauseMs) {
      await db.run(LEAVE, [host, pauseMs])
      turns.delete(host)
    },
    async claimAnnouncement() {
      return (await db.first(ANNOUNCE)) !== null
    },
  }
}
