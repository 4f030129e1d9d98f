import { readFileSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aFeed, aFetcher, aTimer, expectKind, reasonOf, type Timer } from '../newsroom/feeds.ts'
import { type Mischief, startMischief, tricks } from '../newsroom/mischief.ts'

let mischief: Mischief
beforeAll(async () => {
  mischief = await startMischief()
})
afterAll(() => mischief.close())

const LIMITS = { timeoutMs: 900 }
const silence = (timer: Timer) => timer.over(600)
const stall = (timer: Timer) => timer.over(300)

/** Path, the one reason the owner reads, and the time that must pass for it. */
const cases: readonly [string, RegExp, ((timer: Timer) => Promise<void>)?][] = [
  ['/silent', /^no answer for 600 ms$/, silence],
  ['/trickles-head', /^no answer for 600 ms$/, silence],
  ['/stalls-after-head', /stalled: nothing arrived for 300 ms$/, stall],
  ['/stalls-in-body', /stalled: nothing arrived for 300 ms$/, stall],
  [
    '/trickles',
    /^not finished within 900 ms$/,
    (timer) => timer.begun(300, 5).then(() => timer.over(900)), // something arrives again and again
  ],
  ['/endless', /^the body is larger than 1000000 bytes$/],
  ['/endless-chunks', /^the body is larger than 1000000 bytes$/],
  ['/length-too-long', /^the connection was cut$/],
  ['/length-too-short', /^not valid HTTP/],
  ['/two-lengths', /^not valid HTTP/],
  ['/bad-chunks', /^not valid HTTP/],
  ['/cut-chunks', /^the connection was cut$/],
  ['/resets', /^the connection was cut$/],
  ['/resets-at-once', /^the connection was cut$/],
  ['/hangs-up', /^the connection was cut$/],
  ['/interim-flood', /^too many interim \(1xx\) answers$/],
  ['/continue-flood', /^too many interim \(1xx\) answers$/],
  ['/header-flood', /^the headers are too large$/],
  ['/upgrade', /^the server answered with another protocol$/],
  ['/not-http', /^not valid HTTP/],
  ['/bomb', /^the body is larger than 1000000 bytes$/],
  ['/cut-gzip', /^the gzip body is cut short$/],
  ['/not-gzip', /^the body is not valid gzip$/],
  ['/odd-encoding', /^the body has an encoding that cannot be read: compress$/],
  ['/chunk-size-flood', /^not valid HTTP/],
  ['/chunk-blanks', /^not valid HTTP/],
  ['/folded-flood', /^the headers are too large$|^not valid HTTP/],
  ['/line-feed-flood', /^the headers are too large$|^not valid HTTP/],
  ['/lengths-at-odds', /^not valid HTTP/],
  ['/stacked-encoding', /^the body is encoded too many times$/],
  ['/empty', /^the body is empty$/],
]

describe('a server that misbehaves', () => {
  it.each(cases)('is one clear error with its socket closed: %s', async (path, reason, ...[pass]) => {
    const timer = aTimer()
    const fetchFeed = aFetcher(pass ? LIMITS : {}, { after: timer.after })
    const asked = mischief.asked()
    const outcome = fetchFeed(aFeed({ url: mischief.origin + path }))
    await asked
    await pass?.(timer)
    expect(reasonOf(await outcome)).toMatch(reason)
    await mischief.quiet()
  })

  it('is tried here in every way there is', () => {
    const tried = [...cases.map(([path]) => path), '/odd-validators']
    expect(tried.sort()).toEqual(Object.keys(tricks).sort())
  })

  it('slows no other feed: all at once still end each in its own way', async () => {
    const fetchFeed = aFetcher({ timeoutMs: 2_000 })
    const outcomes = await Promise.all(
      cases.map(([path]) => fetchFeed(aFeed({ url: mischief.origin + path }))),
    )
    expect(outcomes.filter(({ kind }) => kind !== 'failed')).toEqual([])
    await mischief.quiet()
  })
})

describe('before there is any answer', () => {
  it('a server that speaks no TLS is one clear error', async () => {
    const server = net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(reasonOf(await aFetcher()(aFeed({ url })))).toMatch(/^TLS: /)
    server.close()
  })

  it('a server without a certificate is one clear error', async () => {
    const server = tls.createServer({})
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(reasonOf(await aFetcher()(aFeed({ url })))).toMatch(/^TLS: /)
    server.close()
  })

  it('a certificate that nobody vouches for is one clear error', async () => {
    const pem = readFileSync(new URL('../fixtures/tls/self-signed.pem', import.meta.url))
    const server = tls.createServer({ key: pem, cert: pem })
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(reasonOf(await aFetcher()(aFeed({ url })))).toMatch(/^TLS: the certificate is self-signed; .*`ca`/)
    server.close()
  })

  it('a resolver that never answers is given up', async () => {
    const timer = aTimer()
    const fetchFeed = aFetcher(LIMITS, { lookup: () => {}, after: timer.after })
    const outcome = fetchFeed(aFeed())
    await silence(timer)
    expect(reasonOf(await outcome)).toBe('no answer for 600 ms')
  })

  it('a port where nobody listens is one clear error', async () => {
    const server = net.createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(reasonOf(await aFetcher()(aFeed({ url: `http://127.0.0.1:${port}/` })))).toBe('connection refused')
  })
})

it('costs under 100 MiB and a second of work to refuse a gzip bomb of 200 MB', async () => {
  const fetchFeed = aFetcher({ maxBytes: 10_000_000 })
  const { promise, peak } = watchMemory(() => fetchFeed(aFeed({ url: `${mischief.origin}/bomb` })))
  const started = process.cpuUsage()
  expect(reasonOf(await promise)).toBe('the body is larger than 10000000 bytes')
  const { user, system } = process.cpuUsage(started)
  expect((user + system) / 1000).toBeLessThan(1_000)
  expect(peak()).toBeLessThan(100 * 1024 * 1024)
})

it('sends bytes outside ASCII back exactly as the server gave them', async () => {
  const first = await aFetcher()(aFeed({ url: `${mischief.origin}/odd-validators` }))
  const { validators } = expectKind(first, 'modified')
  const asked = await rawRequest((url) => aFetcher()(aFeed({ url, validators: { ...validators, url } })))
  expect(asked.includes(Buffer.from('\r\nif-none-match: "caf\xe9\x80\xff"\r\n', 'latin1'))).toBe(true)
})

it('leaves out a stored validator that no header can hold', async () => {
  const validators = { etag: '"a\r\nX-Evil: 1"', lastModified: 'Tue, 03 Mar 2026 10:00:00 \u20ac' }
  const asked = String(await rawRequest((url) => aFetcher()(aFeed({ url, validators }))))
  expect(asked).not.toMatch(/if-none-match|if-modified-since|evil/i)
})

/** What one request looks like on the wire. */
async function rawRequest(ask: (url: string) => Promise<unknown>): Promise<Buffer> {
  const server = net.createServer()
  const arrived = new Promise<Buffer>((resolve) => {
    server.on('connection', (socket) => {
      socket.once('data', (bytes) => {
        resolve(bytes)
        socket.end('HTTP/1.1 304 Not Modified\r\n\r\n')
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  server.close()
  return arrived
}

function watchMemory<T>(work: () => Promise<T>) {
  const before = process.memoryUsage.rss()
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() - before)
  }, 5)
  const promise = work().finally(() => clearInterval(timer))
  return { promise, peak: () => peak }
}
