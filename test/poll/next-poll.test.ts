import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer, Caching, FeedPace, FetchOutcome, Validators } from '../../src/contract/model.ts'
import {
  allowedFrom,
  domainOf,
  type HostHold,
  hostOf,
  LONGEST_RETRY_MS,
  type NextPollInput,
  nextPoll,
  startsPerTick,
} from '../../src/poll/next-poll.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
/** A Tuesday. */
const now = Date.UTC(2026, 2, 3, 10, 0, 0)
const url = 'https://news.harbor.co.uk/feed'

const nothing: Caching = { freshUntil: null, retryAt: null }
const anyPace: FeedPace = { intervalMs: null, skipHours: [], skipDays: [] }

function answer(caching: Partial<Caching> = {}, over: Partial<Answer> = {}): Answer {
  const validators = { etag: null, lastModified: null }
  return { status: 200, caching: { ...nothing, ...caching }, permanentUrl: null, validators, ...over }
}
const unchanged = (caching: Partial<Caching> = {}, over: Partial<Answer> = {}): FetchOutcome => ({
  ...answer(caching, { status: 304, ...over }),
  kind: 'not-modified',
})
const throttled = (
  status: number,
  caching: Partial<Caching> = {},
  over: Partial<Answer> = {},
): FetchOutcome => ({
  ...answer(caching, { status, ...over }),
  kind: 'throttled',
})
const failed = (status: number | null = null, caching: Partial<Caching> = {}): FetchOutcome => ({
  kind: 'failed',
  status,
  reason: 'no',
  caching: { ...nothing, ...caching },
})

function decide(
  outcome: FetchOutcome,
  feed: Partial<NextPollInput['feed']> = {},
  over: Partial<NextPollInput> = {},
) {
  return nextPoll({
    feed: {
      url,
      address: url,
      subscribedAs: url,
      failures: 0,
      rhythm: [],
      pace: anyPace,
      move: null,
      ...feed,
    },
    outcome,
    now,
    random: () => 0,
    minIntervalMs: 15 * minute,
    maxIntervalMs: day,
    ...over,
  })
}
const wait = (...args: Parameters<typeof decide>) => {
  const { nextPollAt } = decide(...args)
  return nextPollAt === null ? null : (nextPollAt - now) / minute
}

describe('after an answer that was of use', () => {
  it.each([
    ['an hour without a known rhythm', [], 60],
    ['a quarter of the usual gap', [4 * hour, 8 * hour, 12 * hour], 120],
    ['never under the shortest interval', [5 * minute, 6 * minute], 15],
    ['never over the longest interval', [30 * day], 24 * 60],
    ['gaps within one batch are not counted', [0, 0, second, 4 * hour], 60],
    ['a minute is no longer one batch', [minute, minute], 15],
  ])('the wait follows the rhythm: %s', (_title, rhythm, minutes) => {
    expect(wait(unchanged(), { rhythm })).toBe(minutes)
  })

  it.each([
    ['max-age, also of a 304', unchanged({ freshUntil: now + 3 * hour }), anyPace, 180],
    ['a short max-age changes nothing', unchanged({ freshUntil: now + minute }), anyPace, 60],
    ['a year of max-age is capped', unchanged({ freshUntil: now + 365 * day }), anyPace, 24 * 60],
    ['ttl', unchanged(), { ...anyPace, intervalMs: 5 * hour }, 300],
    ['an absurd ttl is capped', unchanged(), { ...anyPace, intervalMs: 500 * day }, 24 * 60],
    [
      'the longest of ttl and max-age',
      unchanged({ freshUntil: now + 2 * hour }),
      { ...anyPace, intervalMs: 3 * hour },
      180,
    ],
    ['Retry-After on a good answer', unchanged({ retryAt: now + 2 * hour }), anyPace, 120],
  ])('the publisher may ask for more: %s', (_title, outcome, pace, minutes) => {
    expect(wait(outcome, { pace })).toBe(minutes)
  })

  it('forgets earlier failures', () => {
    expect(decide(unchanged(), { failures: 7 })).toMatchObject({ state: 'ok', failures: 0 })
  })

  it('feeds polled together drift apart', () => {
    const apart = wait(unchanged(), {}, { random: () => 0.5 })
    expect(apart).toBeCloseTo(63)
  })
})

