/** Upkeep after a round of polls, step by step. When it fails, what was polled is stored and told all the same. */
import { once } from 'node:events'
import type { Logger } from 'pino'
import type { Store } from '../contract/store.ts'

const DAY = 86_400_000
/** Upkeep that takes longer goes on after the next round. A first round of a thousand feeds leaves some ten seconds of it. */
const UPKEEP_MS = 30_000
const CLOCK_JUMPED =
  'the clock jumped, or no daemon ran for so long: nothing is thrown away as old until the clock has gone on for two days'

export interface TidyDeps {
  readonly store: Pick<Store, 'maintain'>
  readonly log: Logger
  readonly now: () => number
}

/**
 * @param retentionMs Entries older than this are forgotten; null: none are.
 * @param stop Leaves upkeep where it is.
 * @returns what went wrong, or null
 */
export async function tidyUp(
  retentionMs: number | null,
  { store, log, now }: TidyDeps,
  stop: AbortSignal,
): Promise<string | null> {
  try {
    const until = now() + UPKEEP_MS
    while (!stop.aborted && now() < until) {
      const report = await unlessStopped(store.maintain({ retentionMs, now: now() }), stop)
      if (report === null) return null
      const { hasMore, jumpedMs } = report
      if (jumpedMs !== null) log.warn({ days: Math.round(jumpedMs / DAY) }, CLOCK_JUMPED)
      if (!hasMore) return null
    }
    return null
  } catch (err) {
    log.error({ err }, 'tidying up after a round of polls failed')
    return `tidying up failed: ${(err as Error).message}`
  }
}

/** Null where the stop comes first; the work goes on. */
async function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | null> {
  const over = new AbortController()
  const stopped = once(stop, 'abort', { signal: over.signal }).then(
    () => null,
    () => null, // the work came first
  )
  return Promise.race([work, stopped]).finally(() => over.abort())
}
