/** What workers agree on where there is only one: a file has one daemon. */
import type { WorkerStore } from '../contract/workers.ts'

export const ALONE: Omit<WorkerStore, 'clock'> = {
  keepsLease: async () => true,
  takeHost: async () => ({ kind: 'yours' }),
  leaveHost: async () => {},
  claimAnnouncement: async () => true,
}