describe('skipHours and skipDays', () => {
  it.each([
    ['an hour that is skipped', { ...anyPace, skipHours: [11] }, now + 2 * hour],
    [
      'several hours in a row, over midnight',
      { ...anyPace, skipHours: [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0, 1] },
      now + 16 * hour,
    ],
    ['a day that is skipped', { ...anyPace, skipDays: [2] }, Date.UTC(2026, 2, 4)],
    ['days and hours together', { ...anyPace, skipDays: [2, 3], skipHours: [0] }, Date.UTC(2026, 2, 5, 1)],
    ['an hour that is not met', { ...anyPace, skipHours: [12] }, now + hour],
    [
      'all hours: not taken at its word',
      { ...anyPace, skipHours: Array.from({ length: 24 }, (_, h) => h) },
      now + hour,
    ],
    ['all days: not taken at its word', { ...anyPace, skipDays: [0, 1, 2, 3, 4, 5, 6] }, now + hour],
  ])('%s', (_title, pace, at) => {
    expect(decide(unchanged(), { pace }).nextPollAt).toBe(at)
  })

  it('feeds that wait for the same hour do not all come at its first second', () => {
    const at = decide(
      unchanged(),
      { pace: { ...anyPace, skipHours: [11] } },
      { random: () => 0.9 },
    ).nextPollAt
    expect(at).toBeGreaterThan(now + 2 * hour + 10 * minute)
    expect(at).toBeLessThan(now + 3 * hour)
  })
})

describe('after a failure', () => {
  it('the wait doubles up to the longest interval, and the feed is never given up', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 60, 6000].map((failures) => wait(failed(500), { failures }))
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1440, 1440, 1440])
    expect(decide(failed(), { failures: 3 })).toMatchObject({ state: 'failing', failures: 4 })
  })

  it('jitter keeps feeds that failed together from coming back together', () => {
    expect(wait(failed(500), { failures: 2 }, { random: () => 0.5 })).toBe(105)
  })

  it('a 404 slows down sooner than others', () => {
    expect([0, 1, 2, 3].map((failures) => wait(failed(404), { failures }))).toEqual([120, 240, 480, 960])
  })

  it('what the publisher asked for holds all the same', () => {
    expect(wait(failed(500), { pace: { ...anyPace, intervalMs: 6 * hour } })).toBe(360)
    expect(wait(failed(403, { retryAt: now + 3 * hour }))).toBe(180)
  })

  it('a 410 stops with a clear state', () => {
    const gone: FetchOutcome = { ...answer({}, { status: 410 }), kind: 'gone' }
    expect(decide(gone)).toMatchObject({ state: 'gone', nextPollAt: null, holdHost: null })
  })
})

describe('Retry-After', () => {
  it.each([429, 503])('of a %i is obeyed to the second, also beyond the longest interval', (status) => {
    const retryAt = now + 3 * day + 17 * second
    expect(decide(throttled(status, { retryAt }))).toMatchObject({ nextPollAt: retryAt, state: 'throttled' })
  })

  it('is rounded up to a whole second, never down', () => {
    const retryAt = now + 2 * hour + 1
    expect(decide(throttled(429, { retryAt })).nextPollAt).toBe(now + 2 * hour + second)
    expect(decide(throttled(429, { retryAt })).holdHost?.until).toBe(now + 2 * hour + second)
  })

  it('is capped at a week', () => {
    const { nextPollAt, holdHost } = decide(throttled(503, { retryAt: now + 400 * day }))
    expect([nextPollAt, holdHost?.until]).toEqual([now + LONGEST_RETRY_MS, now + LONGEST_RETRY_MS])
  })

  it('of 0 does not undo the shortest interval or the backoff', () => {
    expect(wait(throttled(429, { retryAt: now }), { failures: 1 })).toBe(60)
  })

  it('of a 503 holds the host, of a 429 the registrable domain', () => {
    const retryAt = now + 2 * hour
    expect(decide(throttled(503, { retryAt })).holdHost).toEqual({
      scope: 'host',
      name: 'news.harbor.co.uk',
      until: retryAt,
    })
    expect(decide(throttled(429, { retryAt })).holdHost).toEqual({
      scope: 'domain',
      name: 'harbor.co.uk',
      until: retryAt,
    })
  })

  it('holds the host that answered, not the one that redirected there', () => {
    const outcome = throttled(503, { retryAt: now + hour }, { finalUrl: 'https://cdn.wire.example/f' })
    expect(decide(outcome).holdHost?.name).toBe('cdn.wire.example')
  })

  it('that is missing holds the domain for the shortest interval on 429, nobody on 503', () => {
    expect(decide(throttled(429)).holdHost?.until).toBe(now + 15 * minute)
    expect(decide(throttled(503)).holdHost).toBeNull()
    expect(wait(throttled(503))).toBe(30)
  })
})

