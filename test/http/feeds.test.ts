import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { freezeArchive } from '../../src/store/sqlite/pages/archive.ts'
import { indexEntries } from '../../src/store/sqlite/pages/search.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { type Newsdesk, NOON, openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'
import { assertAtom } from '../support/xml.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
let desk: Newsdesk
let server: FastifyInstance

beforeEach(async () => {
  desk = openNewsdesk()
  server = await serve(desk, { hubs: ['https://hub.example/'] })
})
afterEach(async () => {
  await server.close()
  desk.close()
})

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers })
const titles = async (url: string) =>
  parseRssFeed((await get(url)).body).items?.map((item) => item.title) ?? []

describe('the merged feed', () => {
  it.each(['rss.xml', 'atom.xml', 'feed.json'])('names each story once, by one id (%s)', async (file) => {
    const [agency, paper] = [desk.feed({ outlet: 'The Fable Line' }), desk.feed({ outlet: 'Harbor Weekly' })]
    const id = desk.story({ feed: agency, title: 'The Fable Line: Ferry strike ends' }, { feed: paper })
    const { body, statusCode } = await get(`/${file}`)
    expect(statusCode).toBe(200)
    expect(body.split(`tag:wirefold,2026:story/${id}`)).toHaveLength(2)
    expect(body).toMatch(/title[">:]+Ferry strike ends/)
    expect(body).toContain('Also in: <a')
  })

  it('keeps the agency in titles where the config says verbatim', async () => {
    desk.story({ feed: desk.feed(), title: 'The Fable Line: Ferry strike ends' })
    const verbatim = await serve(desk, { titles: 'verbatim' })
    expect((await verbatim.inject('/rss.xml')).body).toContain(
      '<title>The Fable Line: Ferry strike ends</title>',
    )
    await verbatim.close()
  })

  it('is the same bytes for two requests, for a restarted server and for a restored backup', async () => {
    desk.story({ feed: desk.feed() })
    const first = await get('/atom.xml')
    expect((await get('/atom.xml')).body).toBe(first.body)
    const restarted = await serve(desk, { hubs: ['https://hub.example/'] })
    const again = await restarted.inject('/atom.xml')
    expect([again.body, again.headers.etag]).toEqual([first.body, first.headers.etag])
    await restarted.close()
  })

  it('puts the newest first; a copy dated tomorrow does not stick to the top', async () => {
    const feed = desk.feed()
    desk.story({ feed, title: 'Tomorrow', publishedAt: NOON + DAY, seenAt: NOON })
    desk.story({ feed, title: 'Undated', publishedAt: null, seenAt: NOON + MINUTE })
    desk.story({ feed, title: 'Now', publishedAt: NOON + 2 * MINUTE, seenAt: NOON + 3 * MINUTE })
    expect(await titles('/rss.xml')).toEqual(['Now', 'Undated', 'Tomorrow'])
    const [, , future] = parseRssFeed((await get('/rss.xml')).body).items!
    expect(future!.pubDate).toBe(new Date(NOON).toUTCString())
  })

  it('shows a late copy below the text and moves the feed, but not the entry', async () => {
    const id = desk.story({ feed: desk.feed({ outlet: 'Harbor Weekly' }) })
    const before = parseAtomFeed((await get('/atom.xml')).body)
    desk.copy(id, { feed: desk.feed({ outlet: 'Fine Valley Radio' }), seenAt: NOON + DAY })
    const after = parseAtomFeed((await get('/atom.xml')).body)
    expect(after.entries![0]!.content!.value).toContain('Also in: <a')
    expect(after.entries![0]!.updated).toBe(before.entries![0]!.updated)
    expect(after.updated).toBe('2026-03-05T12:00:00Z')
  })

  it('is an empty valid feed before the first poll', async () => {
    const { body, headers } = await get('/atom.xml')
    assertAtom(body)
    expect(headers['last-modified']).toBeUndefined()
  })
})

describe('content types', () => {
  it('are those of the formats, but browsers are given XML, which they show with the stylesheet', async () => {
    expect((await get('/rss.xml')).headers['content-type']).toBe('application/rss+xml; charset=utf-8')
    expect((await get('/feed.json')).headers['content-type']).toBe('application/feed+json; charset=utf-8')
    const shown = await get('/atom.xml', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
    expect(shown.headers['content-type']).toBe('application/xml; charset=utf-8')
    expect(shown.body).toContain('<?xml-stylesheet type="text/css" href="https://wire.example/feed.css"?>')
    expect((await get('/feed.css')).headers['content-type']).toBe('text/css; charset=utf-8')
  })
})

describe('a browser that is led to a feed', () => {
  const led = { accept: 'text/html,application/xml;q=0.9', 'sec-fetch-dest': 'document' }

  it.each(['/rss.xml', '/atom.xml?limit=5'])('is shown its stories with links (%s)', async (url) => {
    const [harbor, radio] = [desk.feed({ outlet: 'Harbor <Weekly>' }), desk.feed({ outlet: 'Radio' })]
    desk.story(
      { feed: harbor, title: 'Ferry & pier', link: 'https://harbor.example/1?a=1&b=2' },
      { feed: radio, link: 'https://radio.example/2' },
    )
    const { body, headers } = await get(url, led)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).toContain('<a href="https://harbor.example/1?a=1&amp;b=2">Ferry &amp; pier</a>')
    expect(body).toContain('Also in: <a href="https://radio.example/2">Radio</a>')
    expect(body).toContain(`<code>https://wire.example${url}</code>`)
    expect(body).toContain('Harbor &lt;Weekly&gt;')
    expect([headers['referrer-policy'], String(headers.vary)]).toEqual([
      'no-referrer',
      expect.stringContaining('sec-fetch-dest'),
    ])
  })

  it('is not taken for one where a reader runs in it, nor at JSON', async () => {
    desk.story({ feed: desk.feed() })
    const reader = await get('/rss.xml', { ...led, 'sec-fetch-dest': 'empty' })
    expect(parseRssFeed(reader.body).items).toHaveLength(1)
    expect(String(reader.headers.vary)).toContain('sec-fetch-dest')
    expect((await get('/feed.json', led)).json()).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
    })
  })
})

