import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHttpDate, readCaching } from '../../src/fetch/caching.ts'

const now = Date.UTC(2026, 2, 3, 10, 0, 0)
const second = 1000
const date = (offset: number) => new Date(now + offset * second).toUTCString()
const freshFor = (headers: Record<string, string>) => {
  const { freshUntil } = readCaching(headers, now)
  return freshUntil === null ? null : (freshUntil - now) / second
}
const retryAfter = (headers: Record<string, string>) => {
  const { retryAt } = readCaching(headers, now)
  return retryAt === null ? null : (retryAt - now) / second
}

describe('freshness', () => {
  it.each([
    [{ 'cache-control': 'max-age=300' }, 300],
    [{ 'cache-control': 'public, MAX-AGE = "300"' }, 300],
    [{ 'cache-control': 's-maxage=900, max-age=300' }, 300],
    [{ 'cache-control': 's-maxage=900' }, null],
    [{ 'cache-control': 'max-age=300', age: '120' }, 180],
    [{ 'cache-control': 'max-age=300', age: '400' }, null],
    [{ 'cache-control': 'max-age=0' }, null],
    [{ 'cache-control': 'max-age=-5' }, null],
    [{ 'cache-control': 'max-age=soon' }, null],
    [{ 'cache-control': 'no-cache, max-age=300' }, null],
    [{ 'cache-control': 'no-store' }, null],
    [{ 'cache-control': 'no-cache="Set-Cookie", max-age=300' }, 300],
    [{ expires: date(600) }, 600],
    [{ expires: date(600), 'cache-control': 'max-age=60' }, 60],
    [{ expires: date(-600) }, null],
    [{ expires: '0' }, null],
    [{ expires: '-1' }, null],
    [{ expires: '2030' }, null],
    [{ expires: date(600), date: date(0) }, 600],
    [{}, null],
  ])('of %j is %s seconds', (headers, seconds) => {
    expect(freshFor(headers as unknown as Record<string, string>)).toBe(seconds)
  })

  it("counts from the server's own clock, however wrong that is", () => {
    expect(freshFor({ expires: date(7200 + 600), date: date(7200) })).toBe(600)
    expect(freshFor({ expires: date(-7200 + 600), date: date(-7200) })).toBe(600)
  })

  it('stays a time that a Date can hold, whatever the number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (age) => {
        const { freshUntil } = readCaching({ 'cache-control': `max-age=${age}` }, now)
        expect(Number.isNaN(new Date(freshUntil ?? 0).getTime())).toBe(false)
      }),
    )
  })
})

describe('Retry-After', () => {
  it.each([
    [{ 'retry-after': '120' }, 120],
    [{ 'retry-after': ' 120 ' }, 120],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '-1' }, null],
    [{ 'retry-after': '1.5' }, null],
    [{ 'retry-after': 'later' }, null],
    [{ 'retry-after': date(90) }, 90],
    [{ 'retry-after': date(-90) }, null],
    [{ 'retry-after': date(3600 + 90), date: date(3600) }, 90],
  ])('%j means %s seconds', (headers, seconds) => {
    expect(retryAfter(headers as unknown as Record<string, string>)).toBe(seconds)
  })
})

describe('a date of HTTP', () => {
  it.each([
    'Tue, 03 Mar 2026 10:00:00 GMT',
    'Tuesday, 03-Mar-26 10:00:00 GMT',
    'Tue Mar  3 10:00:00 2026',
    'Tue, 03 Mar 2026 12:00:00 +0200',
  ])('is read in the form %s', (text) => {
    expect(parseHttpDate(text)).toBe(now)
  })

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const time = parseHttpDate(text)
        expect(time === null || Number.isFinite(time)).toBe(true)
      }),
    )
  })
})

describe('a quota that is used up', () => {
  const from = (headers: Record<string, string>, status: number) => {
    const { retryAt } = readCaching(headers, NOW, status)
    return retryAt === null ? null : (retryAt - NOW) / 1000
  }
  const NOW = Date.UTC(2026, 2, 3, 10)
  const epoch = NOW / 1000

  it.each<[Record<string, string>, number, number | null]>([
    [{ ratelimit: 'limit=100, remaining=0, reset=50' }, 429, 50],
    [{ ratelimit: '"hour";r=0;t=50' }, 429, 50],
    [{ 'ratelimit-reset': '50' }, 429, 50],
    [{ 'x-ratelimit-reset': '50' }, 503, 50],
    [{ 'x-ratelimit-reset': '12.5' }, 429, 12.5],
    [{ 'x-rate-limit-reset': `${epoch + 50}` }, 429, 50],
    [{ 'x-ratelimit-reset': `${(epoch + 50) * 1000}` }, 429, 50],
    [{ 'x-ratelimit-reset': '2026-03-03T10:00:50Z' }, 429, 50],
    [{ 'x-ratelimit-reset': 'Tue, 03 Mar 2026 10:00:50 GMT' }, 429, 50],
    [{ 'x-ratelimit-reset': `${epoch + 50}`, date: 'Tue, 03 Mar 2026 10:00:20 GMT' }, 429, 30],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '50' }, 200, 50],
    [{ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '50' }, 200, null],
    [{ ratelimit: 'limit=100, remaining=40, reset=50' }, 304, null],
    [{ 'x-ratelimit-reset': '50' }, 200, null],
    [{ 'x-ratelimit-reset': `${epoch - 50}` }, 429, null],
    [{ 'x-ratelimit-reset': '0' }, 429, null],
    [{ 'x-ratelimit-reset': 'soon' }, 429, null],
    [{ 'retry-after': '9', 'x-ratelimit-reset': '50' }, 429, 9],
  ])('%j to a %i is renewed after %s s', (headers, status, seconds) => {
    expect(from(headers, status)).toBe(seconds)
  })
})
