import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allKeys, type Printable } from '../../src/contract/matching.ts'
import { readAddress } from '../../src/fingerprint/address.ts'
import { decode, encode } from '../../src/fingerprint/encode.ts'
import { fingerprint } from '../../src/fingerprint/fingerprint.ts'
import { keysOf } from '../../src/fingerprint/keys.ts'
import { shingle } from '../../src/fingerprint/shingles.ts'
import { NUMBER, QUOTED, tokenise } from '../../src/fingerprint/tokens.ts'
import { words } from '../../src/fingerprint/words.ts'
import { BELOW, FERRY, LANGUAGES, ORCHARD } from '../match/texts.ts'

const spelt = (text: string) => words(text).map((word) => word.text)
const hashes = (text: string) => [...tokenise(text)].map((token) => token >>> 8)
const flagged = (text: string, flag: number) => {
  const found = words(text)
  return [...tokenise(text)].flatMap((token, i) => (token & flag ? [found[i]!.text] : []))
}
const print = (draft: Partial<Printable>) =>
  fingerprint({ title: 'Night boats', text: '', author: null, link: null, canonicalUrl: null, ...draft })
const keys = ({ title = 'Night boats', text = '', link = null, canonicalUrl = null }: Partial<Printable>) =>
  allKeys(keysOf({ title, link, canonicalUrl }, shingle(decode(print({ title, text }).bytes).tokens)))
const shared = (a: Partial<Printable>, b: Partial<Printable>) => {
  const known = new Set(keys(a))
  return keys(b).filter((key) => known.has(key)).length
}

const EMPTY = { tokens: new Uint32Array(0), credits: [], isGathered: false, isRecurring: false, sources: [] }

describe('words', () => {
  it('are the same however an apostrophe, an acronym or a capital is written', () => {
    expect(spelt('The U.S. governor’s 1.5 million BOATS')).toEqual([
      'the',
      'us',
      'governor',
      '1.5',
      'million',
      'boats',
    ])
    expect(spelt("the US governor's 1.5 Million boats")).toEqual([
      'the',
      'us',
      'governor',
      '1.5',
      'million',
      'boats',
    ])
  })

  it('are the same with joiners or without', () => {
    expect(spelt('می\u200cخواهم کتاب\u200cها')).toEqual(spelt('میخواهم کتابها'))
  })

  it('end where a sentence ends, also when the blank after it is missing', () => {
    expect(spelt('It sank.Nobody drowned.')).toEqual(['it', 'sank', 'nobody', 'drowned'])
  })

  it.each(Object.entries(LANGUAGES))('are found in %s', (_language, [text]) => {
    expect(words(text).length).toBeGreaterThan(30)
    expect(Math.max(...spelt(text).map((word) => word.length))).toBeLessThan(25)
  })

  it('stand in the text where they say they stand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        let end = 0
        for (const word of words(text)) {
          expect(word.start).toBeGreaterThanOrEqual(end)
          expect(word.end).toBeGreaterThan(word.start)
          end = word.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('tokens', () => {
  it.each([
    ['“twelve boats” sank', ['twelve', 'boats']],
    ['"twelve boats" sank', ['twelve', 'boats']],
    ['«twelve boats» sank', ['twelve', 'boats']],
    ['„twelve boats“ sank', ['twelve', 'boats']],
    ["twelve o'clock boats sank", []],
  ])('know what stands in quotation marks: %s', (text, quoted) => {
    expect(flagged(text, QUOTED)).toEqual(quoted)
  })

  it.each([
    ['Boats sank — Ada Holm (@adaholm) May 5, 2031\nHe left', ['boats', 'sank', 'ada', 'holm', 'adaholm']],
    ['Boats sank\n— Ada Holm (@adaholm)\nHe left', ['boats', 'sank', 'ada', 'holm', 'adaholm']],
    ['Boats sank\nHe left — Ada Holm (ada@holm.example)', []],
    ['Then the harbour office said:\nBoats sank\nHe left', ['boats', 'sank']],
    ['PORT ALDENE:\nBoats sank\nHe left', []],
  ])('know what somebody else said: %s', (text, quoted) => {
    expect(flagged(text, QUOTED).filter((word) => !/^(?:may|5|2031)$/.test(word))).toEqual(quoted)
  })

  it('let a quotation that is never closed end with its paragraph', () => {
    expect(flagged('He said: “We sank\nThe boat rose', QUOTED)).toEqual(['we', 'sank'])
  })

  it('know which words have digits', () => {
    expect(flagged('First line\nsecond line of 12', NUMBER)).toEqual(['12'])
  })

  it('survive being stored', () => {
    fc.assert(
      fc.property(
        fc.uint32Array({ maxLength: 50 }),
        fc.array(fc.stringMatching(/^[^\n]+$/)),
        fc.array(fc.stringMatching(/^[^\n]+$/)),
        (tokens, credits, sources) => {
          const read = decode(encode({ tokens, credits, isGathered: true, isRecurring: false, sources }))
          expect([...read.tokens]).toEqual([...tokens])
          expect([read.credits, read.sources]).toEqual([credits, sources])
          expect([read.isGathered, read.isRecurring]).toEqual([true, false])
        },
      ),
    )
  })

  it('are read from bytes that do not begin at an even address, as a database hands them out', () => {
    const bytes = encode({ ...EMPTY, tokens: tokenise(FERRY), credits: ['Meridian Dispatch'] })
    const moved = new Uint8Array(bytes.length + 3)
    moved.set(bytes, 3)
    expect(decode(moved.subarray(3)).tokens).toEqual(tokenise(FERRY))
  })

  it('of another version are refused', () => {
    const bytes = encode({ ...EMPTY, tokens: tokenise('one two') })
    bytes[0] = 99
    expect(() => decode(bytes)).toThrow('another version')
  })
})

describe('a shingle', () => {
  it('is five words in a row, wherever they stand', () => {
    const row = [...shingle(tokenise('one two three four five six'))]
    expect(row).toHaveLength(2)
    expect([...shingle(tokenise('zero one two three four five'))]).toContain(row[0])
    expect(shingle(tokenise('one two three four'))).toHaveLength(0)
  })

  it('is the same in a long text as of its five words alone', () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: 5, maxLength: 60 }), (tokens) => {
        const alone = (at: number) => shingle(tokens.slice(at, at + 5))[0]
        expect([...shingle(tokens)]).toEqual([...tokens.slice(4)].map((_, at) => alone(at)))
      }),
    )
  })

  it('changes with the order of its words', () => {
    expect(shingle(tokenise('one two three four five'))).not.toEqual(
      shingle(tokenise('two one three four five')),
    )
  })
})

