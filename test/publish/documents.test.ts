import fc from 'fast-check'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import { describe, expect, it } from 'vitest'
import type { Story } from '../../src/contract/model.ts'
import { writeAtom } from '../../src/publish/atom.ts'
import { type EntryOptions, toEntry } from '../../src/publish/entry.ts'
import { writeJsonFeed } from '../../src/publish/json-feed.ts'
import { writeRss } from '../../src/publish/rss.ts'
import { assertJsonFeed } from '../support/json-feed.ts'
import { NOON } from '../support/newsdesk.ts'
import { aChannel, anEntry, aStory } from '../support/stories.ts'
import { assertAtom, assertWellFormed } from '../support/xml.ts'

const WRITERS = { rss: writeRss, atom: writeAtom, json: writeJsonFeed }
const minute = 60_000

/** A story that uses all that a document can carry. */
const rich = aStory({
  lead: {
    contentHtml: '<p>Ferries & <b>trains</b> ]]> sail.</p><iframe src="https://video.example/1"></iframe>',
    summaryHtml: '<p>They &amp; <i>others</i> sail.</p>',
    enclosures: [
      { url: 'https://harbor.example/a.mp3', type: 'audio/mpeg', length: 1200 },
      { url: 'https://harbor.example/b.mp3', type: null, length: null },
      { url: 'javascript:alert(1)', type: 'audio/mpeg', length: 3 },
    ],
    imageUrl: 'https://harbor.example/p.jpg',
    categories: ['Transport', 'Strikes & unions'],
  },
})
const lateCopy = {
  ...rich.lead,
  entryId: 2,
  outlet: 'Fine Valley Radio',
  feedUrl: 'https://radio.example/rss',
  link: 'https://radio.example/1?a=1&b=ü',
  title: 'Ferry strike: it is over',
  publishedAt: NOON + minute,
  categories: ['transport', 'Sea'],
}
const folded = { ...rich, copies: [rich.lead, lateCopy] }
const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)))
    .map((all) => all.join('')),
  fc.constantFrom('</title>', ']]>', '<b>&amp;</b>', '\u0000\ufffe\ud800', 'עברית <שלום> 😀', '  ', '&#0;'),
)

describe('documents', () => {
  it('are well-formed and valid for any text, and the same bytes each time', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (title, content, name) => {
        const lead = {
          title,
          contentHtml: content,
          author: name,
          outlet: name,
          categories: [title],
          language: name,
        }
        const entries = [anEntry(aStory({ lead }))]
        const channel = aChannel({ title: title || 'x', description: name })
        const [rss, atom, json] = [writeRss, writeAtom, writeJsonFeed].map((write) => write(channel, entries))
        assertWellFormed(rss!)
        assertAtom(atom!)
        assertJsonFeed(json!)
        expect([writeRss, writeAtom, writeJsonFeed].map((write) => write(channel, entries))).toEqual([
          rss,
          atom,
          json,
        ])
      }),
      { numRuns: 300 },
    )
  })

  it.each(Object.entries(WRITERS))('without a story are still valid: %s', (name, write) => {
    const text = write(aChannel({ updatedAt: null }), [])
    if (name === 'rss') assertWellFormed(text)
    else if (name === 'atom') assertAtom(text)
    else assertJsonFeed(text)
    expect(text).not.toContain('1970')
  })
})

describe('players', () => {
  it.each([
    [
      '<iframe src="https://video.example/1" loading="lazy"></iframe>',
      '<a href="https://video.example/1">Video</a>',
    ],
    [
      '<audio controls><source src="https://a.example/1.mp3"></audio>',
      '<a href="https://a.example/1.mp3">Audio</a>',
    ],
    ['<video src="https://v.example/1"></video><p>x</p>', '<a href="https://v.example/1">Video</a><p>x</p>'],
    ['<iframe></iframe><bdo dir="rtl">x</bdo>', '<span dir="rtl">x</span>'],
  ])('become links: %s', (contentHtml, expected) => {
    expect(anEntry(aStory({ lead: { contentHtml } })).contentHtml).toBe(expected)
  })
})

