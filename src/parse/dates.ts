/**
 * Dates as feeds write them. An unusable date is null, never the present. All results are epoch milliseconds, UTC; a
 * date without a zone is taken for UTC.
 */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Hours east of Greenwich. RFC 822's zones, and those of Europe, Asia and Oceania that feeds use. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 1,
  bst: 1,
  ist: 5.5,
  cet: 1,
  mez: 1,
  cest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  msd: 4,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  jst: 9,
  kst: 9,
  hkt: 8,
  sgt: 8,
  aest: 10,
  aedt: 11,
  aet: 10,
  acst: 9.5,
  acdt: 10.5,
  awst: 8,
  nzst: 12,
  nzdt: 13,
  at: -4,
  ast: -4,
  adt: -3,
  et: -5,
  ct: -6,
  mt: -7,
  pt: -8,
  sast: 2,
  idt: 3,
  nst: -3.5,
  ndt: -2.5,
  art: -3,
  brt: -3,
}

interface Moment {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** Minutes east of Greenwich. */
  offset: number
}

export function parseDate(written: string): number | null {
  const text = written.trim().slice(0, 100)
  if (text === '') return null
  const moment = iso(text) ?? rfc822(text)
  return moment && epoch(moment)
}

/** So near the start of Unix time, a date is no date but a clock that was never set. */
const CLOCKLESS_MS = 36 * 3_600_000

/** A day, hour or minute too many runs over into the next month, day or hour, as its publisher's clock did. */
function epoch({ year, month, day, hour, minute, second, offset }: Moment): number | null {
  if (year < 100 || year > 2100 || month < 1 || month > 13 || day < 1 || day > 32) return null
  if (hour > 25 || minute > 61 || second > 61) return null
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000
  return Math.abs(ms) < CLOCKLESS_MS ? null : ms
}

/** ISO 8601 and RFC 3339 with the gaps that feeds leave: no day, no time, no colon, a blank for the T. */
function iso(text: string): Moment | null {
  const parts =
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|(\d{2})(\d{2}))?(?:[Tt\s]+(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*(.*))?$/.exec(
      text,
    )
  if (!parts) return null
  return {
    year: Number(parts[1]),
    month: Number(parts[2] ?? parts[4] ?? 1),
    day: Number(parts[3] ?? parts[5] ?? 1),
    hour: Number(parts[6] ?? 0),
    minute: Number(parts[7] ?? 0),
    second: Number(parts[8] ?? 0),
    offset: zone(parts[9] ?? ''),
  }
}

/** RFC 822 and its kin (RFC 850, asctime, month first): day and month by name, in any order. */
function rfc822(text: string): Moment | null {
  const words = text.replace(/,/g, ' ').replace(/(\d)-([a-z]{3,9})-(\d)/i, '$1 $2 $3')
  const clock = /(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?/i.exec(words)
  const date = clock ? words.replace(clock[0], ' | ') : words
  const named =
    /(?:^|\s)(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?\s+(\d{4}|\d{2})(?!\d)/i.exec(date) ??
    swapped(
      /(?:^|\s)([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+\|)?[^\d|]*\s+(\d{4})(?!\d)/i.exec(date),
    )
  const month = named ? MONTHS.indexOf(named[2]!.slice(0, 3).toLowerCase()) : -1
  if (!named || month < 0) return null
  return {
    year: fullYear(named[3]!),
    month: month + 1,
    day: Number(named[1]),
    hour: clockHour(clock),
    minute: Number(clock?.[2] ?? 0),
    second: Number(clock?.[3] ?? 0),
    offset: zone(clock ? words.slice(clock.index + clock[0].length) : ''),
  }
}

function swapped(parts: RegExpExecArray | null): [string, string, string, string] | null {
  return parts && [parts[0], parts[2]!, parts[1]!, parts[3]!]
}

function clockHour(clock: RegExpExecArray | null): number {
  const hour = Number(clock?.[1] ?? 0)
  const half = clock?.[4]?.[0]?.toLowerCase()
  if (half === 'p' && hour < 12) return hour + 12
  return half === 'a' && hour === 12 ? 0 : hour
}

/** RFC 2822, section 4.3: two digits below 50 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length > 2) return year
  return year < 50 ? 2000 + year : 1900 + year
}

/** Minutes east of Greenwich of `+0100`, `+01:00`, `GMT+1`, `EST` or `Z` at the start of the text; else 0. */
function zone(text: string): number {
  const parts = /^\s*\(?([a-z]*)\s*([+-]\d{1,2})?(?::?(\d{2}))?/i.exec(text)
  if (parts?.[2] !== undefined) {
    const sign = parts[2].startsWith('-') ? -1 : 1
    return Number(parts[2]) * 60 + sign * Number(parts[3] ?? 0)
  }
  return (ZONES[parts?.[1]?.toLowerCase() ?? ''] ?? 0) * 60
}
