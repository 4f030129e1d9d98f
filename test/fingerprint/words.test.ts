import fc from 'fast-check'
import { expect, it } from 'vitest'
import { words } from '../../src/fingerprint/words.ts'

/** What a word is, in one expression, for scripts that put spaces between words. */
const WORD =
  /(?:\p{L}\.){2,}|\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\u200c\u200d]*(?:['’][\p{L}\p{M}]+)*/gu

const places = (text: string) => words(text).map(({ start, end }) => text.slice(start, end))

it('plain words are found where the expression finds them, whatever stands around them', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'Z',
      '7',
      '42',
      'word',
      'U.S.',
      'U.S',
      '3.14',
      '1,000',
      'x1',
      '1x',
      'é',
      'ñandú',
      'дом',
      'e\u0301',
      '\u200d',
    ],
    ...[
      ' ',
      '.',
      ',',
      "'",
      '’',
      '-',
      '\n',
      '"',
      '“',
      '😀',
      '\ud800',
      'a.b',
      'a.b.',
      "don't",
      'Iran’s',
      '٣',
      '½',
      '_',
    ],
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, (given) => {
      expect(places(given)).toEqual(given.match(WORD) ?? [])
    }),
    { numRuns: 5000 },
  )
})

it('every script without spaces is looked for', () => {
  expect(words('日本語のテキスト').length).toBeGreaterThan(1)
  expect(words('ภาษาไทยง่าย').length).toBeGreaterThan(1)
  expect(words('ພາສາລາວ ភាសាខ្មែរ မြန်မာစာ').length).toBeGreaterThan(2)
})