describe('conditional requests', () => {
  it('answer 304 to a client that has it, by either validator, and ETag outranks date', async () => {
    desk.story({ feed: desk.feed(), seenAt: NOON })
    const { headers } = await get('/rss.xml')
    expect(headers.etag).toMatch(/^"[^"]+"$/)
    const modified = new Date(NOON).toUTCString()
    expect(headers['last-modified']).toBe(modified)
    const known = await get('/rss.xml', { 'if-none-match': `"other", W/${headers.etag}` })
    expect([known.statusCode, known.body, known.headers.etag]).toEqual([304, '', headers.etag])
    expect((await get('/rss.xml', { 'if-modified-since': modified })).statusCode).toBe(304)
    const outranked = await get('/rss.xml', { 'if-none-match': '"other"', 'if-modified-since': modified })
    expect(outranked.statusCode).toBe(200)
  })

  it('tell two changes within one second apart, also by date', async () => {
    const feed = desk.feed()
    desk.story({ feed, seenAt: NOON })
    const first = await get('/rss.xml')
    desk.story({ feed, seenAt: NOON })
    const second = await get('/rss.xml')
    const dates = [first, second, await get('/rss.xml')].map((answer) => answer.headers['last-modified'])
    expect(dates).toEqual([NOON, NOON + 1000, NOON + 1000].map((ms) => new Date(ms).toUTCString()))
    expect((await get('/rss.xml', { 'if-modified-since': dates[0]! })).statusCode).toBe(200)
  })

  it('leave no story out of a delta that was stored late, with an earlier time', async () => {
    const feed = desk.feed()
    desk.story({ feed, title: 'First', seenAt: NOON + MINUTE })
    const { etag } = (await get('/rss.xml')).headers
    desk.story({ feed, title: 'Overtaken', seenAt: NOON })
    const delta = await get('/rss.xml', { 'a-im': 'feed', 'if-none-match': String(etag) })
    expect(parseRssFeed(delta.body).items!.map((item) => item.title)).toEqual(['Overtaken'])
  })

  it('hold over compression and HEAD, with a strong ETag for each coding', async () => {
    desk.story({ feed: desk.feed(), html: `<p>${'many words '.repeat(500)}</p>` })
    const plain = await get('/rss.xml')
    const tags = [String(plain.headers.etag)]
    for (const [encoding, decode] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const packed = await get('/rss.xml', { 'accept-encoding': encoding })
      expect(packed.headers['content-encoding']).toBe(encoding)
      expect(packed.headers.vary).toMatch(/accept-encoding/i)
      expect(decode(packed.rawPayload).toString()).toBe(plain.body)
      tags.push(String(packed.headers.etag))
    }
    expect(new Set(tags).size).toBe(3)
    for (const tag of tags) {
      expect(tag).toMatch(/^"[^"]+"$/)
      for (const asked of [tag, `W/${tag}`, `"other", ${tag}`]) {
        const known = await get('/rss.xml', { 'accept-encoding': 'gzip', 'if-none-match': asked })
        expect([known.statusCode, known.headers.etag]).toEqual([304, tag])
      }
    }
    const head = await server.inject({ method: 'HEAD', url: '/rss.xml' })
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', plain.headers.etag])
    const packed = await server.inject({
      method: 'HEAD',
      url: '/rss.xml',
      headers: { 'accept-encoding': 'br' },
    })
    expect(packed.headers.etag).toBe(packed.headers['content-encoding'] === 'br' ? tags[2] : tags[0])
  })

  it.each(['/', '/opml.xml', '/style.css'])('are answered on %s too, compressed or not', async (url) => {
    for (let n = 0; n < 20; n++) desk.story({ feed: desk.feed() })
    const asked = { 'accept-encoding': 'gzip' }
    const { headers } = await get(url, asked)
    expect(headers['content-encoding']).toBe('gzip')
    expect(headers.etag).not.toBe((await get(url)).headers.etag)
    const known = await get(url, { ...asked, 'if-none-match': String(headers.etag) })
    expect([known.statusCode, known.headers.etag]).toEqual([304, headers.etag])
  })

  it.each(['/rss.xml', '/archive/1/atom.xml', '/', '/style.css', '/opml.xml'])(
    'say nothing of a body in a 304, because a cache would believe it (%s)',
    async (url) => {
      for (let n = 0; n < 20; n++) desk.story({ feed: desk.feed() })
      freezeArchive(desk.db, NOON)
      const base = await server.listen({ port: 0 })
      for (const [coding, method] of [
        ['gzip', 'GET'],
        ['identity', 'GET'],
        ['gzip', 'HEAD'],
        ['identity', 'HEAD'],
      ] as const) {
        const asked = { 'accept-encoding': coding }
        const first = await fetch(base + url, { headers: asked, method })
        await first.text()
        const known = await fetch(base + url, {
          method,
          headers: { ...asked, 'if-none-match': first.headers.get('etag')! },
        })
        expect(known.status).toBe(304)
        expect([...known.headers.keys()].filter((name) => name.startsWith('content-'))).toEqual(
          known.headers.has('content-security-policy') ? ['content-security-policy'] : [],
        )
        for (const name of ['etag', 'vary', 'cache-control', 'last-modified'])
          expect(known.headers.get(name)?.toLowerCase()).toBe(first.headers.get(name)?.toLowerCase())
      }
    },
  )

  it('bring a delta to a client that has the compressed document', async () => {
    const feed = desk.feed()
    desk.story({ feed, title: 'Old', html: `<p>${'many words '.repeat(500)}</p>` })
    const { etag } = (await get('/rss.xml', { 'accept-encoding': 'gzip' })).headers
    desk.story({ feed, title: 'New' })
    const delta = await get('/rss.xml', { 'a-im': 'feed', 'if-none-match': String(etag) })
    expect(parseRssFeed(delta.body).items!.map((item) => item.title)).toEqual(['New'])
    const upToDate = await get('/rss.xml', { 'if-none-match': String(delta.headers.etag) })
    expect(upToDate.statusCode).toBe(304)
  })

  it('bring a client that takes deltas only what is new to it', async () => {
    const feed = desk.feed()
    desk.story({ feed, title: 'Old' })
    const { etag } = (await get('/rss.xml')).headers
    desk.story({ feed, title: 'New', publishedAt: NOON - DAY, seenAt: NOON + MINUTE })
    const delta = await get('/rss.xml', { 'a-im': 'feed', 'if-none-match': String(etag) })
    expect([delta.statusCode, delta.headers.im]).toEqual([226, 'feed'])
    expect(parseRssFeed(delta.body).items!.map((item) => item.title)).toEqual(['New'])
    const whole = await get('/rss.xml')
    const refuser = {
      'a-im': 'feed',
      'if-none-match': String(etag),
      'user-agent': 'UniversalFeedParser/6.0',
    }
    expect((await get('/rss.xml', refuser)).statusCode).toBe(200)
    expect(delta.headers.etag).toBe(whole.headers.etag)
    const upToDate = await get('/rss.xml', { 'a-im': 'feed', 'if-none-match': String(whole.headers.etag) })
    expect(upToDate.statusCode).toBe(304)
    const unknown = await get('/rss.xml', { 'a-im': 'feed', 'if-none-match': '"made-up"' })
    expect([unknown.statusCode, unknown.body]).toEqual([200, whole.body])
  })
})

