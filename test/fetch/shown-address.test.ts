import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lacksSecret, shownAddress, shownText, withoutSecrets } from '../../src/fetch/shown-address.ts'

const AT = 'https://quay.example/feed.xml'

describe('an address is shown', () => {
  it.each([
    ['?token=q1w2e3', '?token=hidden'],
    ['?format=rss&auth=q1w2', '?format=rss&auth=hidden'],
    ['?api_key=a&cat=2', '?api_key=hidden&cat=2'],
    ['?apiKey=a', '?apiKey=hidden'],
    ['?API-KEY=a', '?API-KEY=hidden'],
    ['?key=a', '?key=hidden'],
    ['?secret=a&secret=b', '?secret=hidden&secret=hidden'],
    ['?feed_token=a', '?feed_token=hidden'],
    ['?rssToken=a', '?rssToken=hidden'],
    ['?user%5Btoken%5D=a', '?user%5Btoken%5D=hidden'],
    ['?X-Amz-Signature=a%2Fb', '?X-Amz-Signature=hidden'],
    ['?passkey=a;page=2', '?passkey=hidden;page=2'],
    ['?access_token=a=b==', '?access_token=hidden'],
  ])('without its secrets: %s', (query, shown) => {
    expect(shownAddress(AT + query)).toBe(AT + shown)
    expect(shownAddress(AT + shown)).toBe(AT + shown)
  })

  it.each([
    '',
    '?cat=7&page=2',
    '?author=ann&keyword=key',
    '?tokens',
    '?monkey=1&keys=2',
    '?token=',
    '?q=token',
  ])('as it is where it holds none: %j', (query) => {
    expect(shownAddress(AT + query)).toBe(AT + query)
  })

  it.each([
    ['https://pod.example/u/9f8e7d6c5b4a39281706/show.rss', 'https://pod.example/u/hidden/show.rss'],
    ['https://pod.example/c/eyJhbGciOiJIUzI1NiJ9.xml', 'https://pod.example/c/hidden.xml'],
    ['https://pod.example/u/short/feed', 'https://pod.example/u/short/hidden'],
    ['https://pod.example/', 'https://pod.example/'],
  ])('without the long parts of its path where that is private: %s', (address, shown) => {
    expect(shownAddress(address, true)).toBe(shown)
    expect(shownAddress(address)).toBe(address)
  })
})

it.each([
  ['http://ann:s3cret@h.example:99999/x?token=q1w2', 'http://h.example:99999/x?token=hidden'],
  [
    'ftp://ann:s3cret@h.example/x?a=b&apiKey=q1w2#access_token=q1w2',
    'ftp://h.example/x?a=b&apiKey=hidden#access_token=hidden',
  ],
  ['ann:s3cret@h.example/x?token=q1w2', 'h.example/x?token=hidden'],
  ['ann:s3@cret@h example', 'h example'],
  ['//ann:s3cret@h.example/x', 'h.example/x'],
  ['https://h.example/@ann?list=a@b&sid=q1w2;page=2', 'https://h.example/@ann?list=a@b&sid=hidden;page=2'],
  ['h.example/x?monkey=1', 'h.example/x?monkey=1'],
])('what is written as an address is repeated without its secrets, valid or not: %s', (text, shown) => {
  expect(shownText(text)).toBe(shown)
})

it('an address that was shown in place of another is known by our placeholder, where no path may be meant', () => {
  const address = `${AT}?a=b&token=q1w2e3`
  expect([address, shownAddress(address)].map(lacksSecret)).toEqual([false, true])
  expect(lacksSecret(`${AT}?q=hidden&token=hiddenly`)).toBe(false)
  expect(lacksSecret('https://a.test/tag/hidden/feed')).toBe(false)
})

describe('a document', () => {
  const clean = (text: string, query: string, isPrivate = false) =>
    Buffer.from(withoutSecrets(Buffer.from(text, 'latin1'), AT + query, isPrivate)).toString('latin1')

  it('loses the secrets of its own address, however it spells them', () => {
    const query = '?a=b&token=q1w2e3r4t5y6%2Bz'
    const text = `<link>${AT}?a=b&amp;token=q1w2e3r4t5y6%2Bz</link><guid>q1w2e3r4t5y6+z</guid>`
    expect(clean(text, query)).toBe(`<link>${AT}?a=b&amp;token=hidden</link><guid>hidden</guid>`)
  })

  it('keeps a word of its text that is a short secret, too', () => {
    expect(clean('News of the key=news shop: news', '?key=news')).toBe('News of the key=hidden shop: news')
  })

  it('loses the long parts of a private path, and no short one, which may be the name of an element', () => {
    const address = 'https://pod.example/u/9f8e7d6c5b4a39281706/feed.xml'
    const body = (text: string) => Buffer.from(text)
    expect(String(withoutSecrets(body('<feed>u/9f8e7d6c5b4a39281706</feed>'), address, true))).toBe(
      '<feed>u/hidden</feed>',
    )
    expect(String(withoutSecrets(body('<feed/>'), AT, true))).toBe('<feed/>')
  })

  it('keeps every byte where there is nothing to hide', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(withoutSecrets(bytes, `${AT}?token=q1w2e3r4t5y6`, false)).toEqual(Buffer.from(bytes))
        expect(Buffer.from(withoutSecrets(bytes, AT, true)).equals(bytes)).toBe(true)
      }),
    )
  })
})
