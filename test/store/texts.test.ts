import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countWords, isTeaser, packHtml, searchForm, unpackHtml } from '../../src/store/texts.ts'
import { prose } from '../support/builders.ts'

describe('an entry’s HTML', () => {
  it('comes back as it was, whatever it and the text are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (html, text) => {
        expect(unpackHtml(packHtml(html, text), text)).toBe(html)
      }),
    )
    const long = prose(1, 400)
    expect(unpackHtml(packHtml(`<p>${long}</p>`, long), long)).toBe(`<p>${long}</p>`)
  })

  it('costs little beside its text', () => {
    const text = prose(1, 6)
    const html = text.split('\n').map((paragraph) => `<p>${paragraph}</p>`)
    expect(packHtml(html.join(''), text).length).toBeLessThan(text.length / 10)
  })
})

it.each([
  ['', 0],
  ['It’s 3.5 km, well-known – really!', 5],
  ['港口开放', 4],
  ['Паром вернулся', 2],
])('counts the words of “%s”: %i', (text, words) => {
  expect(countWords(text)).toBe(words)
})

it('counts the same words by its short cut for the Latin alphabet, whatever character is among them', () => {
  for (let code = 0; code < 0x2400; code++) {
    const it = String.fromCharCode(code)
    if (/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u200c\u200d]/.test(it)) continue // counted otherwise
    for (const text of [`of ${it}`, `of a${it}b`]) {
      const words = text.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu)!
      expect([text, countWords(text)]).toEqual([text, words.length])
    }
  }
})

it.each([
  ['', true],
  ['The ferry is back …', true],
  ['The ferry is back [...]', true],
  ['The ferry is back. Read more »', true],
  ['The ferry is back. Continue reading “Ferry” →', true],
  ['He paused... Then it left.', false],
  ['Readers want more.', false],
  ['The ferry is back.', false],
])('takes “%s” for a teaser: %s', (text, expected) => {
  expect(isTeaser(text)).toBe(expected)
})

it('gives the search index a form of its own only where a script has no spaces', () => {
  expect(searchForm('Café at 5')).toBeNull()
  expect(searchForm('新港 opens')).toBe(' 新  港  opens')
})
