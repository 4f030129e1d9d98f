/** What a podcast says of an entry: how long it is, and its place in the series. */
import type { Episode } from '../../contract/model.ts'
import { type Fields, first } from './values.ts'

export function episodeOf(entry: Fields): Episode | null {
  const durationSeconds = seconds(first(entry('duration')) ?? '')
  const number = positive(first(entry('episode')))
  const season = positive(first(entry('season')))
  return durationSeconds === null && number === null && season === null
    ? null
    : { durationSeconds, number, season }
}

const ISO_DURATION = /^PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:\.\d+)?S)?$/i

/** iTunes: seconds, or `minutes:seconds`, or with hours before them; also as ISO 8601 writes it (`PT1H2M3S`). */
function seconds(written: string): number | null {
  const [, h = 0, min = 0, s = 0] = ISO_DURATION.exec(written) ?? []
  if (h || min || s) return Number(h) * 3600 + Number(min) * 60 + Number(s) || null
  if (!/^\d{1,6}(?::\d{1,2}){0,2}(?:\.\d+)?$/.test(written)) return null
  return Math.floor(written.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)) || null
}

function positive(written: string | null): number | null {
  const number = Number(written ?? Number.NaN)
  return Number.isSafeInteger(number) && number > 0 ? number : null
}
