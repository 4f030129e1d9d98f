/** When rounds of polls begin, how many feeds each may start, and how late the daemon may be before it calls itself unwell. */
import cron from 'node-cron'
import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import type { PollSummary } from '../contract/model.ts'
import { startsPerTick } from '../poll/next-poll.ts'
import type { App } from './app.ts'
import type { HealthLimits } from './health.ts'
import { oneAtATime } from './one-at-a-time.ts'

const MINUTE = 60_000
const LONGEST_TICK = 60 * MINUTE

/** Ticks now, and from then on by a cron expression. Returns a function that ends it. */
export function schedule(expression: string, tick: () => Promise<unknown>, log: Logger): () => unknown {
  const task = cron.schedule(expression, tick, {
    name: 'poll',
    noOverlap: true, // a tick has nothing to add while the last one is at work
    timezone: 'Etc/UTC',
    logger: cronLogger(log),
  })
  void tick().catch((err) => log.error({ err }, 'a round of polls failed')) // not only at the next full minute
  return () => task.destroy()
}

/** Begins a round, unless one is at work. */
export function createTick(app: App, config: Config, now: () => number): () => Promise<PollSummary[]> {
  let lastTickAt = now() - MINUTE
  return oneAtATime(async () => {
    const tickAt = now()
    const sinceLast = Math.min(Math.max(tickAt - lastTickAt, MINUTE), LONGEST_TICK)
    lastTickAt = tickAt
    return app.round({ atMost: await startsAtOnce(app, config, sinceLast), patienceMs: MINUTE })
  })
}

/** After a long pause all feeds may be due; they are asked over a while, not all at once. */
async function startsAtOnce({ pages }: App, { poll }: Config, sinceLast: number): Promise<number> {
  const states = Object.values(await pages.feedStates())
  const feeds = states.reduce((sum, count) => sum + count, 0)
  return Math.max(poll.concurrency, startsPerTick(feeds, sinceLast, poll.minInterval))
}

/** It logs to the console unless it is given a logger. */
function cronLogger(log: Logger): Parameters<typeof cron.setLogger>[0] {
  return {
    info: (message) => log.debug(message),
    debug: (message) => log.debug(String(message)),
    warn: (message) => log.debug(message), // a tick that was skipped
    error: (message, err) => log.error({ err: err ?? message }, 'a round of polls failed'),
  }
}

/** Rounds that may be missed before the daemon calls itself unwell. */
const MISSED_ROUNDS = 10

/** Feeds that are all due at once are spread over the shortest interval: only what waits for longer is late. */
export function limitsOf({ poll }: Config, isPolling: boolean): HealthLimits {
  const stalledAfterMs = stalledAfter(poll.schedule)
  return {
    stalledAfterMs: isPolling ? stalledAfterMs : Number.POSITIVE_INFINITY,
    lateAfterMs: stalledAfterMs + poll.minInterval,
  }
}

/** How long that many rounds take by the schedule, in milliseconds. */
function stalledAfter(schedule: string): number {
  const task = cron.createTask(schedule, () => {}, { timezone: 'Etc/UTC' })
  const [first, ...runs] = task.getNextRuns(MISSED_ROUNDS + 1)
  task.destroy()
  return first && runs.length > 0 ? runs.at(-1)!.getTime() - first.getTime() : Number.POSITIVE_INFINITY
}
