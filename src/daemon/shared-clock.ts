/** The time by the database's clock: workers whose own clocks differ agree on what is due. */
import type { WorkerStore } from '../contract/workers.ts'

/** How much clocks may differ. */
const TOLERATED_MS = 1000

interface SharedClock {
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
  let ahead = Number.POSITIVE_INFINITY
  /** The quicker the answer, the more exact. Only what a look proves wrong is changed, so that time does not run back. */
  async function look(): Promise<void> {
    const before = own()
    const theirs = await store.clock()
    const took = own() - before
    const found = theirs - (before + took / 2)
    if (Math.abs(found - ahead) > took + TOLERATED_MS) ahead = found
  }
  await store.clock() // waits for the connection and the schema, which would make the first look a slow one
  await look()
  return {
    now: () => Math.round(own() + ahead),
    sync: () => look().catch(() => {}), // the next round looks again
  }
}
