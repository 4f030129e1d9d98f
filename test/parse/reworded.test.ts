import { expect, it } from 'vitest'
import { readFeed } from '../../src/parse/read-feed.ts'
import { reworded } from './reworded.ts'

const DOCUMENT = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbor Weekly</title><link>https://harbor.test/news</link>
<item><title>Ferry &amp; Co</title><link>https://harbor.test/ferry-sails?id=7</link><guid>https://harbor.test/?p=7</guid>
<pubDate>Tuesday, 03 March 2026 10:00:00 GMT</pubDate><dc:creator>Ada Quill</dc:creator>
<description>&lt;p class="lead"&gt;The ferry &lt;b&gt;sails&lt;/b&gt; from <![CDATA[<a href="https://harbor.test/quay">quay</a>]]></description>
</item></channel></rss>`

const read = (text: string) =>
  readFeed({ body: Buffer.from(text, 'latin1'), contentType: null, url: 'https://feeds.example/feed.xml' })

it('a document in invented words is read as before: its entries, their dates and the markup of their texts', async () => {
  const [before, after] = [await read(DOCUMENT), await read(reworded(DOCUMENT))]
  expect(after.entries).toHaveLength(1)
  expect(after.entries[0]!.publishedAt).toBe(before.entries[0]!.publishedAt)
  const tags = (html: string) => html.match(/<\/?\w+/g)
  expect(tags(after.entries[0]!.contentHtml)).toEqual(tags(before.entries[0]!.contentHtml))
  expect(after.entries[0]!.text).toHaveLength(before.entries[0]!.text.length)
  expect(after.entries[0]!.author).not.toBeNull()
})

it('nothing in it is the publisher’s: no word, no name, no address', () => {
  expect(reworded(DOCUMENT)).not.toMatch(/harbor|ferry|sails|quay|weekly|quill/i)
  expect(reworded('{"items": [{"title": "Ferry", "content_text": "It sails."}]}')).toMatch(
    /^\{"items": \[\{"title": "[A-Z]\w{4}", "content_text": "It \w{5}\."\}\]\}$/,
  )
})

it('bytes that are no letters come back as they were', () => {
  const odd = '<title>caf\xe9 \xff\x00 12 \x93x\x94</title>'
  expect(reworded(odd)).toBe(odd)
})
