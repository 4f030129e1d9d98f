/** Invented outlets for a simulated month: between them they use every mix of headers that feeds are served with. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export interface Outlet {
  readonly host: string
  readonly path: string
  /** Time between two entries. */
  readonly gapMs: number
  readonly validators: 'both' | 'etag' | 'weak' | 'odd' | 'date' | 'restless' | 'none'
  readonly caching: 'none' | 'max-age' | 'long' | 'year' | 'expires' | 'aged' | 'no-cache' | 'expired'
  /** Whether it answers 304, and whether such a 304 repeats the validators. */
  readonly answers304: 'never' | 'bare' | 'full'
  readonly pace: 'none' | 'ttl' | 'hours' | 'days' | 'syndication'
  readonly trouble:
    | 'none'
    | '429-seconds'
    | '429-date'
    | '503-seconds'
    | '503-date'
    | '429-bare'
    | 'errors'
    | 'missing'
    | 'gone'
    | 'moved'
    | 'mirrored'
}

const validators = ['both', 'etag', 'weak', 'odd', 'date', 'restless', 'none'] as const
const caching = ['none', 'max-age', 'long', 'year', 'expires', 'aged', 'no-cache', 'expired'] as const
const answers304 = ['full', 'bare', 'never'] as const
const paces = ['none', 'none', 'ttl', 'hours', 'days', 'syndication'] as const
const troubles = [
  'none',
  'none',
  '429-seconds',
  'none',
  '429-date',
  'none',
  '503-seconds',
  'none',
  '503-date',
  'none',
  '429-bare',
  'errors',
  'none',
  'missing',
  'none',
  'gone',
  'moved',
  'none',
  'mirrored',
] as const
const gaps = [4 * hour, 6 * hour, 12 * hour, day, 3 * day, 7 * day]

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T

/** So many outlets, five to a domain; list lengths without a common factor mix every header with every other. */
export function outlets(count: number): Outlet[] {
  return Array.from({ length: count }, (_, index) => ({
    host: `desk${index % 5}.press${Math.floor(index / 5)}.example`,
    path: `/${index}/feed.xml`,
    gapMs: pick(gaps, Math.floor(index / 3)),
    validators: pick(validators, index),
    caching: pick(caching, Math.floor(index / 2)),
    answers304: pick(answers304, Math.floor(index / 7)),
    pace: pick(paces, Math.floor(index / 4)),
    trouble: pick(troubles, index),
  }))
}

/** What the feed itself asks for, in its own elements, and what that means for the publisher who watches. */
export const paceXml: Readonly<Record<Outlet['pace'], string>> = {
  none: '',
  ttl: '<ttl>180</ttl>',
  hours: '<skipHours><hour>0</hour><hour>1</hour><hour>2</hour><hour>3</hour></skipHours>',
  days: '<skipDays><day>Saturday</day><day>Sunday</day></skipDays>',
  syndication: '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>',
}
export const paceMs: Readonly<Record<Outlet['pace'], number>> = {
  none: 0,
  ttl: 3 * hour,
  hours: 0,
  days: 0,
  syndication: 4 * hour,
}

export function isSkipped({ pace }: Outlet, at: number): boolean {
  const date = new Date(at)
  if (pace === 'hours') return date.getUTCHours() < 4
  return pace === 'days' && [0, 6].includes(date.getUTCDay())
}

/** Seconds of freshness that its headers promise. */
export const freshSeconds: Readonly<Record<Outlet['caching'], number>> = {
  none: 0,
  'max-age': 1800,
  long: 5 * 3600,
  year: 365 * 86_400,
  expires: 7200,
  aged: 3600,
  'no-cache': 0,
  expired: 0,
}

export function cachingHeaders({ caching }: Outlet, now: number): Record<string, string> {
  const at = (seconds: number) => new Date(now + seconds * 1000).toUTCString()
  const headers: Record<Outlet['caching'], Record<string, string>> = {
    none: {},
    'max-age': { 'cache-control': 'public, max-age=1800' },
    long: { 'cache-control': 'max-age=18000', expires: at(60) },
    year: { 'cache-control': 'max-age=31536000, immutable' },
    expires: { expires: at(7200) },
    aged: { 'cache-control': 's-maxage=9, max-age=7200', age: '3600' },
    'no-cache': { 'cache-control': 'no-cache, max-age=7200' },
    expired: { expires: '0' },
  }
  return headers[caching]
}
