/** SQLite's side of what workers agree on: there is only one. */
import type { Database } from 'better-sqlite3'
import type { WorkerStore } from '../../contract/workers.ts'
import { ALONE } from '../alone.ts'

export function createWorkerStore(db: Database): WorkerStore {
  const clock = db.prepare("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)").pluck()
  return {
    ...ALONE,
    clock: async () => clock.get() as number,
  }
}
