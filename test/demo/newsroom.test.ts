import iconv from 'iconv-lite'
import RssParser from 'rss-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, startNewsroom } from '../../src/demo/newsroom.ts'

const NOW = Date.UTC(2025, 9, 14, 12)
const parser = new RssParser()
const lines: string[] = []
let newsroom: Newsroom

beforeEach(async () => {
  lines.length = 0
  newsroom = await startNewsroom({ now: () => NOW, log: (line) => lines.push(line) })
})

afterEach(async () => {
  await newsroom.close()
})

function urlOf(outlet: string): string {
  return newsroom.feeds.find((feed) => feed.outlet === outlet)!.url
}

function entriesAt(url: string) {
  return newsroom.entries().filter((entry) => entry.feedUrl === url)
}

async function bytesOf(outlet: string): Promise<Buffer> {
  const response = await fetch(urlOf(outlet))
  return Buffer.from(await response.arrayBuffer())
}

async function textOf(outlet: string): Promise<string> {
  return (await bytesOf(outlet)).toString('utf-8')
}

function sorted(values: Iterable<string | undefined>): (string | undefined)[] {
  return [...values].sort()
}

describe('the newsroom', () => {
  test('opens every outlet on a host of its own', () => {
    const hosts = newsroom.feeds.map((feed) => new URL(feed.url).host)
    expect(new Set(hosts).size).toBe(newsroom.feeds.length)
    expect(newsroom.feeds.length).toBeGreaterThanOrEqual(10)
    expect(newsroom.feeds.every((feed) => feed.groups.length > 0)).toBe(true)
  })

  test('promises the entries and stories that stand in its feeds', () => {
    expect(newsroom.expected).toEqual({ entries: 75, stories: 24 })
    while (newsroom.release()) {}
    expect(newsroom.expected).toEqual({ entries: 104, stories: 32 })
  })

  test('gives each entry of a feed a guid of its own', () => {
    while (newsroom.release()) {}
    const ids = newsroom.entries().map((entry) => `${entry.feedUrl} ${entry.guid}`)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each([
    ['Halyard Wire', '<rss version="2.0"', 'application/rss+xml'],
    ['Corvane Press', '<feed xmlns="http://www.w3.org/2005/Atom"', 'application/atom+xml'],
    ['The Sundry Ledger', '<rdf:RDF', 'application/rdf+xml'],
    ['Castrel Tribune', '<feed xmlns="http://www.w3.org/2005/Atom"', 'application/atom+xml'],
    ['Lowfen Observer', '<feed xmlns="http://www.w3.org/2005/Atom"', 'application/atom+xml'],
  ])('serves %s as a well-formed %s with every entry', async (outlet, root, type) => {
    const response = await fetch(urlOf(outlet))
    expect(response.headers.get('content-type')).toBe(type)
    const document = await response.text()
    expect(document).toContain(root)
    const read = await parser.parseString(document)
    expect(sorted(read.items.map((item) => item.title))).toEqual(
      sorted(entriesAt(urlOf(outlet)).map((entry) => entry.title)),
    )
  })

  test('writes the old-fashioned feed in windows-1252, with its accents and curly quotes', async () => {
    const outlet = 'Télégraphe d’Aubrelles'
    const bytes = await bytesOf(outlet)
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow()
    const document = iconv.decode(bytes, 'windows-1252')
    expect(document).toContain('encoding="windows-1252"')
    expect(document).toContain('Aurélie Montclos')
    expect(document).toContain('“I came to be sad,”')
    const read = await parser.parseString(document)
    expect(read.title).toBe(outlet)
    expect(read.items).toHaveLength(entriesAt(urlOf(outlet)).length)
  })

  test('breaks one feed for a strict parser, with every entry still in it', async () => {
    const document = await textOf('Brackwater Times & Echo')
    await expect(parser.parseString(document)).rejects.toThrow()
    expect(document).not.toContain('</rss>')
    const entries = entriesAt(urlOf('Brackwater Times & Echo'))
    expect(document.split('</item>')).toHaveLength(entries.length + 1)
    for (const { guid } of entries) expect(document).toContain(`>${guid}<`)
  })

  test('answers 304 to those who hold the present version, by tag or by date', async () => {
    const url = urlOf('Kestrel Post')
    const first = await fetch(url)
    const etag = first.headers.get('etag')!
    const date = first.headers.get('last-modified')!
    const status = async (headers: Record<string, string>) => (await fetch(url, { headers })).status
    expect(await status({ 'if-none-match': etag })).toBe(304)
    expect(await status({ 'if-modified-since': date })).toBe(304)
    expect(await status({ 'if-none-match': '"another"', 'if-modified-since': date })).toBe(200)

    while (newsroom.release()) {}
    expect(await status({ 'if-none-match': etag, 'if-modified-since': date })).toBe(200)
  })

  test('has one outlet whose server fails', async () => {
    const response = await fetch(urlOf('Saltmere Chronicle'))
    expect(response.status).toBe(500)
    expect(entriesAt(urlOf('Saltmere Chronicle'))).toEqual([])
  })

  test('lets the held-back stories arrive one by one, each in several feeds, until none is left', async () => {
    let before = newsroom.expected
    let released = 0
    while (newsroom.release()) {
      released++
      const after = newsroom.expected
      expect(after.stories).toBe(before.stories + 1)
      expect(after.entries).toBeGreaterThan(before.entries + 1)
      before = after
    }
    expect(released).toBe(8)
    expect(lines).toHaveLength(8)
    expect(newsroom.release()).toBe(false)
    expect(await textOf('Halyard Wire')).toContain('Central Bank Holds Rates')
  })

  test.each(['Halyard Wire', 'Dunmarrow Courier', 'Tolvik Morning Mail'])(
    'dates the entries of %s within the two days before now, new arrivals too',
    async (outlet) => {
      while (newsroom.release()) {}
      const document = await textOf(outlet)
      const dates = [...document.matchAll(/<pubDate>(.*?)</g)].map((found) => Date.parse(found[1]!))
      expect(dates).toHaveLength(entriesAt(urlOf(outlet)).length)
      expect(Math.max(...dates)).toBeLessThanOrEqual(NOW)
      expect(Math.min(...dates)).toBeGreaterThan(NOW - 48 * 3_600_000)
    },
  )

  test('serves the pictures and pages that its entries point to', async () => {
    const document = await textOf('Dunmarrow Courier')
    const picture = /<enclosure url="(.*?)" length="(\d+)"/.exec(document)!
    const bytes = Buffer.from(await (await fetch(picture[1]!)).arrayBuffer())
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
    expect(bytes).toHaveLength(Number(picture[2]))

    const link = /<item>.*?<link>(.*?)</s.exec(document)![1]!.replaceAll('&amp;', '&')
    expect(await (await fetch(link)).text()).toContain('<h1>')
    expect((await fetch(new URL('/stories/none', link))).status).toBe(404)
  })

  test('closes while an answer is still on its way', async () => {
    const url = urlOf('Lowfen Observer')
    const answer = fetch(url).then(
      () => 'answered',
      () => 'cut off',
    )
    await fetch(urlOf('Halyard Wire'))
    await newsroom.close()
    expect(await answer).toBe('cut off')
    await expect(fetch(url)).rejects.toThrow()
  })
})
