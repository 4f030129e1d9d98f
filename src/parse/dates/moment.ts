/** A moment as it was written, in its publisher's own zone. */
import { zone } from './zones.ts'

export interface Moment {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** Minutes east of Greenwich. */
  offset: number
}

/** What comes after a date: hour, minute, second, `am` or `pm`, and the rest, which may begin with a zone. */
export function time([hour, minute, second, half, rest]: readonly (string | undefined)[]) {
  return {
    hour: halfDay(Number(hour ?? 0), half),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    offset: zone(rest ?? ''),
  }
}

function halfDay(hour: number, written: string | undefined): number {
  const half = written?.[0]?.toLowerCase()
  if (half === 'p' && hour < 12) return hour + 12
  return half === 'a' && hour === 12 ? 0 : hour
}