describe('RSS, read again by another parser', () => {
  const item = parseRssFeed(writeRss(aChannel(), [anEntry(folded)])).items![0]!

  it('has every field that was written', () => {
    expect(item).toMatchObject({
      title: 'Ferry strike ends',
      link: 'https://harbor.example/ferry',
      guid: { value: 'tag:wirefold,2026:story/5f1c2a34-0000-8000-8000-000000000001', isPermaLink: false },
      pubDate: 'Wed, 04 Mar 2026 12:00:00 GMT',
      source: { title: 'Harbor Weekly', url: 'https://harbor.example/feed' },
      dc: { creators: ['Ada Quill'] },
      description: 'They &amp; others sail.',
    })
    expect(item.categories!.map((category) => category.name)).toEqual([
      'Transport',
      'Strikes & unions',
      'Sea',
    ])
  })

  it('names the outlet where no person is named, because readers show nothing else of it', () => {
    const [unsigned] = parseRssFeed(writeRss(aChannel(), [anEntry(aStory({ lead: { author: null } }))]))
      .items!
    expect(unsigned!.dc!.creators).toEqual(['Harbor Weekly'])
  })

  it('carries the text whole, players as links and who else has the story below it', () => {
    expect(item.content!.encoded).toBe(
      '<p>Ferries & <b>trains</b> ]]> sail.</p><a href="https://video.example/1">Video</a>\n' +
        '<p>Also in: <a href="https://radio.example/1?a=1&amp;b=%C3%BC">Fine Valley Radio</a></p>',
    )
  })

  it('has one enclosure; the others and the picture are media, and only web addresses are left', () => {
    expect(item.enclosures).toEqual([
      { url: 'https://harbor.example/a.mp3', type: 'audio/mpeg', length: 1200 },
    ])
    expect(item.media!.contents!.map((media) => [media.url, media.medium])).toEqual([
      ['https://harbor.example/b.mp3', 'audio'],
      ['https://harbor.example/p.jpg', 'image'],
    ])
  })

  it('links the other copies and the feeds they came from', () => {
    expect(item.atom!.links!.map((link) => [link.rel, link.href, link.title])).toEqual([
      ['via', 'https://harbor.example/feed', 'Harbor Weekly, 2026-03-04T12:00:00Z'],
      ['related', 'https://radio.example/1?a=1&b=%C3%BC', 'Fine Valley Radio, 2026-03-04T12:01:00Z'],
      ['via', 'https://radio.example/rss', 'Fine Valley Radio, 2026-03-04T12:01:00Z'],
    ])
  })

  it('tells of its archive and its hubs', () => {
    const archive = {
      current: 'https://wire.example/rss.xml',
      previous: 'https://wire.example/archive/1/rss.xml',
    }
    const text = writeRss(
      aChannel({ hubs: ['https://hub.example/'], archive: { ...archive, next: null } }),
      [],
    )
    expect(text).toContain('<fh:archive/>')
    expect(parseRssFeed(text).atom!.links!.map((link) => link.rel)).toEqual([
      'self',
      'hub',
      'current',
      'prev-archive',
    ])
  })
})

describe('a story’s text', () => {
  const shown = (options: Partial<EntryOptions>) =>
    toEntry(folded, {
      permalink: (id) => id,
      cleanTitle: (title) => title,
      excerptOnly: new Set(),
      ...options,
    })
  const excerptOnly = new Set([rich.lead.feedUrl])
  const brief = '<p>They &amp; others sail.</p>\n<p>Also in: '

  it.each([
    ['whole', {}, /^<p>Ferries & <b>trains<\/b>.*Also in: /s, 'They & others sail.'],
    ['as an excerpt', { text: 'excerpt' }, new RegExp(`^${brief}`), 'They & others sail.'],
    ['not at all', { text: 'none' }, /^$/, ''],
    [
      'as an excerpt where its publisher allows no more',
      { excerptOnly },
      new RegExp(`^${brief}`),
      'They & others sail.',
    ],
    [
      'as an excerpt where its publisher allows no more, though all is asked for',
      { excerptOnly, text: 'full' },
      new RegExp(`^${brief}`),
      'They & others sail.',
    ],
    ['not at all where its publisher would allow an excerpt', { excerptOnly, text: 'none' }, /^$/, ''],
  ] as const)('is shown %s', (_how, options, content, summary) => {
    const entry = shown(options)
    expect(entry.contentHtml).toMatch(content)
    expect(entry.summary).toBe(summary)
    const documents = [assertAtom, assertWellFormed].map((check, n) => {
      const document = [writeAtom, writeRss][n]!(aChannel(), [entry])
      check(document)
      return document
    })
    expect(
      documents.every((document) => document.includes('trains') === entry.contentHtml.includes('trains')),
    ).toBe(true)
  })

  it('is the alternative text of its pictures where it has no other', () => {
    const contentHtml =
      '<p><img src="https://a.example/1.png" alt="A ferry &amp; a pier" /></p><img src="/2" alt="">'
    expect(anEntry(aStory({ lead: { contentHtml } })).summary).toBe('A ferry & a pier')
  })

  it('is told by the outlet first where titles shall say so', () => {
    expect(shown({ outletInTitle: true }).title).toBe('Harbor Weekly: Ferry strike ends')
  })
})

