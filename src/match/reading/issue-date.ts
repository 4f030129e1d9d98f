/** Dates in titles: the issues of a programme, a letter or a daily table differ by their date and by little else. */

import { once } from '../once.ts'

/** The day that a title names. */
export interface IssueDate {
  readonly day: string
  /** With its year: hardly anything but an issue is titled so; a day without one may be news. */
  readonly whole: boolean
}

const NUMERIC = /(?<!\d)(\d{1,4})([/.-])(\d{1,2})\2(\d{2,4})(?!\d)|(\d{4})年(\d{1,2})月(\d{1,2})/u
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl', 'ru', 'tr', 'ar']
// Not at the start of a thread: it takes as long as much else of that, and many threads never ask.
const monthsByName = once(() => new Map(LANGUAGES.flatMap(monthsOf)))
const DAY_FIRST =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|º|\.)?\s(?:of\s|de\s)?(\p{L}{3,})\.?,?(?:\s(?:de\s)?(\d{4}))?(?!\d)/gu
const MONTH_FIRST = /(\p{L}{3,})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?!\p{N})(?:,?\s(\d{4}))?/gu

/** The first date in a title, or null. */
export function issueDateOf(title: string): IssueDate | null {
  if (!/\d/.test(title)) return null // most titles
  const numeric = NUMERIC.exec(title)
  if (numeric) return { day: (numeric[0].match(/\d+/g) ?? []).map(Number).join('/'), whole: true }
  const text = title.toLowerCase()
  const months = monthsByName()
  for (const [, day, month, year] of text.matchAll(DAY_FIRST)) {
    if (months.has(month!)) return worded(day!, months.get(month!)!, year)
  }
  for (const [, month, day, year] of text.matchAll(MONTH_FIRST)) {
    if (months.has(month!)) return worded(day!, months.get(month!)!, year)
  }
  return null
}

const CLOCK =
  /(?<![\p{N}:.])(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?m(?!\p{L})|(?<!\p{L})(noon|midnight)(?!\p{L})/iu

/** The hour that a title names (`News at 10am`, `… at 9:20 p.m.`, `noon`), in minutes, or null. */
export function clockOf(title: string): number | null {
  const found = CLOCK.exec(title)
  if (!found) return null
  const [, hours = '12', minutes = '0', half, word] = found
  const isMorning = (half ?? (word!.toLowerCase() === 'noon' ? 'p' : 'a')).toLowerCase() === 'a'
  return ((Number(hours) % 12) + (isMorning ? 0 : 12)) * 60 + Number(minutes)
}

const PART = /(?<!\p{L})(?:part|teil|parte|partie|deel|del|часть|第)\s?(\d{1,2})(?!\p{N})/iu

/** The number of the part that a title gives (`Part 2: …`), or 1. */
export function partOf(title: string): number {
  return Number(PART.exec(title)?.[1] ?? 1)
}

/** Whether two titles name different issues: two days, or one of them a whole date and the other none. */
export function differentIssue(a: IssueDate | null, b: IssueDate | null): boolean {
  if (a && b) return !sameDay(a.day, b.day)
  return (a ?? b)?.whole ?? false
}

/** The same numbers, a year perhaps left out or shortened: `8/19/2026`, `19 August`, `2026-08-19`. */
function sameDay(a: string, b: string): boolean {
  const numbers = (day: string) => day.split('/').filter((number) => number.length < 3)
  const [x, y] = [numbers(a), numbers(b)]
  return x.slice(0, 2).sort().join() === y.slice(0, 2).sort().join()
}

function worded(day: string, month: number, year: string | undefined): IssueDate {
  return { day: `${month}/${Number(day)}`, whole: year !== undefined }
}

/** Long and short names of the months, as a language writes them beside a day. */
function monthsOf(language: string): [string, number][] {
  return (['long', 'short'] as const).flatMap((month) => {
    const format = new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' })
    return Array.from({ length: 12 }, (_, i): [string, number] => {
      const parts = format.formatToParts(Date.UTC(2001, i, 15))
      const name = parts.find(({ type }) => type === 'month')?.value ?? ''
      return [name.toLowerCase().replace(/\.$/, ''), i + 1]
    })
  })
}
