import { describe, expect, it } from 'vitest'
import { findFeedLinks } from '../../src/parse/find-feed-links.ts'
import { ParseError } from '../../src/parse/parse-error.ts'
import { readFeed } from '../../src/parse/read-feed.ts'

const url = 'https://feeds.example/news/'
const read = (text: string, contentType: string | null = null) =>
  readFeed({ body: Buffer.from(text), contentType, url })

const PAGE = `<!doctype html><html><head><title>News</title>
<link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/rss+xml" title="All news" href="rss.xml">
<link rel="alternate" type="application/rss+xml" title="All news again" href="/news/rss.xml">
<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="//atom.example/feed">
<link rel="alternate" type="application/feed+json" href="javascript:void(0)">
</head><body><p>Hello</p></body></html>`

describe('a document that is no feed', () => {
  it.each([
    ['empty', '  \n', 'it is empty'],
    ['plain text', 'Not found', 'it has no element at all'],
    [
      'another kind of XML',
      '<?xml version="1.0"?><opml><body/></opml>',
      'it is neither RSS nor Atom: its first element is <opml>',
    ],
    [
      'XML with control characters in a name',
      '<note\u001b[31m\u009b2J\u0007/>',
      'it is neither RSS nor Atom: its first element is <note[31m2J>',
    ],
    [
      'a web page that shows a feed among its words',
      '<html><p>Write &lt;rss&gt; first.</p></html>',
      'it is a web page',
    ],
    ['a web page', '<html><body>Hi</body></html>', 'it is a web page'],
    [
      'a web page that offers feeds',
      PAGE,
      'it is a web page, which offers https://feeds.example/news/rss.xml and https://atom.example/feed',
    ],
    [
      'JSON of another kind',
      '{"error": "not found"}',
      'it is JSON, but not a JSON Feed: it has no list of items',
    ],
    [
      'broken JSON',
      '{"version": "https://jsonfeed.org/version/1", "items": [',
      'it begins like a JSON Feed, but the JSON is broken or cut short',
    ],
  ])('%s: the error names the feed and says so', async (_, text, reason) => {
    const failure = await read(text).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ParseError)
    expect((failure as ParseError).message).toBe(`${url} cannot be read as a feed: ${reason}`)
  })
})

describe('a JSON Feed that means harm', () => {
  it('is read where its version is no text', async () => {
    const feed = await read('{"version": {"toString": 1}, "items": [{"id": "1", "title": "Calm"}]}')
    expect(feed.entries.map((entry) => entry.title)).toEqual(['Calm'])
  })

  it('has its texts cut like those of any other feed', async () => {
    const item = { id: '1', title: 'T'.repeat(50_000), content_text: 'word '.repeat(500_000) }
    const [entry] = (await read(JSON.stringify({ version: 'jsonfeed', items: [item] }))).entries
    expect(entry?.title).toHaveLength(10_000)
    expect(entry?.contentHtml.length).toBeLessThanOrEqual(1_000_000)
  })
})

describe('the feeds that a page offers', () => {
  it('are named once each, absolute, with title and type', () => {
    expect(findFeedLinks(PAGE, url)).toEqual([
      { url: 'https://feeds.example/news/rss.xml', title: 'All news', type: 'application/rss+xml' },
      { url: 'https://atom.example/feed', title: null, type: 'application/atom+xml' },
    ])
  })

  it('start from the base that the page names', () => {
    const page = '<base href="/root/"><link rel=alternate type=application/atom+xml href=feed>'
    expect(findFeedLinks(page, url).map((link) => link.url)).toEqual(['https://feeds.example/root/feed'])
  })
})
