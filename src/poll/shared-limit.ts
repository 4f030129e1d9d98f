/** A limiter whose hosts are shared with the workers of other processes: N of them are as polite as one. */
import { setTimeout as wait } from 'node:timers/promises'
import type { WorkerStore } from '../contract/workers.ts'
import type { Limiter } from './limit.ts'

/** A worker that dies during a request keeps its host from the others for so long. */
const LONGEST_TURN_MS = 120_000
/** We ask again at least so often, since whoever has the host may be done early. */
const LONGEST_WAIT_MS = 5000

interface SharedLimitDeps {
  readonly store: Pick<WorkerStore, 'takeHost' | 'leaveHost'>
  readonly hostPauseMs: number
  readonly sleep?: (ms: number) => Promise<unknown>
}

export function shareHosts(limiter: Limiter, { store, hostPauseMs, sleep = wait }: SharedLimitDeps): Limiter {
  let isHurried = false

  /** Waits until the host is ours; false when it need not be, because the jobs that are left have nothing to do. */
  async function take(host: string): Promise<boolean> {
    while (!isHurried) {
      const turn = await store.takeHost(host, LONGEST_TURN_MS)
      if (turn.kind === 'yours') return true
      await sleep(Math.min(Math.max(turn.ms, 1), LONGEST_WAIT_MS))
    }
    return false
  }

  return {
    run: (host, job) =>
      limiter.run(host, async () => {
        const isTaken = await take(host)
        try {
          return await job()
        } finally {
          // Without the database, the job's result counts all the same, and its turn ends by itself.
          if (isTaken) await store.leaveHost(host, hostPauseMs).catch(() => {})
        }
      }),
    hurry() {
      isHurried = true
      limiter.hurry()
    },
  }
}
