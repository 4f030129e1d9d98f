import type { FastifyInstance } from 'fastify'
import { beforeAll, expect, it } from 'vitest'
import { freezeArchive } from '../../src/store/sqlite/pages/archive.ts'
import { type Newsdesk, NOON, openNewsdesk } from '../support/newsdesk.ts'
import { type ParsedNode, parseXml } from '../support/parse-xml.ts'
import { serve } from '../support/server.ts'

// The rules that the W3C feed validator (https://github.com/w3c/feedvalidator) holds feeds of these kinds to.
const URI = /^[a-zA-Z][0-9a-zA-Z+\-.]*:(\/\/)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+$/
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const RFC822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/
const REGISTERED = [
  'alternate',
  'current',
  'enclosure',
  'hub',
  'next-archive',
  'prev-archive',
  'related',
  'self',
  'via',
]

let desk: Newsdesk
let server: FastifyInstance
beforeAll(async () => {
  desk = openNewsdesk()
  fill()
  server = await serve(desk, { hubs: ['https://hub.example/'] })
  return async () => {
    await server.close()
    desk.close()
  }
})

function fill(): void {
  const feeds = [
    desk.feed({ outlet: 'A & B <Co>', groups: ['sea'] }),
    desk.feed({ outlet: 'S&P500 Daily' }),
  ] as const
  const titles = ['Q&A &amp; more', 'Why </b> is out', 'S&P500 < 3', '', 'רכבת 😀', '\u0085bad\ufffd']
  for (let n = 0; n < 120; n++) {
    desk.story(
      {
        feed: feeds[n % 2]!,
        title: titles[n % titles.length]!,
        link: n % 7 ? `https://outlet.example/ü/${n}?a[]=1|2&b=%zz` : null,
        html: n % 5 ? '<p>Text</p><iframe src="https://video.example/"></iframe>' : '',
        author: n % 3 ? 'Ada & co' : null,
        categories: ['', ' x ', 'X', 'a<b'],
        language: n % 2 ? 'en-GB' : 'not a language',
        image: 'https://outlet.example/ä.jpg',
        enclosures: [
          { url: 'https://outlet.example/1.mp3', type: 'audio/mpeg', length: -1 },
          { url: 'https://outlet.example/2.mp3', type: 'nonsense', length: 5 },
          { url: '//relative', type: null, length: null },
        ],
        publishedAt: n % 4 ? NOON + n * 86_400_000 : null,
        seenAt: NOON,
      },
      { feed: feeds[(n + 1) % 2]!, link: `https://copy.example/${n % 10}` },
    )
  }
  freezeArchive(desk.db, NOON)
}

const PATHS = ['/', '/groups/sea/', '/archive/1/']
const QUERIES = [
  '',
  '?outlet=A+%26+B+%3CCo%3E',
  '?min_outlets=2',
  '?text=excerpt&outlet_in_title=1',
  '?text=none',
]
const ASKED = PATHS.flatMap((path) => QUERIES.map((query) => [path, query] as const))

it.each(ASKED)('Atom at %s%s keeps the rules', async (path, query) => {
  const url = `${path}atom.xml${query}`
  const feed = await read(url)
  const entries = feed.all('entry')
  expect(entries.length).toBeGreaterThan(10)
  checkFeed(feed, url)
  expect(feed.children.findLastIndex((child) => child.name !== 'entry')).toBeLessThan(
    feed.children.findIndex((child) => child.name === 'entry'),
  )
  for (const moment of [...feed.deep('updated'), ...feed.deep('published')])
    expect(moment.text).toMatch(RFC3339)
  expect(new Set(entries.map((entry) => entry.one('updated').text)).size).toBe(entries.length)
  for (const entry of entries) {
    expect(entry.all('link').filter((link) => link.attributes.rel === 'alternate')).toHaveLength(1)
    expect(entry.one('author').one('name').text).not.toBe('')
    for (const name of ['id', 'title', 'updated']) expect(entry.one('source').one(name).text).not.toBe('')
    if (entry.one('title').attributes.type !== 'html') checkPlain(entry.one('title').text)
    for (const category of entry.all('category')) expect(category.attributes.term).toMatch(/\S/)
  }
  const rels = feed.all('link').map((link) => link.attributes.rel)
  if (feed.all('fh:archive').length > 0)
    expect(rels).toEqual(expect.arrayContaining(['current', 'next-archive']))
})

it.each(ASKED)('RSS at %s%s keeps the rules', async (path, query) => {
  const url = `${path}rss.xml${query}`
  const channel = (await read(url)).one('channel')
  const items = channel.all('item')
  expect(items.length).toBeGreaterThan(10)
  checkFeed(channel, url)
  for (const name of ['title', 'link', 'description']) expect(channel.one(name).text).not.toBe('')
  for (const moment of [...channel.deep('pubDate'), ...channel.deep('lastBuildDate')]) {
    expect(moment.text).toMatch(RFC822)
    expect(new Date(moment.text).toUTCString()).toBe(moment.text)
  }
  for (const item of items) {
    expect(item.all('enclosure')).toHaveLength(1)
    expect(item.one('enclosure').attributes).toMatchObject({ length: '0', type: 'audio/mpeg' })
    expect(item.one('title').text).not.toBe('')
    expect(item.one('source').attributes.url).toMatch(URI)
    expect(item.all('author')).toEqual([])
    const names = item.children.map((child) => child.name)
    if (names.includes('content:encoded') && item.one('content:encoded').text.startsWith('<p>Text')) {
      expect(names.indexOf('description')).toBeLessThan(names.indexOf('content:encoded'))
      expect(names).toContain('description')
    }
    for (const category of item.all('category')) expect(category.text).toMatch(/\S/)
    for (const media of item.all('media:content'))
      expect(media.attributes.fileSize ?? '1').toMatch(/^[1-9]\d*$/)
  }
})

/** What holds for both formats. */
function checkFeed(feed: ParsedNode, url: string): void {
  const links = [...feed.deep('link'), ...feed.deep('atom:link')]
  const hrefs = links.map((link) => link.attributes.href ?? link.text)
  for (const href of hrefs) expect(href).toMatch(URI)
  for (const rel of links.flatMap((link) => link.attributes.rel ?? [])) expect(REGISTERED).toContain(rel)
  for (const { attributes } of links)
    if (attributes.title !== undefined) expect(attributes.title).not.toBe('')
  const self = links.find((link) => link.attributes.rel === 'self')!
  expect(self.attributes.href).toBe(`https://wire.example${url}`)
  const ids = [...feed.deep('guid'), ...feed.all('entry').map((entry) => entry.one('id'))].map(
    (id) => id.text,
  )
  expect(new Set(ids).size).toBe(ids.length)
  for (const node of feed.everything()) {
    expect(node.text).not.toMatch(/[\u0080-\u009f\ufffd]|<(iframe|script|style)/)
    expect(node.attributes['xml:lang'] ?? 'en').toMatch(/^[a-z]{2}(-[A-Z]{2})?$/)
  }
}

/** Declared as plain text: nothing in it may look like HTML. */
function checkPlain(text: string): void {
  expect(text).not.toMatch(/<\/\w+>/)
}

async function read(url: string): Promise<ParsedNode> {
  const answer = await server.inject(url)
  expect(answer.statusCode).toBe(200)
  return parseXml(answer.body)
}
