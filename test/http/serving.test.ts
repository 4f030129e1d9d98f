import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createCache } from '../../src/http/cache.ts'
import { chooseCoding } from '../../src/http/codings.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { type Newsdesk, openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'

const LONG = `<p>${'many words '.repeat(500)}</p>`
let desk: Newsdesk

beforeEach(() => {
  desk = openNewsdesk()
})
afterEach(() => desk.close())

/** A server that counts how often it reads the stories of a feed. */
async function open(rateLimit = 600) {
  const pages = createStoryPages(desk.reader)
  let reads = 0
  const page: typeof pages.page = (...asked) => {
    reads += 1
    return pages.page(...asked)
  }
  const server = await serve(desk, { rateLimit }, { pages: { ...pages, page } })
  onTestFinished(() => server.close())
  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers })
  return { get, reads: () => reads }
}

describe('a document', () => {
  it('is made once for all who ask while it is made, in every coding', async () => {
    desk.story({ feed: desk.feed(), html: LONG })
    const { get, reads } = await open()
    const codings = ['', 'gzip', 'br', 'gzip', 'br', '']
    const answers = await Promise.all(codings.map((coding) => get('/rss.xml', { 'accept-encoding': coding })))
    expect(reads()).toBe(1)
    const [plain, gzip, br] = answers
    expect(gunzipSync(gzip!.rawPayload).toString()).toBe(plain!.body)
    expect(brotliDecompressSync(br!.rawPayload).toString()).toBe(plain!.body)
  })

  it('stays good while polls bring nothing, and not when anything of it changes', async () => {
    const feed = desk.feed()
    const id = desk.story({ feed })
    const { get, reads } = await open()
    const readsAfter = async (sql: string) => {
      desk.db.exec(sql)
      await get('/rss.xml')
      return reads()
    }
    expect(await readsAfter('SELECT 1')).toBe(1)
    expect(
      await readsAfter("UPDATE feeds SET last_poll_at = '2026-03-04T12:00:00Z', state = 'failing'"),
    ).toBe(1)
    expect(await readsAfter("UPDATE feeds SET title = title, etag = 'x'")).toBe(1)
    expect(await readsAfter("UPDATE entries SET last_listed_at = '2026-03-09T00:00:00Z'")).toBe(1)
    const changes = [
      "UPDATE feeds SET outlet = 'Harbor Weekly'",
      "UPDATE entries SET title = 'Ferry strike ends'",
      `UPDATE stories SET changed_at = '2026-03-05T12:00:00Z' WHERE id = '${id}'`,
      "UPDATE entry_texts SET text = 'Other words'",
      'DELETE FROM search_pending',
      "INSERT INTO archive_pages VALUES (1, '2026-03-05T12:00:00Z', '2026-03-05T12:00:00Z', x'00')",
      'DELETE FROM archive_pages',
    ]
    for (const [n, sql] of changes.entries()) expect([sql, await readsAfter(sql)]).toEqual([sql, n + 2])
    desk.story({ feed })
    expect(await readsAfter('SELECT 1')).toBe(changes.length + 2)
  })

  it('that is ready costs nothing of the rate', async () => {
    desk.story({ feed: desk.feed() })
    const { get } = await open(1)
    const { headers } = await get('/rss.xml')
    for (let n = 0; n < 3; n++) {
      expect((await get('/rss.xml')).statusCode).toBe(200)
      expect((await get('/rss.xml', { 'if-none-match': String(headers.etag) })).statusCode).toBe(304)
    }
    expect((await get('/atom.xml')).statusCode).toBe(429)
  })

  it.each(['/rss.xml', '/', '/style.css', '/opml.xml'])(
    'that the client has is answered without length or type of another (%s)',
    async (url) => {
      desk.story({ feed: desk.feed() })
      const { get } = await open()
      const etag = String((await get(url)).headers.etag)
      const { statusCode, headers } = await get(url, { 'if-none-match': etag })
      expect([statusCode, headers['content-length'], headers['content-type']]).toEqual([
        304,
        undefined,
        undefined,
      ])
    },
  )
})

describe('what was asked for before', () => {
  it('is answered alike and counted, until it changes', async () => {
    const feed = desk.feed()
    desk.story({ feed, title: 'Old', html: LONG })
    const registry = new Registry()
    const server = await serve(desk, {}, { registry })
    onTestFinished(() => server.close())
    const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/rss.xml?limit=5`
    const ask = async (headers: Record<string, string> = {}) => {
      const answer = await fetch(url, { headers })
      const { date, ...kept } = Object.fromEntries(answer.headers)
      return { status: answer.status, body: await answer.text(), headers: kept }
    }
    const first = await ask()
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    })
    expect(await ask()).toEqual(first)
    const plain = await ask({ 'accept-encoding': 'identity' })
    expect([plain.body, plain.headers['content-encoding']]).toEqual([first.body, undefined])
    const known = await ask({ 'if-none-match': first.headers.etag! })
    expect([known.status, known.body, known.headers.etag]).toEqual([304, '', first.headers.etag])
    desk.story({ feed, title: 'New' })
    expect((await ask({ 'if-none-match': first.headers.etag! })).body).toContain('New')
    const count = /http_requests_total\{route="\/rss.xml",status="200"\} (\d)/.exec(await registry.metrics())
    expect(count?.[1]).toBe('4')
  })
})

describe('a content coding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['gzip;q=0.2, identity;q=0.9', 'identity'],
    ['deflate', 'identity'],
    ['gzip;q=x', 'identity'],
  ])('for %j is %s', (accepted, coding) => {
    expect(chooseCoding(accepted)).toBe(coding)
  })

  it('is not worth it for a few bytes', async () => {
    const { get } = await open()
    expect((await get('/nothing', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined()
  })
})

describe('the cache', () => {
  const value = (size: number) => async () => ({ size })

  it('keeps what was used last, as much as fits', async () => {
    const cache = createCache<{ size: number }>(100)
    for (const key of ['a', 'b']) await cache.get(key, 1, value(40))
    cache.peek('a', 1)
    await cache.get('c', 1, value(40))
    expect(['a', 'b', 'c'].map((key) => cache.peek(key, 1) !== undefined)).toEqual([true, false, true])
  })

  it('keeps no failure, and hands on what an older version had', async () => {
    const cache = createCache<{ size: number }>(100)
    await cache.get('a', 1, value(7))
    const broken = cache.get('a', 2, async () => {
      throw new Error('broken')
    })
    await expect(broken).rejects.toThrow('broken')
    expect(cache.peek('a', 2)).toBeUndefined()
    await cache.get('a', 3, value(8))
    const olds: unknown[] = []
    await cache.get('a', 4, async (older) => {
      olds.push(older)
      return { size: 9 }
    })
    expect([olds, cache.peek('a', 3), cache.peek('a', 4)]).toEqual([[{ size: 8 }], undefined, { size: 9 }])
  })
})
