import type { FastifyInstance } from 'fastify'
import { parseAtomFeed, parseOpml, parseRssFeed } from 'feedsmith'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NamedFeed } from '../../src/http/named-feeds.ts'
import type { ServerConfig } from '../../src/http/server.ts'
import { freezeArchive } from '../../src/store/sqlite/pages/archive.ts'
import { indexEntries } from '../../src/store/sqlite/pages/search.ts'
import { type Newsdesk, NOON, openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'

const MINUTE = 60_000
const TOKEN = 'a-token-of-their-own'
let desk: Newsdesk
let server: FastifyInstance

const named = (name: string, fields: Partial<NamedFeed> = {}): NamedFeed => ({
  name,
  title: null,
  group: null,
  outlets: [],
  withoutOutlets: [],
  query: null,
  minOutlets: 1,
  limit: null,
  text: 'full',
  outletInTitle: false,
  token: null,
  ...fields,
})

const CONFIG: Partial<ServerConfig> = {
  hubs: ['https://hub.example/'],
  namedFeeds: [
    named('ships', { title: 'Ships & harbours', group: 'sea', query: 'ferry OR pier' }),
    named('desk', { outlets: ['Harbor Weekly', 'The Vale'], text: 'excerpt', outletInTitle: true }),
    named('board', { token: TOKEN, withoutOutlets: ['The Vale'] }),
    named('few', { limit: 2 }),
  ],
}

beforeEach(async () => {
  desk = openNewsdesk()
  server = await serve(desk, CONFIG)
  const [harbor, radio, vale] = [
    desk.feed({ outlet: 'Harbor Weekly', groups: ['sea'] }),
    desk.feed({ outlet: 'Fine Valley Radio', groups: ['sea'] }),
    desk.feed({ outlet: 'The Vale' }),
  ] as const
  for (const [n, [feed, title]] of (
    [
      [harbor, 'Ferry'],
      [radio, 'Pier'],
      [radio, 'Harvest'],
      [vale, 'Ferry inland'],
    ] as const
  ).entries())
    desk.story({ feed, title, html: '<p>Words &amp; <b>more</b></p>', publishedAt: NOON - n * MINUTE })
  indexEntries(desk.db, 100)
})
afterEach(async () => {
  await server.close()
  desk.close()
})

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers })
const titles = async (url: string) =>
  (parseRssFeed((await get(url)).body).items ?? []).map((item) => item.title)

describe('a named feed', () => {
  it.each([
    ['/feeds/ships.xml', ['Ferry', 'Pier']],
    ['/feeds/ships.xml?q=-pier+OR+harvest', ['Ferry']],
    ['/feeds/ships.xml?outlet=fine+valley+radio', ['Pier']],
    ['/feeds/desk.xml', ['Harbor Weekly: Ferry', 'The Vale: Ferry inland']],
    ['/feeds/desk.xml?outlet=The+Vale&text=full', ['The Vale: Ferry inland']],
    ['/feeds/few.xml', ['Ferry', 'Pier']],
    ['/feeds/few.xml?limit=1', ['Ferry']],
    ['/feeds/few.xml?limit=50', ['Ferry', 'Pier']],
    ['/feeds/few.xml?min_outlets=2', []],
  ])('holds what its filter chooses, and may be narrowed: %s', async (url, expected) => {
    expect(await titles(url)).toEqual(expected)
  })

  it('comes in three formats, under its title and its own address, and is announced', async () => {
    const atom = parseAtomFeed((await get('/feeds/ships.atom')).body)
    expect([atom.title!.value, atom.links!.find((link) => link.rel === 'self')!.href]).toEqual([
      'Ships & harbours',
      'https://wire.example/feeds/ships.atom',
    ])
    const { headers } = await get('/feeds/ships.json')
    expect(headers.link).toBe(
      '<https://wire.example/feeds/ships.json>; rel="self", <https://hub.example/>; rel="hub"',
    )
    expect((await get('/feeds/ships.xml')).headers['cache-control']).toMatch(/^public, /)
    expect((await get('/feeds/desk.json')).json()).toMatchObject({ title: 'Test wire: desk' })
  })

  it('shows no more text than the config says, whatever is asked for', async () => {
    const item = (url: string) => get(url).then(({ body }) => parseRssFeed(body).items![0]!)
    expect((await item('/feeds/desk.xml?text=full')).content!.encoded).toBe('<p>Words &amp; more</p>')
    expect((await item('/feeds/desk.xml?text=none')).content).toBeUndefined()
  })

  it.each(['/feeds/nothing.xml', '/feeds/desk.xml?outlet=Fine+Valley+Radio', '/feeds/ships.rss'])(
    'is answered 404 where it is not there: %s',
    async (url) => {
      expect((await get(url)).statusCode).toBe(404)
    },
  )

  it('leads through an archive of its own', async () => {
    for (let n = 0; n < 60; n++) desk.story({ feed: 1 + (n % 2), title: `Story ${n}` })
    freezeArchive(desk.db, NOON)
    const walked: string[] = []
    for (let next: string | undefined = '/feeds/desk.json'; next !== undefined; ) {
      const page: { items: { title: string }[]; next_url?: string } = (await get(next)).json()
      walked.push(...page.items.map((entry) => entry.title))
      next = page.next_url?.replace('https://wire.example', '')
      if (next !== undefined) expect(next).toMatch(/^\/feeds\/desk\/archive\/\d+\/feed\.json$/)
    }
    expect(new Set(walked).size).toBe(32)
  })
})

