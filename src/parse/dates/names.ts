/** Dates that name their month, in any order and many languages. */
import { type Moment, time } from './moment.ts'
import { englishMonth, monthNamed } from './months.ts'

const YEAR = /^\d{4}\.?$/
/** Hour, minute, second, and half of the day. */
const CLOCK = /(\d{1,2})(?::|h(?=\d))(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d+)?\s*([ap]\.?m\.?(?!\p{L}))?/iu

/** RFC 822 and its kin (RFC 850, asctime, month first). */
export function named(text: string): Moment | null {
  const words = text.replace(/,/g, ' ').replace(/(\d)-(\p{L}{3,9})\.?-(\d)/u, '$1 $2 $3')
  const clock = CLOCK.exec(words)
  const before = clock ? words.slice(0, clock.index) : words
  const after = clock ? words.slice(clock.index + clock[0].length) : ''
  const orders = [before, `${before} ${yearIn(after)}`, after].map((part) => part.split(/\s+/))
  const date =
    firstDate(orders, englishMonth) ?? (/\d\D+\d/.test(text) ? firstDate(orders, monthNamed) : null)
  return date && { ...date, ...time([...(clock?.slice(1, 5) ?? []), after]) }
}

type NamedDate = Pick<Moment, 'year' | 'month' | 'day'>
type MonthOf = (word: string) => number | null

function firstDate(orders: readonly (readonly string[])[], monthOf: MonthOf): NamedDate | null {
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
function dateIn(words: readonly string[], monthOf: MonthOf): NamedDate | null {
  for (const [at, word] of words.entries()) {
    const month = monthOf(word) ?? monthOf(`${word} ${words[at + 1] ?? ''}`)
    const date = month && dateAround(month, words.slice(0, at), words.slice(at + 1))
    if (date) return date
  }
  return null
}

/** The day is the last number before the month or else the first behind it; the year comes after them, or first of all. */
function dateAround(month: number, before: readonly string[], after: readonly string[]): NamedDate | null {
  const dayBefore = before.map(dayNumber).findLast((number) => number !== null)
  const day = dayBefore ?? after.map(dayNumber).find((number) => number !== null)
  const yearFirst = dayBefore === undefined ? before.findLast((word) => YEAR.test(word)) : undefined
  const isYear = (word: string, at: number) =>
    YEAR.test(word) || (dayBefore !== undefined && at < 2 && /^\d{2}$/.test(word))
  const year = yearFirst ?? after.find(isYear)
  return day === undefined || year === undefined
    ? null
    : { year: fullYear(year.replace('.', '')), month, day }
}

/** A day of the month, with what ordinals have after it. */
function dayNumber(word: string): number | null {
  const number = /^\(?(\d{1,2})(?:st|nd|rd|th|er|[.ºª°]|-?[ео]?[ейго]+)?\)?$/i.exec(word)?.[1]
  return number === undefined ? null : Number(number)
}

/** RFC 2822, section 4.3: two digits below 50 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length > 2) return year
  return year < 50 ? 2000 + year : 1900 + year
}
