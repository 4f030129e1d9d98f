/** The three deadlines of one exchange. Each ends it by aborting one signal with a clear reason. */
import { setMaxListeners } from 'node:events'
import { FetchFault } from './fault.ts'

export interface Deadlines {
  readonly signal: AbortSignal
  /** The request is on its way: its answer must begin in time. */
  awaitFirstByte(): void
  /** Something arrived: more must follow in time. */
  alive(): void
  /** Must be called at the end, or the timers stay. */
  clear(): void
}

/** Calls `then` after so many milliseconds; what it returns takes that back. */
export type After = (ms: number, then: () => void) => () => void

export const after: After = (ms, then) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/** The first byte may take two thirds of the whole, a pause in the body one third. */
const FIRST_BYTE_SHARE = 2 / 3
const STALL_SHARE = 1 / 3

/** Starts the clock for a whole exchange, its redirects included. `stop` ends it early. */
export function startDeadlines(timeoutMs: number, stop: AbortSignal, wait: After): Deadlines {
  const controller = new AbortController()
  const fail = (reason: string) => controller.abort(new FetchFault(reason))
  const stopped = () => fail('stopped')
  // One stop signal serves all exchanges under way: many listeners are no leak.
  setMaxListeners(0, stop)
  stop.addEventListener('abort', stopped, { once: true })
  if (stop.aborted) stopped()

  const endWhole = wait(timeoutMs, () => fail(`not finished within ${timeoutMs} ms`))
  let endStep = () => {}
  const arm = (ms: number, reason: string) => {
    endStep()
    endStep = wait(ms, () => fail(`${reason} for ${ms} ms`))
  }
  return {
    signal: controller.signal,
    awaitFirstByte: () => arm(Math.round(timeoutMs * FIRST_BYTE_SHARE), 'no answer'),
    alive: () => arm(Math.round(timeoutMs * STALL_SHARE), 'the body stalled: nothing arrived'),
    clear() {
      endWhole()
      endStep()
      stop.removeEventListener('abort', stopped)
    },
  }
}
