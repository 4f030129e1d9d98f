import nock from 'nock'
import { expect, it } from 'vitest'
import { aFeed, aFetcher, expectKind, reasonOf } from '../newsroom/feeds.ts'
import { inventServers } from '../support/invented-servers.ts'

const body = '<rss version="2.0"><channel><title>The Harbor Weekly</title></channel></rss>'
const fetchFeed = aFetcher()
const start = 'http://harbor.example/feed.xml'

/** Lays redirects from `start` on: each step is a status and where it points. */
function lay(steps: readonly (readonly [number, string])[]): void {
  let from = start
  for (const [status, location] of steps) {
    const { origin, pathname } = new URL(from)
    nock(origin).get(pathname).reply(status, 'moved', { Location: location })
    from = new URL(location, from).href
  }
  const { origin, pathname } = new URL(from)
  nock(origin).get(pathname).reply(200, body)
}

inventServers()

it.each([
  ['one 301', [[301, 'http://new.example/a']], 'http://new.example/a', 'http://new.example/a'],
  ['one 308, relative', [[308, '../b']], 'http://harbor.example/b', 'http://harbor.example/b'],
  ['one 302', [[302, '/c']], null, 'http://harbor.example/c'],
  [
    'a 301 and then a 302',
    [
      [301, '/d'],
      [302, '/e'],
    ],
    'http://harbor.example/d',
    'http://harbor.example/e',
  ],
  [
    'a 302 and then a 301',
    [
      [302, '/f'],
      [301, '/g'],
    ],
    null,
    'http://harbor.example/g',
  ],
  [
    'a 303 and a 307',
    [
      [303, '/h'],
      [307, '/i'],
    ],
    null,
    'http://harbor.example/i',
  ],
  [
    'user names in the target',
    [[301, 'http://u:p@new.example/j#x']],
    'http://new.example/j',
    'http://new.example/j',
  ],
] as const)(
  '%s: the permanent part and the last address are told apart',
  async (_title, steps, permanent, last) => {
    lay(steps)
    const outcome = expectKind(await fetchFeed(aFeed()), 'modified')
    expect([outcome.permanentUrl, outcome.finalUrl]).toEqual([permanent, last])
  },
)

it('a loop is one clear error', async () => {
  nock('http://harbor.example').get('/feed.xml').reply(301, '', { Location: '/b' })
  nock('http://harbor.example').get('/b').reply(301, '', { Location: '/feed.xml' })
  expect(reasonOf(await fetchFeed(aFeed()))).toBe('the redirects go round in a loop')
})

it('a chain without end is one clear error', async () => {
  const steps = Array.from({ length: 20 }, (_, step) => [302, `/step-${step}`] as const)
  lay(steps)
  expect(reasonOf(await fetchFeed(aFeed()))).toBe('more than 8 redirects')
})

it.each([
  [undefined, 'a redirect without a Location'],
  ['http://', 'a redirect to no valid address'],
  ['file:///etc/passwd', 'not an http or https address: file:'],
  ['javascript:alert(1)', 'not an http or https address: javascript:'],
])('a redirect to %s is one clear error', async (location, reason) => {
  nock('http://harbor.example')
    .get('/feed.xml')
    .reply(301, '', location ? { Location: location } : {})
  expect(reasonOf(await fetchFeed(aFeed()))).toBe(reason)
})

it.each([
  ['the same origin', 'http://harbor.example/b', true],
  ['another host', 'http://other.example/b', false],
  ['another port', 'http://harbor.example:8080/b', false],
  ['another scheme', 'https://harbor.example/b', false],
])('credentials follow a redirect to %s: %s, %s', async (_title, location, kept) => {
  nock('http://harbor.example').get('/feed.xml').reply(302, '', { Location: location })
  const { origin, pathname } = new URL(location)
  let authorization: unknown
  nock(origin)
    .get(pathname)
    .reply(function () {
      authorization = this.req.headers.authorization
      return [200, body]
    })
  expectKind(await fetchFeed(aFeed({ credentials: 'ann:secret' })), 'modified')
  expect(authorization !== undefined).toBe(kept)
})

it('credentials once left behind are not taken up again on the way back', async () => {
  nock('http://harbor.example').get('/feed.xml').reply(302, '', { Location: 'http://other.example/b' })
  nock('http://other.example').get('/b').reply(302, '', { Location: 'http://harbor.example/c' })
  nock('http://harbor.example', { badheaders: ['authorization'] })
    .get('/c')
    .reply(200, body)
  expectKind(await fetchFeed(aFeed({ credentials: 'ann:secret' })), 'modified')
})

it('a 410 stops a feed only when no temporary redirect led there', async () => {
  nock('http://harbor.example').get('/feed.xml').reply(302, '', { Location: 'http://other.example/b' })
  nock('http://other.example').get('/b').reply(410)
  expect(reasonOf(await fetchFeed(aFeed()))).toBe('410 Gone (redirected to other.example)')
})

it('reads a Location in UTF-8', async () => {
  nock('http://harbor.example')
    .get('/feed.xml')
    .reply(301, '', { Location: Buffer.from('/zürich', 'utf8').toString('latin1') })
  nock('http://harbor.example').get('/z%C3%BCrich').reply(200, body)
  const outcome = expectKind(await fetchFeed(aFeed()), 'modified')
  expect(outcome.finalUrl).toBe('http://harbor.example/z%C3%BCrich')
})
