import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPublicAddress, type Lookup } from '../../src/fetch/guard.ts'
import { aFeed, aFetcher, expectKind, reasonOf } from '../newsroom/feeds.ts'

const body = '<rss version="2.0"><channel><title>Kept indoors</title></channel></rss>'
let server: Server
let port: number
let hits = 0
beforeAll(async () => {
  server = createServer((request, answer) => {
    hits += 1
    const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to')
    if (to) answer.writeHead(302, { location: to }).end()
    else answer.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** A resolver whose answers are given; a name's answers are used up one after the other. */
function resolver(names: Record<string, string[][]>): Lookup {
  return (host, options, callback) => {
    const answers = names[host] ?? []
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? []
    const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    if (options.all) callback(null, all)
    else callback(null, all[0]?.address ?? '', all[0]?.family)
  }
}

const guarded = (names: Record<string, string[][]> = {}) =>
  aFetcher({ allowPrivateAddresses: false }, { lookup: resolver(names) })

describe('an address', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:c0a8:101::1',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '4000::1',
    'not an address',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each([
    '1.1.1.1',
    '93.184.215.14',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it("of one of this machine's own interfaces is never public", () => {
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
    expect(own.filter(({ address }) => isPublicAddress(address))).toEqual([])
  })

  it('that is private stays so in each IPv6 form that carries it', () => {
    const part = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(part, part, part, (b, c, d) => {
        const ipv4 = `10.${b}.${c}.${d}`
        const forms = [ipv4, `::ffff:${ipv4}`, `64:ff9b::${ipv4}`, `::${ipv4}`]
        expect(forms.filter(isPublicAddress)).toEqual([])
      }),
    )
  })
})

describe('a guarded fetch', () => {
  it.each([
    '127.0.0.1',
    '0177.0.0.1',
    '0x7f.1',
    '2130706433',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '169.254.169.254',
  ])('refuses the literal %s without connecting', async (host) => {
    hits = 0
    const outcome = await guarded()(aFeed({ url: `http://${host}:${port}/` }))
    expect(reasonOf(outcome)).toMatch(/^address not allowed: /)
    expect(hits).toBe(0)
  })

  it.each([
    ['private', ['192.168.7.7']],
    ['public and private at once', ['1.1.1.1', '127.0.0.1']],
    ['IPv6 for loopback', ['::ffff:127.0.0.1']],
  ])('refuses a name that resolves to what is %s', async (_title, addresses) => {
    hits = 0
    const outcome = await guarded({ 'trap.example': [addresses] })(
      aFeed({ url: `http://trap.example:${port}/` }),
    )
    expect(reasonOf(outcome)).toMatch(/^address not allowed: /)
    expect(hits).toBe(0)
  })

  it("refuses the system's own names for this machine", async () => {
    const fetchFeed = aFetcher({ allowPrivateAddresses: false })
    for (const host of ['localhost', 'LOCALHOST'])
      expect(reasonOf(await fetchFeed(aFeed({ url: `http://${host}:${port}/` })))).toMatch(
        /^address not allowed/,
      )
  })

  it('says so when a name has no address', async () => {
    expect(reasonOf(await guarded()(aFeed({ url: 'http://void.example/' })))).toBe('the name has no address')
  })

  it('gives nothing to a name that turns to loopback after it was checked', async () => {
    hits = 0
    const names = { 'rebind.example': [['127.0.0.1'], ['127.0.0.1']], 'open.example': [['127.0.0.1']] }
    const fetchFeed = guarded(names)
    for (let poll = 0; poll < 3; poll += 1)
      expect(reasonOf(await fetchFeed(aFeed({ url: `http://rebind.example:${port}/` })))).toMatch(
        /not allowed/,
      )
    expect(hits).toBe(0)
  })

  it('opens for one feed and stays shut for the next', async () => {
    const fetchFeed = guarded({ 'indoors.example': [['127.0.0.1']] })
    const url = `http://indoors.example:${port}/`
    expectKind(
      await aFetcher({}, { lookup: resolver({ 'indoors.example': [['127.0.0.1']] }) })(aFeed({ url })),
      'modified',
    )
    expectKind(await fetchFeed(aFeed({ url, allowPrivateAddresses: true })), 'modified')
    expect(reasonOf(await fetchFeed(aFeed({ url })))).toMatch(/^address not allowed/)
  })
})
