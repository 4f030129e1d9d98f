/**
 * Dates as feeds write them. An unusable date is null, never the present. All results are epoch milliseconds, UTC; a
 * date without a zone is taken for UTC.
 */
import type { Moment } from './moment.ts'
import { named } from './names.ts'
import { iso, numeric } from './numbers.ts'

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

/** A date so near the start of Unix time comes from a clock that was never set. */
const CLOCKLESS_MS = 36 * 3_600_000

/** One day, hour or minute too many counts as the first of the next month, day or hour. */
function epoch({ year, month, day, hour, minute, second, offset }: Moment): number | null {
  if (year < 100 || year > 2100 || month < 1 || month > 13 || day < 1 || day > 32) return null
  if (hour > 25 || minute > 61 || second > 61) return null
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000
  return Math.abs(ms) < CLOCKLESS_MS ? null : ms
}
