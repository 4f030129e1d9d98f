import { HttpError } from './errors.ts'

/** Which stories a request asks for. Unknown parameters are ignored, bad values answered 400. Pure. */
export interface Selection {
  readonly outlet: string | null
  readonly query: string | null
  readonly minOutlets: number
  readonly limit: number | null
}

const MAX_LIMIT = 500
const MAX_TEXT = 300

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

export function readSelection(query: Query): Selection {
  return {
    outlet: text(query, 'outlet'),
    query: text(query, 'q'),
    minOutlets: whole(query, 'min_outlets', 1000) ?? 1,
    limit: whole(query, 'limit', MAX_LIMIT),
  }
}

/** The parameters of a request's query string that choose stories, as they were spelled; `''` or `?a=b&c=d`. */
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

function text(query: Query, name: string): string | null {
  const value = single(query, name)
  if (value === null) return null
  const trimmed = value.trim()
  if (trimmed === '') throw new HttpError(400, `${name} is empty: leave it out or give it a value`)
  if (trimmed.length > MAX_TEXT) throw new HttpError(400, `${name} is longer than ${MAX_TEXT} characters`)
  return trimmed
}

function whole(query: Query, name: string, max: number): number | null {
  const value = single(query, name)
  if (value === null) return null
  const number = Number(value)
  if (/^\d{1,6}$/.test(value) && number >= 1 && number <= max) return number
  throw new HttpError(400, `${name}=${value} is not a whole number from 1 to ${max}`)
}

function single(query: Query, name: string): string | null {
  const value = query[name]
  if (value === undefined) return null
  if (typeof value !== 'string') throw new HttpError(400, `${name} is given more than once`)
  return value
}