describe('a permanent redirect', () => {
  const moved = 'https://harbor.example/new'
  const polls = (
    times: number,
    over: number,
    outcome: FetchOutcome = unchanged({}, { permanentUrl: moved }),
  ) => decide(outcome, { move: { url: moved, firstSeenAt: now - over, times } })

  it('is noted at first, and the address stays', () => {
    const { move, newUrl } = decide(unchanged({}, { permanentUrl: moved }))
    expect([move, newUrl]).toEqual([{ url: moved, firstSeenAt: now, times: 1 }, null])
  })

  it.each([
    ['three polls over two days', 2, 2 * day, moved],
    ['two polls over two days', 1, 2 * day, null],
    ['many polls within a day', 40, day, null],
  ])('is believed after %s, or not', (_title, times, over, newUrl) => {
    expect(polls(times, over).newUrl).toBe(newUrl)
  })

  it('begins anew when it leads elsewhere, and is forgotten when it stops', () => {
    expect(polls(5, day, unchanged({}, { permanentUrl: 'https://other.example/' })).move?.times).toBe(1)
    expect(polls(5, day, unchanged()).move).toBeNull()
  })

  it('is neither confirmed nor forgotten by an answer that was of no use', () => {
    const before = { url: moved, firstSeenAt: now - 3 * day, times: 2 }
    for (const outcome of [failed(500), throttled(503, {}, { permanentUrl: moved })])
      expect(decide(outcome, { move: before })).toMatchObject({ move: before, newUrl: null })
  })
})

it('whatever comes, the next poll is within the limits, at a whole second, and not before it is allowed', () => {
  const offset = fc.option(fc.integer({ min: -day, max: 400 * day }))
  const at = (value: number | null) => (value === null ? null : now + value)
  fc.assert(
    fc.property(
      fc.constantFrom('ok', 'failed', 'throttled'),
      fc.tuple(offset, offset),
      fc.record({
        intervalMs: fc.option(fc.nat(400 * day)),
        skipHours: fc.array(fc.integer({ min: 0, max: 23 })),
        skipDays: fc.array(fc.integer({ min: 0, max: 6 })),
      }),
      fc.array(fc.nat(60 * day)),
      fc.nat(10_000),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (kind, [fresh, retry], pace, rhythm, failures, chance) => {
        const caching = { freshUntil: at(fresh), retryAt: at(retry) }
        const outcome = {
          ok: unchanged(caching),
          failed: failed(500, caching),
          throttled: throttled(429, caching),
        }[kind]
        const { nextPollAt } = decide(outcome, { pace, rhythm, failures }, { random: () => chance })
        expect(nextPollAt).toBeGreaterThanOrEqual(now + 15 * minute)
        expect(nextPollAt).toBeGreaterThanOrEqual(Math.min(caching.retryAt ?? 0, now + LONGEST_RETRY_MS))
        expect(nextPollAt).toBeGreaterThanOrEqual(Math.min(caching.freshUntil ?? 0, now + day))
        expect(nextPollAt).toBeLessThanOrEqual(now + LONGEST_RETRY_MS + 9 * day)
        expect((nextPollAt ?? 1) % second).toBe(0)
      },
    ),
  )
})

describe('right before a request', () => {
  const validators: Validators = { etag: null, lastModified: null }
  const feed = { url, validators, pace: anyPace }
  const from = (holds: HostHold[], over: Partial<typeof feed> = {}) =>
    allowedFrom({ ...feed, ...over }, holds, { now, random: () => 0 })
  const hold = (scope: HostHold['scope'], name: string): HostHold => ({ scope, name, until: now + hour })

  it.each([
    ['nothing', [], now],
    ['its host', [hold('host', 'news.harbor.co.uk')], now + hour],
    ['its domain', [hold('domain', 'harbor.co.uk')], now + hour],
    ['another host of its domain', [hold('host', 'www.harbor.co.uk')], now],
    ['another domain', [hold('domain', 'co.uk'), hold('domain', 'arbor.co.uk')], now],
    ['what is over', [{ ...hold('domain', 'harbor.co.uk'), until: now - hour }], now],
  ])('a feed waits while this is held: %s', (_title, holds, at) => {
    expect(from(holds)).toBe(at)
  })

  it('a feed waits also for the host that its redirects lead to', () => {
    const elsewhere = { etag: '"a"', lastModified: null, url: 'https://cdn.example/f' }
    expect(from([hold('host', 'cdn.example')], { validators: elsewhere })).toBe(now + hour)
  })

  it('a feed waits for the end of the hours that it skips', () => {
    expect(from([], { pace: { ...anyPace, skipHours: [10] } })).toBe(now + hour)
    expect(from([hold('domain', 'harbor.co.uk')], { pace: { ...anyPace, skipHours: [11] } })).toBe(
      now + 2 * hour,
    )
  })
})