describe('a fingerprint', () => {
  it('leaves out the title that the text repeats', () => {
    const bare = decode(print({ text: 'The boats run all night now.' }).bytes)
    const repeated = decode(print({ text: 'Night boats\nThe boats run all night now.' }).bytes)
    // A title of two words is too short to be told from the text.
    expect(repeated.tokens.length).toBe(bare.tokens.length + 2)
    const title = 'Night boats will cross the harbour'
    const without = decode(print({ title, text: `${title}\nThe boats run all night now.` }).bytes)
    expect([...without.tokens].map((token) => token >>> 8)).toEqual(hashes('The boats run all night now.'))
  })

  it('finds the original of a forty-word excerpt by its keys, also below a screen of boilerplate', () => {
    const excerpt = FERRY.split(' ').slice(0, 44).join(' ')
    expect(shared({ title: 'A', text: FERRY }, { title: 'B', text: `${excerpt} […]` })).toBeGreaterThan(5)
    expect(shared({ title: 'A', text: `${BELOW}\n${FERRY}` }, { title: 'B', text: excerpt })).toBeGreaterThan(
      3,
    )
  })

  it('shares keys with a longer text that holds it anywhere', () => {
    const long = `${ORCHARD}\n${ORCHARD.split(' ').reverse().join(' ')}\n${FERRY}`
    expect(shared({ title: 'A', text: long }, { title: 'B', text: FERRY })).toBeGreaterThan(5)
  })

  it('shares no key with another text', () => {
    expect(shared({ title: 'A', text: FERRY }, { title: 'B', text: ORCHARD })).toBe(0)
  })

  it('has at most some hundred keys, however long the text is', () => {
    const endless = Array.from({ length: 20_000 }, (_, i) => `word${i}`).join(' ')
    expect(keys({ text: endless }).length).toBeLessThan(150)
    expect(keys({ text: FERRY }).length).toBeLessThan(120)
  })

  it('finds a headline again in which words were changed', () => {
    const [a, b] = [
      'Harbour ferry to run all night from May',
      'Harbour ferry will run all night, board decides',
    ]
    expect(shared({ title: a }, { title: b })).toBeGreaterThan(1)
  })

  it('shares a key with an entry whose address alone bears its headline', () => {
    const there = {
      title: 'Boats after midnight cheer bakers',
      link: 'https://a.example/harbour-ferry-approved-after-board-decides-on-trial',
    }
    expect(shared({ title: 'Harbour ferry approved after board decides' }, there)).toBe(1)
    expect(shared({ title: 'Harbour tunnel approved after board decides' }, there)).toBe(0)
  })

  it('keeps the phrases that may credit an agency', () => {
    const credits = (text: string, author: string | null = null) =>
      decode(print({ text, author }).bytes).credits
    expect(credits('PORT ALDENE (Meridian Dispatch) — The ferry')).toContain('Meridian Dispatch')
    expect(credits('By Ada Holm/Meridian Dispatch\nThe ferry')).toContain('Ada Holm/Meridian Dispatch')
    expect(credits('The ferry runs.\nSource: Meridian Dispatch')).toContain('Meridian Dispatch')
    expect(credits('The post Ferry appeared first on Meridian Dispatch.')).toContain('Meridian Dispatch.')
    expect(credits('The ferry runs.', 'Ada Holm')).toEqual(['Ada Holm'])
    expect(credits('A spokesman told Meridian Dispatch that the ferry runs.')).toEqual([])
  })

  it('is the same for the same entry', () => {
    expect(print({ text: FERRY })).toEqual(print({ text: FERRY }))
  })
})

describe("a page's number", () => {
  it.each([
    ['https://news.example/business/oil-steady-6329916', 'news.example/6329916'],
    ['https://news.example/oil-steady/19064881/', '19064881'],
    ['https://news.example/2031/04/08/oil-steady', null],
    ['https://news.example/20310408/oil-steady', null],
    ['https://news.example/story?id=127879227', null],
    [null, null],
  ])('is read from %s', (link, number) => {
    const { pages, host } = readAddress(link)
    expect(pages.filter((page) => !page.startsWith(`${host}/`) || page === number)).toEqual(
      number ? [number] : [],
    )
  })
})
