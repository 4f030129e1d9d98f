import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTurn } from '../../src/fetch/connect.ts'
import type { Lookup } from '../../src/fetch/guard.ts'
import { aFeed, aFetcher, expectKind, reasonOf } from '../newsroom/feeds.ts'

let server: Server
let url = ''
beforeAll(async () => {
  server = createServer((_request, answer) => answer.end('<rss/>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://quay.example:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

const resolver = (...addresses: string[]): Lookup => {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return (_host, _options, callback) => callback(null, found)
}

/** Where nothing answers, or no route leads (RFC 5737, RFC 3849). */
const NOWHERE = ['2001:db8::1', '192.0.2.1']

describe('a name with several addresses', () => {
  it.each([
    ['without a route', ['2001:db8::1']],
    ['that refuses', ['127.0.0.2']],
    ['that never answers', ['192.0.2.1']],
    ['of each kind', [...NOWHERE, '127.0.0.2']],
  ])('is reached by its last one when the first is one %s', async (_kind, before) => {
    const fetchFeed = aFetcher({ timeoutMs: 5000 }, { lookup: resolver(...before, '127.0.0.1') })
    expectKind(await fetchFeed(aFeed({ url })), 'modified')
  })

  it('fails with what its first one failed with', async () => {
    const fetchFeed = aFetcher({}, { lookup: resolver('127.0.0.2', '127.0.0.3') })
    expect(reasonOf(await fetchFeed(aFeed({ url })))).toBe('connection refused')
  })

  it('is tried one family after the other, in the resolver’s order', () => {
    const found = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '192.0.2.1'].map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }))
    expect(inTurn(found).map(({ address }) => address)).toEqual([
      '2001:db8::1',
      '192.0.2.1',
      '2001:db8::2',
      '2001:db8::3',
    ])
  })
})