describe('Atom', () => {
  const read = (story: Story = folded) => parseAtomFeed(writeAtom(aChannel(), [anEntry(story)])).entries![0]!

  it('names the source feed, the author and every enclosure', () => {
    const entry = read()
    expect(entry.source).toMatchObject({
      id: 'https://harbor.example/feed',
      title: { value: 'Harbor Weekly' },
    })
    expect(entry.authors).toEqual([{ name: 'Ada Quill' }])
    expect(entry.links!.filter((link) => link.rel === 'enclosure')).toHaveLength(2)
    expect(entry.links!.filter((link) => link.rel === 'alternate')).toEqual([
      { rel: 'alternate', href: 'https://harbor.example/ferry' },
    ])
  })

  it('says whose a picture is and what it shows', () => {
    const lead = { imageUrl: 'https://a.example/1.jpg', credit: 'Ada & co', caption: 'The pier <at night>' }
    const document = writeAtom(aChannel(), [anEntry(aStory({ lead }))])
    assertAtom(document)
    expect(document).toContain('<media:credit>Ada &#x26; co</media:credit>')
    expect(document).toContain(
      '<media:description type="plain">The pier &#x3C;at night&#x3E;</media:description>',
    )
  })

  it('gives the outlet as author where no person is named', () => {
    expect(read(aStory({ lead: { author: ' ' } })).authors).toEqual([{ name: 'Harbor Weekly' }])
  })

  it('never gives two entries the same time of change', () => {
    const stories = [1, 2, 3].map((number) => anEntry(aStory({ number })))
    expect(new Set(stories.map((entry) => entry.updated)).size).toBe(3)
    expect(stories[0]!.updated).toBe('2026-03-04T12:00:00.000001Z')
  })

  it('has text even where the story has only a headline', () => {
    const bare = aStory({ lead: { contentHtml: '', summaryHtml: null } })
    expect(writeAtom(aChannel(), [anEntry(bare)])).toContain('<content>Ferry strike ends</content>')
  })
})

describe('JSON Feed', () => {
  it('lists authors, attachments and all copies, the lead first', () => {
    const [item] = (
      JSON.parse(writeJsonFeed(aChannel(), [anEntry(folded)])) as { items: Record<string, unknown>[] }
    ).items
    expect(item!.authors).toEqual([{ name: 'Ada Quill' }, { name: 'Harbor Weekly' }])
    expect(item!.attachments).toEqual([
      { url: 'https://harbor.example/a.mp3', mime_type: 'audio/mpeg', size_in_bytes: 1200 },
      { url: 'https://harbor.example/b.mp3', mime_type: 'audio/mpeg' },
    ])
    expect(item!._wirefold).toMatchObject({
      outlet: 'Harbor Weekly',
      copies: [
        { outlet: 'Harbor Weekly' },
        { outlet: 'Fine Valley Radio', date_published: '2026-03-04T12:01:00Z' },
      ],
    })
  })
})

describe('titles', () => {
  it.each([
    'Profit & loss: S&P500 down <3 %',
    'Cats 😀 & dogs',
    'الميناء يعيد فتح أبوابه',
    'It\'s "over"',
    'x < y > z',
  ])('arrive as they were: %s', (title) => {
    const entries = [anEntry(aStory({ lead: { title } }))]
    expect(parseRssFeed(writeRss(aChannel(), entries)).items![0]!.title).toBe(title)
    expect(parseAtomFeed(writeAtom(aChannel(), entries)).entries![0]!.title).toEqual({ value: title })
    expect(
      (JSON.parse(writeJsonFeed(aChannel(), entries)) as { items: { title: string }[] }).items[0]!.title,
    ).toBe(title)
  })

  it('that look like HTML are written as HTML, so that readers show them and validators do not warn', () => {
    const entries = [anEntry(aStory({ lead: { title: 'Why <b>bold</b> is out' } }))]
    const rss = writeRss(aChannel(), entries)
    expect(rss).toContain('<title>Why &#x26;lt;b&#x26;gt;bold&#x26;lt;/b&#x26;gt; is out</title>')
    const [entry] = parseAtomFeed(writeAtom(aChannel(), entries)).entries!
    expect(entry!.title).toEqual({ value: 'Why &lt;b&gt;bold&lt;/b&gt; is out', type: 'html' })
  })

  it('are made from the text, else the outlet, where there is none', () => {
    expect(anEntry(aStory({ lead: { title: ' ' } })).title).toBe('The ferries sail again.')
    expect(anEntry(aStory({ lead: { title: '', contentHtml: '' } })).title).toBe('Harbor Weekly')
  })

  it('lose the agency before them, unless nothing would be left', () => {
    const strip = (title: string) => title.replace(/^The Fable Line:\s*/, '')
    expect(anEntry(aStory({ lead: { title: 'The Fable Line: Rain' } }), strip).title).toBe('Rain')
    expect(anEntry(aStory({ lead: { title: 'The Fable Line:' } }), strip).title).toBe('The Fable Line:')
  })
})
