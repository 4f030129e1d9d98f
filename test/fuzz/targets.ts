/** What is fuzzed: for each target kept samples, words that mean something to it, and what must hold whatever arrives. */
import { readdirSync, readFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { Parser } from 'htmlparser2'
import { HttpError } from '../../src/http/errors.ts'
import { readSelection } from '../../src/http/selection.ts'
import { parseDate } from '../../src/parse/dates/parse-date.ts'
import { ATTRIBUTES, COMMON_ATTRIBUTES, SHOWN } from '../../src/parse/html/elements.ts'
import { render } from '../../src/parse/html/render.ts'
import { ParseError } from '../../src/parse/parse-error.ts'
import { readFeed } from '../../src/parse/read-feed.ts'
import { toFtsSearch } from '../../src/store/sqlite/pages/search.ts'
import { requests } from './requests.ts'
import { assert, lines, type Target } from './target.ts'

const FEEDS = new URL('../fixtures/feeds/', import.meta.url)

function feeds(): string[] {
  const names = readdirSync(FEEDS).filter((name) => /\.xml$|^json-feed[^x]*\.json$/.test(name))
  return names.map((name) => readFileSync(new URL(name, FEEDS), 'utf8'))
}

const FEED = { contentType: null, url: 'https://feeds.example/feed.xml' }
const PLACE = { base: 'https://outlet.example/news/', page: 'https://outlet.example/news/1' }
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const YEAR_100 = Date.UTC(100, 0, 1) - 86_400_000
const YEAR_2101 = Date.UTC(2101, 1, 2)

const reader: Target = {
  name: 'reader',
  samples: feeds(),
  words: [
    '<item>',
    '</item>',
    '<![CDATA[',
    ']]>',
    '<title>',
    '&#0;',
    '&amp;lt;',
    '<rdf:RDF',
    'xmlns="',
    '<!DOCTYPE',
    '\ufeff',
  ],
  check: async (input) => {
    const feed = await readFeed({ ...FEED, body: Buffer.from(input) }).catch((error) => {
      if (error instanceof ParseError) return null
      throw error
    })
    for (const { guid, title, text, contentHtml, publishedAt, link } of feed?.entries ?? []) {
      assert(guid !== '', 'an entry has no guid')
      assert(!HALF.test(title) && !HALF.test(text), 'a text holds half a character')
      assert(!/[\n\r]/.test(title), 'a title has two lines')
      assert(publishedAt === null || Number.isSafeInteger(publishedAt), 'a date is no number')
      assert(link === null || /^https?:/.test(link), `a link is ${link}`)
      assertHarmless(contentHtml)
    }
  },
}

const dates: Target = {
  name: 'dates',
  samples: lines('dates.txt'),
  words: ['Mar', '2026', '+05:30', 'Z', 'T', ':', '-', ' PM', 'Uhr', '٢', '−', ' ', '99', '0'],
  check: (input) => {
    const date = parseDate(input)
    assert(date === null || Number.isSafeInteger(date), `${date} is no time`)
    assert(date === null || (date >= YEAR_100 && date < YEAR_2101), `${date} is out of all time`)
  },
}

const html: Target = {
  name: 'html',
  samples: lines('html.txt'),
  words: [
    '<script>',
    '<img ',
    ' onerror=',
    'javascript:',
    '<iframe ',
    'src=',
    '"',
    "'",
    '<!--',
    '-->',
    '<svg>',
    '</p>',
    '&#x3c;',
    '<style>',
  ],
  check: (input) => {
    const { html, text } = render(input, PLACE)
    assertHarmless(html)
    assert(!/\n\n/.test(text), 'an empty paragraph')
  },
}

const db = new SQLite(':memory:')
db.exec("CREATE VIRTUAL TABLE search USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2')")
db.exec("INSERT INTO search VALUES ('Ferry strike ends', 'The harbour council voted')")
const find = db.prepare('SELECT rowid FROM search WHERE search MATCH ?')

const queries: Target = {
  name: 'queries',
  samples: lines('queries.txt'),
  words: [
    '"',
    '-',
    ' OR ',
    'title:',
    '(',
    ')',
    '*',
    '^',
    'NEAR(',
    '\0',
    '{',
    ' AND ',
    ' NOT ',
    '+',
    'ferry',
    '小麦',
    ':',
  ],
  check: (input) => {
    const { matching, notMatching } = toFtsSearch(input)
    for (const search of [matching, notMatching]) if (search !== null) find.all(search)
    try {
      readSelection({ q: input, outlet: input, limit: input, min_outlets: input })
    } catch (error) {
      assert(error instanceof HttpError && error.statusCode === 400, `${error}`)
    }
  },
}

export const TARGETS: readonly Target[] = [reader, dates, html, queries, requests]

/** No element, attribute or address that could run anything in a page, as a parser of its own reads it. */
function assertHarmless(markup: string): void {
  const parser = new Parser({
    onopentag: (name, attributes) => {
      assert(SHOWN.has(name), `<${name}> got through`)
      for (const [attribute, value] of Object.entries(attributes)) {
        const isKnown = COMMON_ATTRIBUTES.has(attribute) || ATTRIBUTES.get(name)?.has(attribute)
        assert(isKnown === true, `${attribute} of <${name}> got through`)
        assert(
          !/^\s*(?:javascript|vbscript|data):/i.test(value) || attribute === 'title' || attribute === 'alt',
          value,
        )
      }
    },
  })
  parser.end(markup)
}