describe('names', () => {
  it.each([
    ['https://feeds.bbc.example.co.uk:8443/a', 'feeds.bbc.example.co.uk', 'example.co.uk'],
    ['http://harbor.example/', 'harbor.example', 'harbor.example'],
    ['http://one.blogspot.com/', 'one.blogspot.com', 'one.blogspot.com'],
    ['http://127.0.0.9:1/', '127.0.0.9', '127.0.0.9'],
    ['http://[::1]/', '[::1]', '[::1]'],
    ['http://localhost/', 'localhost', 'localhost'],
    ['https://ann.github.io/feed', 'ann.github.io', 'ann.github.io'],
    ['https://a.ann.workers.dev/', 'a.ann.workers.dev', 'ann.workers.dev'],
  ])('%s has the host %s and the domain %s', (address, host, domain) => {
    expect([hostOf(address), domainOf(hostOf(address))]).toEqual([host, domain])
  })
})

it('overdue feeds are spread over the shortest interval', () => {
  expect(startsPerTick(200, minute, 15 * minute)).toBe(14)
  expect(startsPerTick(3, minute, 15 * minute)).toBe(1)
})

describe('an interval of the owner’s own', () => {
  const minutes = (over: Partial<NextPollInput>, outcome = unchanged(), feed = {}) =>
    (decide(outcome, feed, over).nextPollAt! - now) / minute

  it.each([
    ['fixed below the common bounds', { min: 5 * minute, max: 5 * minute }, 5],
    ['fixed above what the rhythm suggests', { min: 300 * minute, max: 300 * minute }, 300],
    ['bounded from above', { min: null, max: 20 * minute }, 20],
    ['bounded from above below the common shortest', { min: null, max: 5 * minute }, 5],
    ['bounded from below', { min: 120 * minute, max: null }, 120],
    ['bounded from both sides, the rhythm between', { min: 10 * minute, max: 90 * minute }, 60],
  ])('%s', (_what, interval, expected) => {
    expect(minutes({ interval })).toBe(expected)
  })

  it('is no leave to ask while the publisher forbids it, nor more often when it fails', () => {
    const interval = { min: 5 * minute, max: 5 * minute }
    expect(minutes({ interval }, throttled(429, { retryAt: now + 3 * hour }))).toBe(180)
    expect(minutes({ interval }, failed(500), { failures: 3 })).toBe(80)
    expect(minutes({ interval }, failed(500), { failures: 20 })).toBe(1440)
  })
})

describe('a feed that moved', () => {
  const there = { address: 'https://new.example/feed', subscribedAs: url }

  it('and is lost there is asked for again where it was subscribed', () => {
    expect(decide(failed(404), { ...there, failures: 1 }).newUrl).toBeNull()
    expect(decide(failed(404), { ...there, failures: 2 }).newUrl).toBe(url)
    expect(decide(failed(404), { failures: 2 }).newUrl).toBeNull()
  })

  it('and is gone there is not given up', () => {
    const gone = { ...throttled(503), kind: 'gone', status: 410 } as FetchOutcome
    const next = decide(gone, there)
    expect(next).toMatchObject({ newUrl: url, state: 'failing' })
    expect(next.nextPollAt).not.toBeNull()
    expect(decide(gone)).toMatchObject({ newUrl: null, state: 'gone', nextPollAt: null })
  })

  it('by the word of its document is believed as a redirect is: seen three times over two days', () => {
    const announced = 'https://new.example/feed'
    const first = decide(unchanged(), {}, { announced })
    expect(first.move).toEqual({ url: announced, firstSeenAt: now, times: 1, inDocument: true })
    const move = { ...first.move!, times: 2, firstSeenAt: now - 3 * day }
    expect(decide(unchanged(), { move }, { announced })).toMatchObject({ newUrl: announced, move: null })
    expect(decide(unchanged(), { move }).move).toBeNull()
    expect(decide(unchanged(), { ...there, move: null }, { announced }).move).toBeNull()
  })
})