describe('a private feed', () => {
  it('is there only for those who know its token', async () => {
    expect(await titles(`/feeds/board.xml?token=${TOKEN}`)).toEqual(['Ferry', 'Pier', 'Harvest'])
    const [without, wrong, none] = await Promise.all(
      ['/feeds/board.xml', '/feeds/board.xml?token=wrong', '/feeds/bored.xml'].map((url) => get(url)),
    )
    expect([without!.statusCode, wrong!.statusCode, none!.statusCode]).toEqual([404, 404, 404])
    expect(without!.body.replace('board', 'bored')).toBe(none!.body)
  })

  it('is kept by no shared cache, and no hub hears of it', async () => {
    const { headers, body } = await get(`/feeds/board.atom?token=${TOKEN}`)
    expect(headers['cache-control']).toMatch(/^private, /)
    expect(headers.link).toBe(`<https://wire.example/feeds/board.atom?token=${TOKEN}>; rel="self"`)
    expect(parseAtomFeed(body).links!.map((link) => link.rel)).not.toContain('hub')
  })

  it('keeps its id when its token changes, which then shuts out who knew the old one', async () => {
    const idOf = async (from: FastifyInstance, token: string) =>
      parseAtomFeed((await from.inject(`/feeds/board.atom?token=${token}`)).body).id
    const renewed = 'another-token-for-them'
    const later = await serve(desk, { namedFeeds: [named('board', { token: renewed })] })
    expect(await idOf(later, renewed)).toBe(await idOf(server, TOKEN))
    expect((await later.inject(`/feeds/board.atom?token=${TOKEN}`)).statusCode).toBe(404)
    await later.close()
  })

  it('stands in no other document', async () => {
    for (let n = 0; n < 40; n++) desk.story({ feed: 1 })
    freezeArchive(desk.db, NOON)
    await get(`/feeds/board.xml?token=${TOKEN}`)
    const others = ['/', '/feeds', '/opml.xml', '/rss.xml', '/atom.xml', '/feed.json', '/healthz', '/metrics']
    const ids = desk.db.prepare('SELECT id FROM stories').pluck().all() as string[]
    for (const url of [
      ...others,
      `/stories/${ids[0]}`,
      '/archive/1/rss.xml',
      `/rss.xml?token=${TOKEN}`,
      `/feeds/few.xml?token=${TOKEN}`,
    ]) {
      const { body, headers } = await get(url)
      expect(body + JSON.stringify(headers)).not.toContain(TOKEN)
    }
    expect((await get(`/feeds/board/archive/1/rss.xml?token=${TOKEN}`)).statusCode).toBe(200)
    expect((await get('/feeds/board/archive/1/rss.xml')).statusCode).toBe(404)
  })
})

describe('feeds of which only excerpts may be shown', () => {
  it('are shown so in feeds, archives and pages', async () => {
    const id = desk.story({
      feed: desk.feed({ url: 'https://strict.example/feed' }),
      html: `<p>${'word '.repeat(100)}</p><p>The end of it.</p>`,
      publishedAt: NOON + MINUTE,
    })
    const other = desk.copy(id, { feed: 1 })
    for (let n = 0; n < 20; n++) desk.story({ feed: 1 })
    freezeArchive(desk.db, NOON)
    const compared = `/stories/${id}/compare?a=${other - 1}&b=${other}`
    const strict = await serve(desk, { excerptOnly: ['https://strict.example/feed'] })
    const seen = (from: FastifyInstance) =>
      Promise.all(
        [
          '/rss.xml',
          '/atom.xml?text=full',
          '/feed.json',
          '/archive/1/rss.xml',
          `/stories/${id}`,
          compared,
        ].map(async (url) => (await from.inject(url)).body.includes('The end of it')),
      )
    const open = await serve(desk, { excerptOnly: 'all' })
    const [no, yes] = [Array(6).fill(false), Array(6).fill(true)]
    expect([await seen(server), await seen(strict), await seen(open)]).toEqual([yes, no, no])
    await Promise.all([strict.close(), open.close()])
  })
})

