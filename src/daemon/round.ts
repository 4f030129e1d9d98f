/** A round of polls: what happens at each tick of the schedule, from the queue to the hubs. */
import { once } from 'node:events'
import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import type { PollSummary } from '../contract/model.ts'
import type { Store } from '../contract/store.ts'
import type { Poller } from '../poll/poller.ts'
import type { Announcements } from '../push/announcements.ts'
import type { Health } from './health.ts'

const DAY = 86_400_000
/** Upkeep that takes longer goes on after the next round. */
const UPKEEP_MS = 10_000
const CLOCK_JUMPED =
  'the clock jumped, or no daemon ran for so long: nothing is thrown away as old until the clock has gone on for two days'

export interface RoundOptions {
  readonly all?: boolean
  readonly atMost?: number
  /** A round does not wait longer for hosts that keep it waiting; they are polled all the same. Milliseconds. */
  readonly patienceMs?: number
}

export interface Rounds {
  /** Polls what is due (`all`: every feed), then tidies up and tells the hubs. */
  round(options?: RoundOptions): Promise<PollSummary[]>
  /** Stops polling; resolves when what is in flight is stored, and the hubs are told of it. Upkeep is left where it is. */
  close(): Promise<void>
}

interface RoundDeps extends Pick<Announcements, 'announce'> {
  readonly store: Pick<Store, 'maintain' | 'subscribed'>
  readonly poller: Poller
  readonly health: Health
  readonly log: Logger
  readonly now: () => number
  /** What was subscribed when it began. */
  readonly subscribed: readonly string[]
}

export function createRounds(config: Config, deps: RoundDeps): Rounds {
  const { store, poller, health, log, now, announce } = deps
  const stop = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  let subscribed = new Set(deps.subscribed)

  /** Another process may subscribe and unsubscribe, as `wirefold add` and `remove` do: then the log says so. */
  async function tellOfSubscriptions(): Promise<void> {
    const present = new Set(await store.subscribed())
    const added = [...present].filter((url) => !subscribed.has(url))
    const removed = [...subscribed].filter((url) => !present.has(url))
    subscribed = present
    if (added.length + removed.length === 0) return
    log.warn({ added, removed }, 'subscriptions were changed from outside')
  }

  /** What was polled is stored and told, whatever comes of this. Resolves with what went wrong, or null. */
  async function tidyUp(): Promise<string | null> {
    try {
      const until = now() + UPKEEP_MS
      for (let hasMore = true; hasMore && !stop.signal.aborted && now() < until; ) {
        const step = store.maintain({ retentionMs: config.retention, now: now() })
        const report = await unlessStopped(step, stop.signal)
        if (report === null) return null
        hasMore = report.hasMore
        if (report.jumpedMs !== null) log.warn({ days: Math.round(report.jumpedMs / DAY) }, CLOCK_JUMPED)
      }
      return null
    } catch (err) {
      log.error({ err }, 'tidying up after a round of polls failed')
      return `tidying up failed: ${(err as Error).message}`
    }
  }

  async function run({ all = false, atMost, patienceMs }: RoundOptions): Promise<PollSummary[]> {
    try {
      await tellOfSubscriptions()
      const summaries = all ? await poller.pollAll() : await poller.pollDue(atMost, patienceMs)
      // A round that polled nothing tells nothing: the problem lasts until polls are stored again.
      if (summaries.length > 0) health.note('unstored', whatIsUnstored(summaries))
      health.note('upkeep', await tidyUp())
      if (summaries.some(({ added, changed }) => added + changed > 0)) await announce()
      health.note('round', null)
      await health.roundEnded()
      return summaries
    } catch (error) {
      health.note('round', (error as Error).message)
      throw error
    }
  }

  return {
    round(options = {}) {
      if (stop.signal.aborted) return Promise.resolve([])
      const running = run(options)
      underWay.add(running)
      return running.finally(() => underWay.delete(running))
    },
    async close() {
      stop.abort()
      await poller.stop()
      await Promise.allSettled(underWay)
    },
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

function whatIsUnstored(summaries: readonly PollSummary[]): string | null {
  const lost = summaries.filter(({ stored }) => !stored)
  return lost.length === 0 ? null : `${lost.length} of ${summaries.length} polls ${lost.at(-1)!.error}`
}
