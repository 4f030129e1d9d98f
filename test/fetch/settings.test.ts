import nock from 'nock'
import { describe, expect, it } from 'vitest'
import type { FetchSettings } from '../../src/fetch/fetch-feed.ts'
import { aFeed, aFetcher, expectKind, reasonOf } from '../newsroom/feeds.ts'
import { inventServers } from '../support/invented-servers.ts'

const BODY = '<rss version="2.0"><channel><title>The Harbor Weekly</title></channel></rss>'
const PLAIN: FetchSettings = {
  userAgent: null,
  headers: {},
  proxy: null,
  ca: null,
  cookies: 'none',
  private: false,
}

inventServers()

const fetcher = (settings: Partial<FetchSettings>) =>
  aFetcher({ settingsOf: () => ({ ...PLAIN, ...settings }) })

/** Answers one request, and gives its headers. */
function hear(origin: string, path: string, status: number, headers: Record<string, string | string[]> = {}) {
  const heard: Record<string, unknown> = {}
  nock(origin)
    .get(path)
    .reply(function () {
      Object.assign(heard, this.req.headers)
      return [status, status === 200 ? BODY : '', headers]
    })
  return heard
}

describe('a feed’s own settings', () => {
  it('name another User-Agent and further headers', async () => {
    const heard = hear('http://harbor.example', '/feed.xml', 200)
    const headers = { Authorization: 'Bearer abc', 'X-Desk': 'news', Accept: 'text/xml' }
    await fetcher({ userAgent: 'Desk/1', headers })(aFeed())
    expect(heard).toMatchObject({
      'user-agent': 'Desk/1',
      authorization: 'Bearer abc',
      'x-desk': 'news',
      accept: 'text/xml',
    })
  })

  it('give their headers to no other origin, not even when it leads back', async () => {
    const elsewhere = 'http://mirror.example'
    hear('http://harbor.example', '/feed.xml', 302, { Location: `${elsewhere}/a` })
    const there = hear(elsewhere, '/a', 302, { Location: 'http://harbor.example/b' })
    const back = hear('http://harbor.example', '/b', 200)
    const headers = { Authorization: 'Bearer abc', Cookie: 'session=1' }
    expectKind(await fetcher({ headers })(aFeed()), 'modified')
    for (const heard of [there, back]) {
      expect(heard).not.toHaveProperty('authorization')
      expect(heard).not.toHaveProperty('cookie')
    }
  })

  it('send cookies back within one chain of redirects, where they belong, and forget them', async () => {
    const fetchFeed = fetcher({ cookies: 'chain', headers: { Cookie: 'own=1' } })
    for (let poll = 0; poll < 2; poll++) {
      const first = hear('http://www.harbor.example', '/feed.xml', 302, {
        'Set-Cookie': ['seen=yes; Domain=harbor.example; Path=/', 'broken', 'evil=1; Domain=other.example'],
        Location: 'http://consent.other.example/',
      })
      const other = hear('http://consent.other.example', '/', 302, {
        'Set-Cookie': 'c=1',
        Location: 'http://www.harbor.example/feed.xml',
      })
      const second = hear('http://www.harbor.example', '/feed.xml', 200)
      expectKind(await fetchFeed(aFeed({ url: 'http://www.harbor.example/feed.xml' })), 'modified')
      expect(first.cookie).toBe('own=1')
      expect(other).not.toHaveProperty('cookie')
      expect(second.cookie).toBe('seen=yes')
    }
  })

  it('leave cookies alone unless they say otherwise, so that a wall that wants one is a loop', async () => {
    const wall = { 'Set-Cookie': 'seen=yes', Location: 'http://harbor.example/feed.xml' }
    hear('http://harbor.example', '/feed.xml', 302, wall)
    expect(reasonOf(await fetcher({})(aFeed()))).toBe('the redirects go round in a loop')
  })

  it('are found by the address that was subscribed', async () => {
    const settingsOf = (address: string | null) => ({ ...PLAIN, userAgent: `for ${address}` })
    const fetchFeed = aFetcher({ settingsOf })
    const feed = hear('http://harbor.example', '/feed.xml', 200)
    const page = hear('http://harbor.example', '/', 200)
    await fetchFeed(aFeed())
    await fetchFeed.fetchDocument('http://harbor.example/')
    expect(feed['user-agent']).toBe('for http://harbor.example/feed.xml')
    expect(page['user-agent']).toBe('for null')
  })
})
