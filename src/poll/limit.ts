/**
 * How many may be asked at the same time: one request per host, with a pause before the next, and a limit for all hosts
 * together. A job that waits for its host takes up no place. Must not know what the jobs do.
 */
import { setTimeout as wait } from 'node:timers/promises'
import PQueue from 'p-queue'

interface LimitConfig {
  readonly concurrency: number
  /** From the end of one job of a host to the start of its next. Milliseconds. */
  readonly hostPauseMs: number
  readonly now: () => number
  readonly sleep?: (ms: number) => Promise<unknown>
}

export interface Limiter {
  /** Runs the job when it is its turn; jobs of one host run in the order they came. Passes on what it throws. */
  run<T>(host: string, job: () => Promise<T>): Promise<T>
  /** From now on, waits for no pause: the daemon is ending, and the jobs that are left do nothing. */
  hurry(): void
}

export function createLimiter({ concurrency, hostPauseMs, now, sleep = wait }: LimitConfig): Limiter {
  const places = new PQueue({ concurrency })
  /** Settles, for each host, with the time at which its last job ended; never rejects. */
  const ends = new Map<string, Promise<number>>()
  let hurry = () => {}
  const hurried = new Promise<void>((resolve) => {
    hurry = resolve
  })

  async function afterPause(last: Promise<number>): Promise<void> {
    // A clock that was set back must not make the pause longer.
    const left = Math.min((await last) + hostPauseMs - now(), hostPauseMs)
    if (left > 0) await Promise.race([sleep(left), hurried])
  }

  function run<T>(host: string, job: () => Promise<T>): Promise<T> {
    const last = ends.get(host)
    const result = last ? afterPause(last).then(() => places.add(job)) : places.add(job)
    ends.set(host, result.then(now, now))
    return result
  }

  return { run, hurry }
}
