/**
 * Dates as feeds write them. An unusable date is null, never the present. All results are epoch milliseconds, UTC; a
 * date without a zone is taken for UTC.
 */

import { englishMonth, monthNamed } from './months.ts'

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

export function parseDate(written: string): number | null {
  const text = plainSigns(written.trim().slice(0, 100))
  if (text === '') return null
  if (/^\d{9,}(?:\.\d+)?$/.test(text)) return unixTime(text)
  const moment = iso(text) ?? numeric(text) ?? named(text)
  return moment && epoch(moment)
}

/** Digits and signs as ASCII has them: Arabic digits, a real minus, the marks of writing direction. */
function plainSigns(text: string): string {
  if (/^[ -~]*$/.test(text)) return text
  return text
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[\u2010-\u2015\u2212\ufe63\uff0d]/g, '-')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
}

/** Decimal digits of every script come in runs of ten from zero on. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0)!
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return (code - zero) % 10
}

/** Seconds since 1970, or milliseconds, unless the digits are a date and a time without anything between them. */
function unixTime(digits: string): number | null {
  const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(digits)
  if (compact) {
    const [year, month, day, hour, minute, second] = compact.slice(1).map((part) => Number(part ?? 0))
    return epoch({ year, month, day, hour, minute, second, offset: 0 } as Moment)
  }
  const seconds = Number(digits) / (digits.split('.')[0]!.length >= 12 ? 1000 : 1)
  return seconds < 4e9 ? Math.floor(seconds * 1000) : null
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
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|(\d{2})(\d{2}))?(?:[Tt\s]+(\d{1,2})(?:(?::?(\d{2})|:(\d))(?:(?::?(\d{2})|:(\d))(?:[.,]\d+)?)?)?\s*(.*))?$/.exec(
      text,
    )
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

/** Numbers alone: the year first, or last after day and month. With strokes, which is which must be plain. */
function numeric(text: string): Moment | null {
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

function time([hour, minute, second, half, rest]: readonly (string | undefined)[]) {
  return {
    hour: halfDay(Number(hour ?? 0), half),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    offset: zone(rest ?? ''),
  }
}

/** RFC 822 and its kin (RFC 850, asctime, month first): day and month by name, in any order and many languages. */
function named(text: string): Moment | null {
  const words = text.replace(/,/g, ' ').replace(/(\d)-(\p{L}{3,9})\.?-(\d)/u, '$1 $2 $3')
  const clock = /(\d{1,2})(?::|h(?=\d))(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d+)?\s*([ap]\.?m\.?(?!\p{L}))?/iu.exec(
    words,
  )
  const before = clock ? words.slice(0, clock.index) : words
  const after = clock ? words.slice(clock.index + clock[0].length) : ''
  const orders = [before, `${before} ${yearIn(after)}`, after].map((part) => part.split(/\s+/))
  const date =
    firstDate(orders, englishMonth) ?? (/\d\D+\d/.test(text) ? firstDate(orders, monthNamed) : null)
  return date && { ...date, ...time([...(clock?.slice(1, 5) ?? []), after]) }
}

const YEAR = /^\d{4}\.?$/

type MonthOf = (word: string) => number | null

function firstDate(orders: readonly (readonly string[])[], monthOf: MonthOf) {
  for (const words of orders) {
    const date = dateIn(words, monthOf)
    if (date) return date
  }
  return null
}

/** asctime writes the year after the time. */
function yearIn(text: string): string {
  return /(?<![\d+-])\d{4}(?!\d)/.exec(text)?.[0] ?? ''
}

/** `5 January 2024`, `January 5th 2024`, `5 de enero de 2024` and `2024. január 5.`. */
function dateIn(words: readonly string[], monthOf: MonthOf): Pick<Moment, 'year' | 'month' | 'day'> | null {
  for (const [at, word] of words.entries()) {
    const month = monthOf(word) ?? monthOf(`${word} ${words[at + 1] ?? ''}`)
    if (month === null) continue
    const earlier = words
      .slice(0, at)
      .map(dayNumber)
      .findLast((number) => number !== null)
    const later = words.slice(at + 1)
    const first = earlier === undefined ? words.slice(0, at).findLast((each) => YEAR.test(each)) : undefined
    const numbers = later.map(dayNumber).filter((number) => number !== null)
    const written = earlier === undefined ? numbers[0] : earlier
    const year =
      first ??
      later.find((each, i) => YEAR.test(each) || (earlier !== undefined && /^\d{2}$/.test(each) && i < 2))
    if (written !== undefined && year !== undefined)
      return { year: fullYear(year.replace('.', '')), month, day: written }
  }
  return null
}

/** A day of the month, with what ordinals have after it. */
function dayNumber(word: string): number | null {
  const number = /^\(?(\d{1,2})(?:st|nd|rd|th|er|[.ºª°]|-?[ео]?[ейго]+)?\)?$/i.exec(word)?.[1]
  return number === undefined ? null : Number(number)
}

function halfDay(hour: number, written: string | undefined): number {
  const half = written?.[0]?.toLowerCase()
  if (half === 'p' && hour < 12) return hour + 12
  return half === 'a' && hour === 12 ? 0 : hour
}

/** RFC 2822, section 4.3: two digits below 50 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length > 2) return year
  return year < 50 ? 2000 + year : 1900 + year
}

/** Minutes east of Greenwich of `+0100`, `+01:00`, `+1`, `GMT+1`, `EST` or `Z` at the start of the text; else 0. */
function zone(text: string): number {
  const parts = /^\s*\(?([a-z]*)\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?(?!\d))?/i.exec(text)
  const short = /^\s*[a-z]*\s*([+-])(\d)(\d{2})(?!\d)/i.exec(text)
  const [sign, hours, minutes] = short ? short.slice(1) : (parts?.slice(2) ?? [])
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0))
  return (ZONES[parts?.[1]?.toLowerCase() ?? ''] ?? 0) * 60
}