describe('filters', () => {
  beforeEach(() => {
    const [harbor, radio, vale] = [
      desk.feed({ outlet: 'Harbor Weekly', groups: ['sea'] }),
      desk.feed({ outlet: 'Fine Valley Radio' }),
      desk.feed({ outlet: 'The Vale', groups: ['sea', 'land & air'] }),
    ]
    desk.story(
      { feed: harbor, title: 'Ferry', html: '<p>A covid-19 case on board</p>' },
      { feed: radio },
      { feed: vale },
    )
    desk.story({
      feed: radio,
      title: 'Harvest',
      html: '<p>Wheat, barley. 小麦の収穫</p>',
      publishedAt: NOON - MINUTE,
    })
    indexEntries(desk.db, 100)
  })

  it.each([
    ['/rss.xml', ['Ferry', 'Harvest']],
    ['/rss.xml?outlet=The+Vale', ['Ferry']],
    ['/rss.xml?outlet=the+vale&outlet=HARBOR+WEEKLY', ['Ferry']],
    ['/rss.xml?without_outlet=The+Vale', ['Harvest']],
    ['/rss.xml?without_outlet=The+Vale&without_outlet=Fine+Valley+Radio', []],
    ['/rss.xml?min_outlets=3', ['Ferry']],
    ['/rss.xml?min_outlets=4', []],
    ['/rss.xml?limit=1', ['Ferry']],
    ['/rss.xml?q=wheat', ['Harvest']],
    ['/rss.xml?q=covid-19', ['Ferry']],
    ['/rss.xml?q=%E5%8F%8E%E7%A9%AB', ['Harvest']],
    ['/rss.xml?q=wheat+OR+title:ferry', ['Ferry', 'Harvest']],
    ['/rss.xml?q=wheat+-barley', []],
    ['/rss.xml?q=-barley', ['Ferry']],
    ['/rss.xml?utm_source=x', ['Ferry', 'Harvest']],
    ['/groups/sea/rss.xml', ['Ferry']],
    ['/groups/land%20%26%20air/rss.xml?outlet=Harbor+Weekly', []],
  ])('%s', async (url, expected) => {
    expect(await titles(url)).toEqual(expected)
  })

  it('are known by their name however it is spelled, and other parameters make no other document', async () => {
    const self = async (url: string) => /rel="self" href="([^"]*)"/.exec((await get(url)).body)?.[1]
    expect(await self('/rss.xml?%71=ferry')).toBe('https://wire.example/rss.xml?%71=ferry')
    const reads: unknown[] = []
    const pages = createStoryPages(desk.reader)
    const page: typeof pages.page = (...asked) => {
      reads.push(asked)
      return pages.page(...asked)
    }
    const counting = await serve(desk, {}, { pages: { ...pages, page } })
    for (const query of ['?a=1', '?a=2', '']) await counting.inject(`/rss.xml${query}`)
    expect(reads).toHaveLength(1)
    await counting.close()
  })

  it.each([
    ['/rss.xml?limit=0', /limit=0 is not a whole number from 1 to 500/],
    ['/rss.xml?limit=501', /1 to 500/],
    ['/rss.xml?limit=ten', /limit=ten/],
    ['/rss.xml?min_outlets=-1', /min_outlets/],
    ['/rss.xml?outlet=', /outlet is empty/],
    ['/rss.xml?q=a&q=b', /more than once/],
    ['/rss.xml?text=some', /text=some is none of full, excerpt, none/],
    ['/rss.xml?outlet_in_title=yes', /outlet_in_title=yes is none of 0, 1/],
    ['/rss.xml?since=2026-01-01', /since is no filter: \/stories\.json\?since=CURSOR .*Filters are outlet, /],
    ['/rss.xml?minOutlets=2', /minOutlets is no filter: write min_outlets=…\. Filters are/],
    ['/rss.xml?limits=2', /limits is no filter: write limit=…/],
    ['/rss.xml?group=sea', /group is no filter: .*\/groups\/NAME\/rss\.xml/],
  ])('%s is answered 400 with the reason, as text and as JSON', async (url, reason) => {
    const text = await get(url)
    expect([text.statusCode, text.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8'])
    expect(text.body).toMatch(reason)
    const json = await get(url, { accept: 'application/json' })
    expect(json.statusCode).toBe(400)
    expect((json.json() as { error: string }).error).toMatch(reason)
  })

  it('that are none are refused and charged, also where the document without them is ready', async () => {
    const server = await serve(desk, { rateLimit: 3 })
    onTestFinished(() => server.close())
    const ask = async (url: string) => (await server.inject(url)).statusCode
    expect(await ask('/rss.xml')).toBe(200)
    expect([await ask('/rss.xml?group=sea'), await ask('/rss.xml?group=sea')]).toEqual([400, 400])
    expect([await ask('/rss.xml?group=sea'), await ask('/rss.xml?utm=1')]).toEqual([429, 200])
  })

  it.each(['/rss.xml?outlet=Nosuch', '/feed.json?without_outlet=Nosuch', '/?outlet=Nosuch'])(
    'answer 404 for an outlet that is not there, and where to look (%s)',
    async (url) => {
      const answer = await get(url)
      expect(answer.statusCode).toBe(404)
      expect(answer.body).toContain('no outlet Nosuch: /feeds lists the outlets that there are')
    },
  )

  it('answer 404 for a group that no feed is in', async () => {
    expect((await get('/groups/nothing/rss.xml')).statusCode).toBe(404)
  })

  it('stand in the self link as they were asked for, without what is not ours', async () => {
    const { body, headers } = await get('/atom.xml?utm=1&outlet=The+Vale&q=ferry%20OR%20"x"')
    const self = 'https://wire.example/atom.xml?outlet=The+Vale&q=ferry%20OR%20%22x%22'
    expect(parseAtomFeed(body).links!.find((link) => link.rel === 'self')!.href).toBe(self)
    expect(headers.link).toBe(`<${self}>; rel="self"`)
  })

  it('are not announced, so their documents name no hub', async () => {
    const named = async (url: string) => {
      const { headers, body } = await get(url)
      return [String(headers.link), body].map((text) => text.includes('https://hub.example/'))
    }
    for (const url of ['/rss.xml', '/groups/sea/atom.xml', '/feed.json?utm=1'])
      expect(await named(url)).toEqual([true, true])
    for (const url of ['/rss.xml?limit=5', '/atom.xml?q=ferry', '/feed.json?text=none'])
      expect(await named(url)).toEqual([false, false])
  })
})

