/** Whether an entry that a feed lists is one that is stored already. Pure; times are UTC text. */
import { pathOf, sameAddress } from './address.ts'

/** What is compared. */
export interface Facts {
  readonly guid: string
  readonly link: string | null
  readonly title: string
  readonly publishedAt: string | null
  readonly text: string
}

interface Agreement {
  readonly title: boolean
  readonly titles: boolean
  readonly text: boolean
  readonly texts: boolean
  readonly date: boolean
  /** Both have a date, and not the same. */
  readonly otherDate: boolean
}

const HOUR = 3_600_000
/** Within so long after it was published, a publisher who changes an entry's date corrects it. */
const CORRECTION_MS = 12 * HOUR

/**
 * Of two entries with one guid or link that is nobody's own. `alone`: no other entry is known to have it, so that a
 * correction is likelier than another entry.
 */
export function isSameUnderSharedName(a: Facts, b: Facts, alone: boolean): boolean {
  const agree = compare(a, b)
  if (agree.title && agree.text && a.link === b.link) return true // a feed may date all that it lists anew each time
  if (agree.otherDate && !(alone && (agree.text || isSoon(a, b)))) return false
  if (agree.title) return true
  if (alone) return agree.text || agree.date
  return (agree.text && (agree.date || agree.titles)) || (agree.date && a.link !== b.link && isSamePage(a, b))
}

/**
 * Of two entries with different guids in one place: the feed moved to another scheme or host, puts something into its
 * links that tracks readers, or gives out new guids. `shared`: several entries are known in this place.
 */
export function isSameInPlace(a: Facts, b: Facts, shared: boolean): boolean {
  const agree = compare(a, b)
  if (agree.otherDate || (shared && !agree.date)) return false
  if (!isSamePage(a, b)) return agree.titles && (agree.text || agree.date) && hasPath(a)
  return (
    (agree.titles && agree.texts) ||
    (agree.title && agree.date) ||
    (agree.text && (agree.date || agree.titles))
  )
}

function compare(a: Facts, b: Facts): Agreement {
  const [titles, texts] = [a.title === b.title, a.text === b.text]
  return {
    titles,
    title: titles && a.title !== '',
    texts,
    text: texts && a.text !== '',
    date: a.publishedAt !== null && a.publishedAt === b.publishedAt,
    otherDate: a.publishedAt !== null && b.publishedAt !== null && a.publishedAt !== b.publishedAt,
  }
}

function isSoon(a: Facts, b: Facts): boolean {
  return Math.abs(Date.parse(a.publishedAt!) - Date.parse(b.publishedAt!)) < CORRECTION_MS
}

function isSamePage(a: Facts, b: Facts): boolean {
  const [one, other] = [sameAddress(a.link ?? a.guid), sameAddress(b.link ?? b.guid)]
  return one !== null && one === other
}

/** A home page's path says nothing. */
function hasPath({ link, guid }: Facts): boolean {
  const url = link ?? (/^https?:/i.test(guid) ? guid : null)
  return url === null || pathOf(url) !== ''
}
