/** What workers on one database agree on, where there is only one: a file has one daemon. */
import type { Database } from 'better-sqlite3'
import type { WorkerStore } from '../../contract/workers.ts'

export function createWorkerStore(db: Database): WorkerStore {
  const clock = db.prepare("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)").pluck()
  return {
    clock: async () => clock.get() as number,
    keepsLease: async () => true,
    takeHost: async () => ({ kind: 'yours' }),
    leaveHost: async () => {},
    claimAnnouncement: async () => true,
  }
}