describe('the archive', () => {
  it('holds every story once that the feed no longer shows, and never changes', async () => {
    const feed = desk.feed()
    for (let n = 1; n <= 350; n++)
      desk.story({ feed, title: `Story ${n}`, publishedAt: NOON + n * MINUTE, seenAt: NOON + n * MINUTE })
    freezeArchive(desk.db, NOON)
    const seen = new Set<string>()
    const pages: string[] = []
    let next: string | undefined = 'https://wire.example/atom.xml'
    while (next !== undefined) {
      const page: string = (await get(next.replace('https://wire.example', ''))).body
      assertAtom(page)
      pages.push(next)
      const read: ReturnType<typeof parseAtomFeed> = parseAtomFeed(page)
      for (const entry of read.entries!) seen.add(entry.title!.value!)
      next = read.links!.find((link) => link.rel === 'prev-archive')?.href
    }
    expect(seen.size).toBe(350)
    const numbers = Array.from({ length: 17 }, (_, n) => 17 - n)
    expect(pages.slice(1)).toEqual(numbers.map((page) => `https://wire.example/archive/${page}/atom.xml`))
    const before = await get('/archive/3/atom.xml')
    desk.db.exec(
      `UPDATE entries SET title = 'Edited'; UPDATE stories SET updated_at = '2027-01-01T00:00:00Z'`,
    )
    for (let n = 0; n < 60; n++) desk.story({ feed })
    freezeArchive(desk.db, NOON + DAY)
    const after = await get('/archive/3/atom.xml')
    expect(after.body).toBe(before.body)
    expect(after.headers['cache-control']).toMatch(/immutable/)
  })

  it('leads from the newest page to the feed until there is a newer page', async () => {
    const feed = desk.feed()
    for (let n = 1; n <= 20; n++) desk.story({ feed })
    freezeArchive(desk.db, NOON)
    const links = parseRssFeed((await get('/archive/1/rss.xml')).body).atom!.links!
    expect(links.find((link) => link.rel === 'next-archive')!.href).toBe(
      'https://wire.example/archive/2/rss.xml',
    )
    const next = await get('/archive/2/rss.xml')
    expect([next.statusCode, next.headers.location]).toEqual([307, 'https://wire.example/rss.xml'])
    expect((await get('/archive/3/rss.xml')).statusCode).toBe(404)
    expect((await get('/archive/x/rss.xml')).statusCode).toBe(404)
  })

  it('keeps filters along the way, and has holes where stories were merged', async () => {
    const [sea, land] = [desk.feed({ groups: ['sea'], outlet: 'Sea' }), desk.feed({ outlet: 'Land' })]
    const ids = Array.from({ length: 21 }, (_, n) => desk.story({ feed: n % 2 ? sea : land }))
    desk.db.prepare('UPDATE stories SET alias_of = ?, lead_entry_id = NULL WHERE id = ?').run(ids[0], ids[1])
    freezeArchive(desk.db, NOON)
    const links = parseRssFeed((await get('/groups/sea/rss.xml?outlet=Sea&limit=5')).body).atom!.links!
    const previous = links.find((link) => link.rel === 'prev-archive')!.href!
    expect(previous).toBe('https://wire.example/groups/sea/archive/1/rss.xml?outlet=Sea')
    expect(await titles(previous.replace('https://wire.example', ''))).toHaveLength(9)
  })

  it.each([1, 10, 16, 17, 60])(
    'is led to by a feed of %i stories only where none is skipped',
    async (limit) => {
      const feed = desk.feed()
      for (let n = 1; n <= 77; n++) desk.story({ feed, title: `Story ${n}`, publishedAt: NOON + n * MINUTE })
      freezeArchive(desk.db, NOON)
      const seen = new Set<string>()
      const documents: string[] = []
      let next: string | undefined = `/feed.json?limit=${limit}`
      while (next !== undefined) {
        const page: { items: { title: string }[]; next_url?: string } = (await get(next)).json()
        for (const entry of page.items) seen.add(entry.title)
        documents.push(next)
        next = page.next_url?.replace('https://wire.example', '')
      }
      const follows = limit >= 17
      expect([documents.length, seen.size]).toEqual(follows ? [4, 77] : [1, limit])
    },
  )

  it('is not offered for a search', async () => {
    const feed = desk.feed()
    for (let n = 1; n <= 100; n++) desk.story({ feed })
    freezeArchive(desk.db, NOON)
    expect((await get('/rss.xml?q=x')).body).not.toContain('archive')
    expect((await get('/archive/1/rss.xml?q=x')).statusCode).toBe(400)
  })
})

