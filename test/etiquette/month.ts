/** A month of polling on an injected clock against the newsroom, with restarts, an outage and a clock set back. */
import type { Lookup } from '../../src/fetch/guard.ts'
import { startsPerTick } from '../../src/poll/next-poll.ts'
import { monthStart, startNewsroom } from '../newsroom/newsroom.ts'
import { outlets } from '../newsroom/outlets.ts'
import type { Score } from '../newsroom/score.ts'
import { seeded } from '../support/random.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export interface Daemon {
  /** Polls what is due now, as the schedule's tick does; resolves when all of it is stored. */
  tick(): Promise<void>
  /** Ends and starts again with nothing but what was stored. */
  restart(): Promise<void>
  close(): Promise<void>
  /** The addresses polled now, with their states, for the report. */
  states(): Promise<readonly { readonly url: string; readonly state: string }[]>
}

export interface DaemonWorld {
  readonly urls: readonly string[]
  readonly lookup: Lookup
  readonly now: () => number
  readonly random: () => number
  readonly tickMs: number
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
}

export interface MonthReport {
  readonly feeds: number
  readonly days: number
  readonly score: Score
  /** Most polls that one tick may start. */
  readonly perMinuteAllowed: number
  readonly states: Readonly<Record<string, number>>
  readonly moved: number
}

interface MonthPlan {
  readonly feeds: number
  readonly days: number
}

/** Runs the month; the daemon is made by `make`, so that any scheduler can be driven. */
export async function simulateMonth(
  { feeds, days }: MonthPlan,
  make: (world: DaemonWorld) => Daemon | Promise<Daemon>,
): Promise<MonthReport> {
  const limits = { minIntervalMs: 15 * minute, maxIntervalMs: day }
  const clock = { time: monthStart, behind: 0 }
  const readerNow = () => clock.time - clock.behind
  const list = outlets(feeds)
  const newsroom = await startNewsroom(list, { now: () => clock.time, readerNow }, limits)
  const daemon = await make({
    ...limits,
    urls: list.map(newsroom.urlOf),
    lookup: newsroom.lookup,
    now: readerNow,
    random: seeded(7),
    tickMs: minute,
  })
  const restarts = restartTimes(days)
  const outage = monthStart + Math.floor(days / 2) * day
  for (let tick = 1; clock.time < monthStart + days * day; tick += 1) {
    clock.time += minute
    if (clock.time === outage) clock.time += 26 * hour
    if (clock.time === outage + 3 * day) clock.behind = 2 * hour
    if (clock.time === outage || restarts.has(tick)) await daemon.restart()
    await daemon.tick()
  }
  const states = await daemon.states()
  await daemon.close()
  await newsroom.close()
  const moved = states.filter(({ url }) => url.includes('/moved/')).length
  const perMinuteAllowed = startsPerTick(feeds, minute, limits.minIntervalMs)
  return { feeds, days, score: newsroom.score, perMinuteAllowed, states: countBy(states), moved }
}

/** Ticks at which the daemon restarts: several a week, and three times in a row. */
function restartTimes(days: number): Set<number> {
  const perDay = day / minute
  const everyOther = Array.from(
    { length: Math.ceil(days / 2) },
    (_, index) => index * 2 * perDay + 617 * (index % 3),
  )
  return new Set([...everyOther, perDay + 1, perDay + 2, perDay + 3])
}

function countBy(states: readonly { readonly state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { state } of states) counts[state] = (counts[state] ?? 0) + 1
  return counts
}
