/** The time by the database's clock: workers whose own clocks differ agree on what is due. */
import type { WorkerStore } from '../contract/workers.ts'

export interface SharedClock {
  /** Epoch milliseconds. */
  now(): number
  /** Looks at the database's clock again; never rejects. */
  sync(): Promise<void>
}

/** @param own This machine's clock, which goes on between two looks. */
export async function createSharedClock(
  store: Pick<WorkerStore, 'clock'>,
  own: () => number = Date.now,
): Promise<SharedClock> {
  let ahead = 0
  async function look(): Promise<void> {
    const before = own()
    const theirs = await store.clock()
    ahead = theirs - (before + own()) / 2
  }
  await look()
  return {
    now: () => Math.round(own() + ahead),
    sync: () => look().catch(() => {}), // the next round looks again
  }
}