describe('behind a path prefix', () => {
  it.each(['/rss.xml', '/wire/rss.xml'])('links to publicUrl and answers %s', async (url) => {
    const id = desk.story({ feed: desk.feed(), link: null })
    const behind = await serve(desk, { publicUrl: 'https://proxy.example/wire/' })
    const { body } = await behind.inject(url)
    const feed = parseRssFeed(body)
    expect(feed.atom!.links![0]!.href).toBe('https://proxy.example/wire/rss.xml')
    expect(feed.items![0]!.link).toBe(`https://proxy.example/wire/stories/${id}`)
    await behind.close()
  })
})

describe('on this machine', () => {
  it('links by the name that the client used, and keeps ids', async () => {
    desk.story({ feed: desk.feed() })
    const local = await serve(desk, { publicUrl: 'http://localhost:8080' })
    const asked = async (host: string) => {
      const { body } = await local.inject({ url: '/atom.xml', headers: { host } })
      const feed = parseAtomFeed(body)
      return [feed.links!.find((link) => link.rel === 'self')!.href, feed.id]
    }
    const [self, id] = await asked('localhost:8080')
    expect(self).toBe('http://localhost:8080/atom.xml')
    expect(await asked('127.0.0.1:9999')).toEqual(['http://127.0.0.1:9999/atom.xml', id])
    expect(await asked('[::1]')).toEqual(['http://[::1]/atom.xml', id])
    expect(await asked('evil.example')).toEqual([self, id])
    await local.close()
  })
})