describe('other sites', () => {
  it.each([
    '/rss.xml',
    '/groups/sea/atom.xml',
    '/feeds/ships.json',
    '/archive/1/rss.xml',
    '/opml.xml',
    '/rss.xml?limit=x',
  ])('may read %s', async (url) => {
    const { headers } = await get(url, { origin: 'https://reader.example' })
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-expose-headers']).toContain('ETag')
    const asked = await server.inject({
      method: 'OPTIONS',
      url,
      headers: { origin: 'https://reader.example', 'access-control-request-method': 'GET' },
    })
    expect([asked.statusCode, asked.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS'])
    expect(asked.headers['access-control-allow-headers']).toContain('If-None-Match')
  })

  it('may read nothing else', async () => {
    for (const url of ['/', '/healthz', '/metrics'])
      expect((await get(url)).headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('subscriptions as OPML', () => {
  it('stand once each, in the folder of their first group, and by group', async () => {
    desk.feed({ outlet: 'Coast & Sky', groups: ['sea', 'air'], url: 'https://coast.example/feed' })
    const { outlines } = parseOpml((await get('/opml.xml')).body).body!
    expect(outlines!.map(({ text, outlines: inner }) => [text, inner?.map((feed) => feed.text)])).toEqual([
      ['sea', ['Coast & Sky', 'Fine Valley Radio', 'Harbor Weekly']],
      ['The Vale', undefined],
    ])
    const air = parseOpml((await get('/groups/air/opml.xml')).body)
    expect([air.head!.title, air.body!.outlines!.map(({ text, category }) => [text, category])]).toEqual([
      'Test wire: air',
      [['Coast & Sky', '/sea,/air']],
    ])
    expect((await get('/groups/none/opml.xml')).statusCode).toBe(404)
  })
})

describe('the site’s picture', () => {
  it.each([
    ['/icon.png', 'image/png', [0x89, 0x50, 0x4e, 0x47]],
    ['/logo.png', 'image/png', [0x89, 0x50, 0x4e, 0x47]],
    ['/favicon.ico', 'image/x-icon', [0, 0, 1, 0]],
  ])('is at %s', async (url, type, start) => {
    const { headers, rawPayload } = await get(url)
    expect([headers['content-type'], [...rawPayload.subarray(0, 4)]]).toEqual([type, start])
  })

  it('stands in every format', async () => {
    const icon = 'https://wire.example/icon.png'
    expect(parseAtomFeed((await get('/atom.xml')).body)).toMatchObject({
      icon,
      logo: 'https://wire.example/logo.png',
    })
    expect(parseRssFeed((await get('/rss.xml')).body).image!.url).toBe(icon)
    expect((await get('/feed.json')).json()).toMatchObject({ icon, favicon: icon })
  })
})

describe('names of this server', () => {
  it('that the config lists may stand in its documents', async () => {
    const known = await serve(desk, { hosts: ['intranet.example'], publicUrl: 'https://wire.example/w' })
    const self = async (host: string) => {
      const { headers } = await known.inject({
        url: '/rss.xml',
        headers: { host, 'x-forwarded-host': 'evil.example' },
      })
      return [/<(.*?)>/.exec(String(headers.link))![1], String(headers['cache-control']).split(',')[0]]
    }
    expect(await self('intranet.example:8080')).toEqual(['https://intranet.example/w/rss.xml', 'public'])
    expect(await self('wire.example')).toEqual(['https://wire.example/w/rss.xml', 'public'])
    expect(await self('evil.example')).toEqual(['https://wire.example/w/rss.xml', 'public'])
    await known.close()
  })

  it('that nobody configured are in no document that a shared cache may keep', async () => {
    const local = await serve(desk, { publicUrl: 'http://localhost:8080' })
    const caching = async (host: string) =>
      String((await local.inject({ url: '/atom.xml', headers: { host } })).headers['cache-control'])
    expect(await caching('localhost:8080')).toMatch(/^public/)
    expect(await caching('127.0.0.1:9999')).toMatch(/^private/)
    await local.close()
  })
})
