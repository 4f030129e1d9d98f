/** How often, and when, a feed wants to be asked. */
import type { FeedPace } from '../../contract/model.ts'
import { type Fields, first } from './values.ts'

const MINUTE = 60_000
const PERIODS: Readonly<Record<string, number>> = {
  hourly: 60 * MINUTE,
  daily: 1440 * MINUTE,
  weekly: 7 * 1440 * MINUTE,
  monthly: 30 * 1440 * MINUTE,
  yearly: 365 * 1440 * MINUTE,
}
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** RSS 2.0 has a ttl in minutes, skipHours and skipDays; RSS 1.0's syndication module says how often in a period. */
export function paceOf(feed: Fields): FeedPace {
  const ttl = Number(first(feed('ttl')) ?? 0) * MINUTE
  const frequency = Math.max(1, Number(first(feed('updatefrequency')) ?? 1) || 1)
  const period = (PERIODS[first(feed('updateperiod'))?.toLowerCase() ?? ''] ?? 0) / frequency
  const longest = Math.max(ttl || 0, period)
  return {
    intervalMs: longest > 0 ? longest : null,
    skipHours: numbers(feed('hour').map(({ text }) => (text === '' ? Number.NaN : Number(text) % 24))),
    skipDays: numbers(feed('day').map(({ text }) => DAYS.indexOf(text.toLowerCase()))),
  }
}

function numbers(values: readonly number[]): number[] {
  return [...new Set(values.filter((value) => Number.isInteger(value) && value >= 0))]
}
