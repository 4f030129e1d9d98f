import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedEntry, ParsedFeed } from '../../src/contract/model.ts'
import { readFeed } from '../../src/parse/read-feed.ts'

interface Expected {
  readonly story: string
  readonly file?: string
  readonly contentType?: string
  readonly feed?: Partial<ParsedFeed>
  readonly entries: readonly (Partial<ParsedEntry> & { published?: string | null; updated?: string | null })[]
}

const folder = new URL('../fixtures/feeds/', import.meta.url)
const files = readdirSync(folder)
/** What is expected of `x.xml` stands in `x.json`, of `x.json` in `x.expected.json`. */
const expectations = files.filter(
  (name) => /\.json$/.test(name) && !files.includes(name.replace('.json', '.expected.json')),
)

/** Times as ISO text, so that a fixture can be read. */
function readable(entry: ParsedEntry) {
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())
  return { ...entry, published: iso(entry.publishedAt), updated: iso(entry.updatedAt) }
}

describe('a feed of the wild is read as its publisher meant it', () => {
  for (const name of expectations) {
    const expected = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Expected
    it(`${name.replace(/(\.expected)?\.json$/, '')}: ${expected.story}`, async () => {
      const body = readFileSync(new URL(expected.file ?? name.replace('.json', '.xml'), folder))
      const url = 'https://feeds.example/feed.xml'
      const feed = await readFeed({ body, contentType: expected.contentType ?? null, url })
      expect(feed).toMatchObject(expected.feed ?? {})
      expect(feed.entries.map(readable)).toMatchObject(expected.entries)
    })
  }
})
