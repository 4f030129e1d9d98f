import { readFileSync } from 'node:fs'
import http, { type IncomingMessage, type Server } from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Lookup } from '../../src/fetch/guard.ts'
import { type ProxyRules, proxyFor } from '../../src/fetch/proxies.ts'
import { aFeed, aFetcher, expectKind, reasonOf } from '../newsroom/feeds.ts'

const BODY = '<rss version="2.0"><channel><title>Beyond the gate</title></channel></rss>'
const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')

let proxy: Server
let beyond: Server
let proxyUrl = ''
let tlsPort = 0
let asked: IncomingMessage[] = []

const portOf = (server: net.Server) => (server.address() as AddressInfo).port
const listen = (server: net.Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

beforeAll(async () => {
  beyond = https.createServer({ key: pem('harbor'), cert: pem('harbor') }, (_q, a) => a.end(BODY)) as Server
  await listen(beyond)
  tlsPort = portOf(beyond)
  proxy = http.createServer((request, answer) => {
    asked.push(request)
    if (request.url === 'http://moves.example/') answer.writeHead(302, { location: 'http://127.0.0.1:9/' })
    answer.end(BODY)
  })
  proxy.on('connect', (request, socket: net.Socket) => {
    asked.push(request)
    if (request.url?.startsWith('closed.example')) {
      socket.end('HTTP/1.1 407 No\r\n\r\n')
      return
    }
    const upstream = net.connect(tlsPort, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    upstream.pipe(socket).pipe(upstream)
    for (const end of [upstream, socket]) end.on('error', () => {})
  })
  await listen(proxy)
  proxyUrl = `http://127.0.0.1:${portOf(proxy)}`
})
afterAll(() => {
  proxy.close()
  beyond.close()
})
beforeEach(() => {
  asked = []
})

const unknown: Lookup = (_host, _options, callback) =>
  callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
const at =
  (address: string): Lookup =>
  (_host, _options, callback) =>
    callback(null, [{ address, family: 4 }])

function through(rules: Partial<ProxyRules>, { lookup = unknown, allowPrivateAddresses = false } = {}) {
  const proxy = { http: proxyUrl, https: proxyUrl, except: [], ...rules }
  const settings = {
    userAgent: null,
    headers: {},
    proxy,
    ca: pem('authority'),
    cookies: 'none',
    private: false,
  } as const
  return aFetcher({ allowPrivateAddresses, settingsOf: () => settings }, { lookup })
}

describe('through a proxy', () => {
  it('an http feed is asked for by its whole address, one that cannot be resolved here too', async () => {
    const outcome = await through({})(aFeed({ url: 'http://quay.example/feed?a=b' }))
    expect(expectKind(outcome, 'modified').finalUrl).toBe('http://quay.example/feed?a=b')
    expect(asked[0]).toMatchObject({ url: 'http://quay.example/feed?a=b', headers: { host: 'quay.example' } })
  })

  it('an https feed is read in a tunnel, and its certificate is checked', async () => {
    const url = 'https://localhost:4430/feed'
    expectKind(await through({}, { allowPrivateAddresses: true })(aFeed({ url })), 'modified')
    expect(asked[0]).toMatchObject({ method: 'CONNECT', url: 'localhost:4430' })
    const other = await through({})(aFeed({ url: 'https://quay.example/' }))
    expect(reasonOf(other)).toMatch(/certificate is for another name/)
  })

  it('goes the proxy’s password, and nowhere else', async () => {
    const secret = proxyUrl.replace('//', '//gate:op%40n@')
    await through({ http: secret, https: secret })(aFeed({ url: 'http://quay.example/' }))
    const sent = Buffer.from('gate:op@n').toString('base64')
    expect(asked[0]?.headers['proxy-authorization']).toBe(`Basic ${sent}`)
    const refused = await through({ https: secret })(aFeed({ url: 'https://closed.example/' }))
    expect(reasonOf(refused)).toBe('the proxy refuses with 407: it wants user and password')
  })

  it.each([
    ['an address of a private network', 'http://10.0.0.1/', unknown],
    ['the metadata of a cloud', 'http://169.254.169.254/latest', unknown],
    ['a name that leads into one', 'http://trap.example/', at('192.168.1.1')],
    ['a local name', 'http://printer/', unknown],
    ['a name of a local domain', 'https://wiki.corp/', unknown],
    ['this machine by name', 'http://localhost:1/', at('127.0.0.1')],
    ['what a redirect leads to', 'http://moves.example/', unknown],
  ])('is never asked for %s', async (_what, url, lookup) => {
    expect(reasonOf(await through({}, { lookup })(aFeed({ url })))).toMatch(/^address not allowed/)
    expect(asked.filter(({ url }) => url !== 'http://moves.example/')).toEqual([])
  })
})

describe('which proxy', () => {
  const rules = (except: string[]): ProxyRules => ({ http: 'http://p:1', https: 'http://p:2', except })
  const port = (address: string, except: string[] = []) =>
    proxyFor(new URL(address), rules(except))?.port ?? null

  it.each([
    ['http://a.example/', [], '1'],
    ['https://a.example/', [], '2'],
    ['http://a.example/', ['b.example'], '1'],
    ['http://a.example/', ['a.example'], null],
    ['http://www.a.example/', ['a.example'], null],
    ['http://www.a.example/', ['.a.example'], null],
    ['http://www.a.example/', ['*.a.example'], null],
    ['http://nota.example/', ['a.example'], '1'],
    ['http://a.example/', ['a.example:8080'], '1'],
    ['http://a.example:8080/', ['a.example:8080'], null],
    ['http://a.example/', ['*'], null],
    ['http://10.1.2.3/', ['10.0.0.0/8'], null],
    ['http://11.1.2.3/', ['10.0.0.0/8'], '1'],
    ['http://[fd00::1]/', ['fd00::/8'], null],
    ['http://[fd00::1]/', ['[fd00::1]'], null],
    ['http://10.1.2.3/', ['a.example'], '1'],
  ])('%s with the exceptions %j', (address, except, expected) => {
    expect(port(address, except)).toBe(expected)
  })
})
