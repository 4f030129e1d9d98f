import fc from 'fast-check'
import { expect, it } from 'vitest'
import { words } from '../../src/fingerprint/words.ts'

/** What a word is, in one expression, for scripts that put spaces between words. */
const WORD =
  /(?:\p{L}\.){2,}|\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\u200c\u200d]*(?:['’‘`´][\p{L}\p{M}]+)*/gu

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

it.each([
  ['accents', 'Milošević', 'Milosevic'],
  ['accents written apart', 'e\u0301toile', 'étoile'],
  ['letters with a stroke', 'Łódź Đurić Søren', 'Lodz Duric Soren'],
  ['ligatures and the sharp s', 'Ærø Cœur Großstraße', 'Aero Coeur Grossstrasse'],
  ['apostrophes inside a name', 'Sa’ada', 'Saada'],
  ['the kinds of apostrophe', "Kata’ib Kataʻib Kata`ib Kata'ib", 'Kataib Kataib Kataib Kataib'],
  ['a possessive', 'Iran’s', 'Iran'],
  ['Cyrillic marks', 'Хёртлинг', 'Хертлинг'],
  ['forms of the Arabic alef, and its last letters', 'أحمد إلى مدرسة', 'احمد الي مدرسه'],
  ['vowel points and the tatweel', 'مُحَمَّـد שָׁלוֹם', 'محمد שלום'],
])('%s make no other word', (_what, one, other) => {
  const texts = (text: string) => words(text).map((word) => word.text)
  expect(texts(one)).toEqual(texts(other))
})

it('vowels that stand as marks in Indic scripts, Hangul, kana and what denies stay what they are', () => {
  const first = (text: string) => words(text)[0]!.text
  expect(first('हिन्दी')).toBe('हिन्दी')
  expect(first('한국어')).toBe('한국어')
  expect(first('が')).not.toBe(first('か'))
  expect(first('don’t')).not.toBe(first('dont'))
})
