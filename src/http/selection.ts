/** Which stories a request asks for, and how they are to be shown. Pure. */
import { TEXT_MODES, type TextMode } from '../publish/entry.ts'
import { HttpError } from './errors.ts'

export interface Selection {
  /** Stories that one of these outlets carries; none: whoever carries them. */
  readonly outlets: readonly string[]
  readonly withoutOutlets: readonly string[]
  readonly query: string | null
  readonly minOutlets: number
  readonly limit: number | null
  readonly text: TextMode
  /** Titles begin with the outlet's name. */
  readonly outletInTitle: boolean
}

export const MAX_LIMIT = 500
const MAX_TEXT = 300
const MAX_WORDS = 20
const MAX_OUTLETS = 50

/** The parameters that choose stories or their form; any other makes no other document. */
export const FILTERS = [
  'outlet',
  'without_outlet',
  'q',
  'min_outlets',
  'limit',
  'text',
  'outlet_in_title',
] as const
/** An archived page is whole, and a search is not archived: `limit` and `q` do not go along into the archive. */
export const ARCHIVE_FILTERS = ['outlet', 'without_outlet', 'min_outlets', 'text', 'outlet_in_title'] as const

/** Parameters that people try, and where they find what they want. Others are ignored. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  since: '/stories.json?since=CURSOR gives the stories that changed',
  group: 'a group has feeds of its own, /groups/NAME/rss.xml',
  feed: 'choose by outlet=NAME',
  query: 'write q=WORDS',
  search: 'write q=WORDS',
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** Throws HttpError 400 where a value is none, or a name is nearly one of ours. */
export function readSelection(query: Query): Selection {
  for (const name of Object.keys(query)) refuseNearlyOurs(name)
  return {
    outlets: names(query, 'outlet'),
    withoutOutlets: names(query, 'without_outlet'),
    query: search(query),
    minOutlets: whole(query, 'min_outlets', 1000) ?? 1,
    limit: whole(query, 'limit', MAX_LIMIT),
    text: oneOf(query, 'text', TEXT_MODES) ?? 'full',
    outletInTitle: oneOf(query, 'outlet_in_title', ['0', '1']) === '1',
  }
}

/** Throws HttpError 400 at what people try (`group`), and at a filter's name in another spelling (`minOutlets`). */
function refuseNearlyOurs(name: string): void {
  const meant = FILTERS.find((filter) => filter !== name && spelled(filter) === spelled(name))
  const advice = meant === undefined ? ELSEWHERE[name] : `write ${meant}=…`
  if (advice !== undefined)
    throw new HttpError(400, `${name} is no filter: ${advice}. Filters are ${FILTERS.join(', ')}`)
}

function spelled(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/s$/, '')
}

/** The named parameters of a request's query string, as they were spelled; `''` or `?a=b&c=d`. */
export function selectionQuery(url: string, names: readonly string[]): string {
  const start = url.indexOf('?')
  if (start === -1) return ''
  const pairs = url
    .slice(start + 1)
    .split('&')
    .filter((pair) => names.includes(decoded(pair.split('=')[0]!)))
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** A name may be spelled with escapes and still be the parameter of that name. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function names(query: Query, name: string): string[] {
  const values = [query[name] ?? []].flat() as string[]
  if (values.length > MAX_OUTLETS) throw new HttpError(400, `${name} is given more than ${MAX_OUTLETS} times`)
  return [...new Set(values.map((value) => checked(name, value)))]
}

/** Each word costs a walk through the texts that have it. */
function search(query: Query): string | null {
  const given = text(query, 'q')
  if (given !== null && given.split(/\s+/).length > MAX_WORDS)
    throw new HttpError(400, `q has more than ${MAX_WORDS} words: a few tell as much`)
  return given
}

function text(query: Query, name: string): string | null {
  const value = single(query, name)
  return value === null ? null : checked(name, value)
}

function checked(name: string, value: string): string {
  const trimmed = value.trim()
  if (trimmed === '') throw new HttpError(400, `${name} is empty: leave it out or give it a value`)
  if (trimmed.length > MAX_TEXT) throw new HttpError(400, `${name} is longer than ${MAX_TEXT} characters`)
  return trimmed
}

/** A whole number from 1 to `max`, or null where there is none. Throws HttpError 400. */
export function whole(query: Query, name: string, max: number): number | null {
  const value = single(query, name)
  if (value === null) return null
  const number = Number(value)
  if (/^\d{1,6}$/.test(value) && number >= 1 && number <= max) return number
  throw new HttpError(400, `${name}=${value} is not a whole number from 1 to ${max}`)
}

function oneOf<T extends string>(query: Query, name: string, known: readonly T[]): T | null {
  const value = single(query, name)
  const found = known.find((one) => one === value)
  if (value !== null && found === undefined)
    throw new HttpError(400, `${name}=${value} is none of ${known.join(', ')}`)
  return found ?? null
}

function single(query: Query, name: string): string | null {
  const value = query[name]
  if (value === undefined) return null
  if (typeof value !== 'string') throw new HttpError(400, `${name} is given more than once`)
  return value
}

/** A number that the program gave out: an entry, a story, an operation. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new HttpError(400, `${text} is not a whole number`)
  return Number(text)
}
