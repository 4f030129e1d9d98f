import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import type { EntryRule } from '../../src/contract/model.ts'
import { type ReadingSettings, readFeed } from '../../src/parse/read-feed.ts'
import { sift } from '../../src/parse/rules.ts'
import { anEntry } from '../support/builders.ts'

const rule = (given: Partial<EntryRule>): EntryRule => ({
  ...{ title: null, text: null, author: null, category: null, address: null },
  ...given,
})

const ferry = anEntry({
  guid: '1',
  title: 'Ferry sponsored by a bank',
  categories: ['Sea', 'Ads'],
  author: 'Ida Reed',
})
const kiln = anEntry({
  guid: '2',
  title: 'Kiln fired',
  text: 'The kiln is an adventure.',
  link: 'https://a.test/arts/kiln',
})
const guids = (rules: { keep?: EntryRule[]; drop?: EntryRule[] }) =>
  sift([ferry, kiln], { keep: [], drop: [], ...rules }).wanted.map(({ guid }) => guid)

describe('rules on entries', () => {
  it.each([
    ['words of the title, in any case', rule({ title: 'SPONSORED  by' }), ['2']],
    ['whole words only', rule({ text: 'advent' }), ['1', '2']],
    ['an author', rule({ author: 'reed' }), ['2']],
    ['one of the categories', rule({ category: 'ads' }), ['2']],
    ['an address by an expression', rule({ address: '/\\/arts\\//' }), ['1']],
    ['an expression that heeds case', rule({ title: '/^kiln/' }), ['1', '2']],
    ['an expression that does not', rule({ title: '/^kiln/i' }), ['1']],
    ['all parts of a rule', rule({ title: 'ferry', category: 'land' }), ['1', '2']],
  ])('leave out by %s', (_, drop, left) => {
    expect(guids({ drop: [drop] })).toEqual(left)
  })

  it('keep what one of them matches, unless another one leaves it out', () => {
    expect(guids({ keep: [rule({ title: 'kiln' }), rule({ title: 'ferry' })] })).toEqual(['1', '2'])
    expect(guids({ keep: [rule({ title: '/./' })], drop: [rule({ category: 'ads' })] })).toEqual(['2'])
  })

  it('say which of them left an entry out', () => {
    const { leftOut } = sift([ferry, kiln], {
      keep: [rule({ text: 'adventure' })],
      drop: [rule({ title: 'kiln' })],
    })
    expect(leftOut.map(({ guid, rule }) => [guid, rule])).toEqual([
      ['1', 'keep: none of its rules'],
      ['2', 'drop: title: kiln'],
    ])
  })

  it('take no longer over a text that is made to make expressions backtrack', () => {
    const hostile = anEntry({ guid: '3', text: `${'a'.repeat(100_000)}!` })
    expect(sift([hostile], { keep: [], drop: [rule({ text: '/^(a+)+$/' })] }).leftOut).toEqual([])
  })
})

describe('a feed that the config says how to read', () => {
  const settings: ReadingSettings = { charset: null, identity: null, keep: [], drop: [] }
  const read = (body: Uint8Array, given: Partial<ReadingSettings>) =>
    readFeed({
      body,
      contentType: 'text/xml; charset=utf-8',
      url: 'https://a.test/',
      settings: { ...settings, ...given },
    })
  const item = (guid: string, title: string, link: string) =>
    `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><link>https://a.test/${link}</link></item>`
  const doc = (...items: string[]) =>
    Buffer.from(`<rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`)

  it('is decoded by its charset', async () => {
    const body = iconv.encode(
      `<rss version="2.0"><channel><title>Łąka</title></channel></rss>`,
      'windows-1250',
    )
    expect((await read(body, { charset: 'windows-1250' })).title).toBe('Łąka')
  })

  it('has its entries told apart by what it says, the first of equals kept', async () => {
    const body = doc(item('1', 'A', 'x'), item('2', 'A', 'y'), item('3', 'B', 'x'), item('1', 'C', 'z'))
    const titlesBy = async (identity: ReadingSettings['identity']) =>
      (await read(body, { identity })).entries.map(({ title, link }) => `${title}${link!.at(-1)}`)
    expect(await titlesBy('guid')).toEqual(['Ax', 'Ay', 'Bx'])
    expect(await titlesBy('link')).toEqual(['Ax', 'Ay', 'Cz'])
    expect(await titlesBy('title')).toEqual(['Ax', 'Bx', 'Cz'])
    expect(await titlesBy(null)).toEqual(['Ax', 'Ay', 'Bx', 'Cz'])
  })
})
