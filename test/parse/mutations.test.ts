import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ParsedFeed } from '../../src/contract/model.ts'
import { ParseError } from '../../src/parse/parse-error.ts'
import { readFeed } from '../../src/parse/read-feed.ts'

const SEED = 20250304
const RUNS = 300
const url = 'https://feeds.example/feed.xml'

const NAMES = ['full-text', 'mixed-xhtml', 'rdf-about', 'podcast', 'atom-03']
const folder = new URL('../fixtures/feeds/', import.meta.url)

/** A feed of ten entries made of one fixture's, so that what one mutation costs is seen in its measure. */
function grown(name: string): string {
  const text = readFileSync(new URL(`${name}.xml`, folder), 'utf8')
  const [entry] = /<(item|entry)\b[\s\S]*?<\/\1>/.exec(text)!
  const entries = Array.from({ length: 10 }, (_, i) =>
    entry.replaceAll(/(<(?:guid|id)[^>]*>|rdf:about=")/g, `$1e${i}-`),
  )
  return text.replace(entry, () => entries.join('\n'))
}

const documents = NAMES.map(grown)

function read(text: string): Promise<ParsedFeed | null> {
  return readFeed({ body: Buffer.from(text), contentType: null, url }).catch((error) => {
    expect(error).toBeInstanceOf(ParseError)
    return null
  })
}

function guids(feed: ParsedFeed | null): Set<string> {
  return new Set(feed?.entries.map((entry) => entry.guid))
}

function positions(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map((match) => match.index)
}

const without = (text: string, at: number, length = 1) => text.slice(0, at) + text.slice(at + length)
const withAt = (text: string, at: number, sign: string) => text.slice(0, at) + sign + text.slice(at)

/** Each makes one fault at a place that `choice` picks. */
const MUTATIONS: Record<string, (text: string, choice: number) => string> = {
  'one > gone': (text, choice) => {
    const places = positions(text, />/g)
    return without(text, places[choice % places.length]!)
  },
  'one closing tag gone': (text, choice) => {
    const tags = [...text.matchAll(/<\/[^>]+>/g)]
    const tag = tags[choice % tags.length]!
    return without(text, tag.index, tag[0].length)
  },
  'a stray &': (text, choice) => withAt(text, choice % text.length, '&'),
  'a stray <': (text, choice) => withAt(text, choice % text.length, '<'),
  'a stray quote': (text, choice) => withAt(text, choice % text.length, '"'),
  'a stray control character': (text, choice) => withAt(text, choice % text.length, '\u0001'),
}

describe('a feed with one fault', () => {
  let whole: Set<string>[]
  beforeAll(async () => {
    whole = await Promise.all(documents.map(async (text) => guids(await read(text))))
    for (const ids of whole) expect(ids.size).toBe(10)
  })

  for (const [name, mutate] of Object.entries(MUTATIONS)) {
    it(`${name}: at least 98 % of the entries are still read`, async () => {
      let entries = 0
      let kept = 0
      const fault = fc.record({ which: fc.nat(documents.length - 1), choice: fc.nat() })
      const property = fc.asyncProperty(fault, async ({ which, choice }) => {
        const feed = await read(mutate(documents[which]!, choice))
        entries += 10
        kept += Math.min(10, feed?.entries.length ?? 0)
      })
      await fc.assert(property, { seed: SEED, numRuns: RUNS })
      expect(kept / entries).toBeGreaterThanOrEqual(0.98)
    })
  }

  it('cut off at any byte: every entry that was complete is read', async () => {
    const cut = fc.record({
      which: fc.nat(documents.length - 1),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    const property = fc.asyncProperty(cut, async ({ which, part }) => {
      const text = documents[which]!
      const rest = text.slice(0, Math.floor(text.length * part))
      const complete = positions(rest, /<\/(?:item|entry)>/g).length
      const read_ = guids(await read(rest))
      expect([...whole[which]!].slice(0, complete).every((guid) => read_.has(guid))).toBe(true)
    })
    await fc.assert(property, { seed: SEED, numRuns: RUNS })
  })
})
