/** Dates that are written in numbers alone. */
import { type Moment, time } from './moment.ts'
import { zone } from './zones.ts'

/** What may follow a year: `-1`, `-01-15` or `0115`. */
const MONTH_AND_DAY = String.raw`(?:-(\d{1,2})(?:-(\d{1,2}))?|(\d{2})(\d{2}))?`
/** Minutes or seconds: two digits, or one behind a colon. */
const SIXTIETHS = String.raw`(?::?(\d{2})|:(\d))`
const ISO_TIME = String.raw`(?:[Tt\s]+(\d{1,2})(?:${SIXTIETHS}(?:${SIXTIETHS}(?:[.,]\d+)?)?)?\s*(.*))?`
const ISO = new RegExp(String.raw`^(\d{4})${MONTH_AND_DAY}${ISO_TIME}$`)

/** ISO 8601 and RFC 3339 with the gaps that feeds leave: no day, no time, no colon, a blank for the T. */
export function iso(text: string): Moment | null {
  const parts = ISO.exec(text)
  if (!parts) return null
  return {
    year: Number(parts[1]),
    month: Number(parts[2] ?? parts[4] ?? 1),
    day: Number(parts[3] ?? parts[5] ?? 1),
    hour: Number(parts[6] ?? 0),
    minute: Number(parts[7] ?? parts[8] ?? 0),
    second: Number(parts[9] ?? parts[10] ?? 0),
    offset: zone(parts[11] ?? ''),
  }
}

const CLOCK = String.raw`(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(.*))?$`
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})\s*[/.年년]\s*(\d{1,2})\s*[/.月월]\s*(\d{1,2})\s*[日일.]?,?${CLOCK}`,
  'i',
)
const YEAR_LAST = new RegExp(
  String.raw`^(?:\p{L}+\.?,?\s+)?(\d{1,2})([/.-])(\d{1,2})\2(\d{4}),?${CLOCK}`,
  'iu',
)

/** The year comes first, or last after day and month. Between slashes it must be clear which of the two is the day. */
export function numeric(text: string): Moment | null {
  const first = YEAR_FIRST.exec(text)
  if (first) return { ...day(first[1]!, first[2]!, first[3]!), ...time(first.slice(4)) }
  const last = YEAR_LAST.exec(text)
  if (!last) return null
  const [, one, sign, two, year, ...clock] = last
  const isDayFirst = sign === '.' || Number(one) > 12
  if (!isDayFirst && Number(two) <= 12 && one !== two) return null
  return { ...(isDayFirst ? day(year!, two!, one!) : day(year!, one!, two!)), ...time(clock) }
}

function day(year: string, month: string, day: string) {
  return { year: Number(year), month: Number(month), day: Number(day) }
}
