import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ServerConfig, ServerDeps } from '../../src/http/server.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { type Newsdesk, openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'

let desk: Newsdesk
let now: number

beforeEach(() => {
  desk = openNewsdesk()
  desk.story({ feed: desk.feed() })
  now = Date.UTC(2026, 2, 4)
})
afterEach(() => desk.close())

async function open(config: Partial<ServerConfig> = {}, deps: Partial<ServerDeps> = {}) {
  const server = await serve(desk, config, { now: () => now, ...deps })
  onTestFinished(() => server.close())
  return server
}

const statuses = async (times: number, ask: () => Promise<{ statusCode: number }>) => {
  const seen: number[] = []
  for (let n = 0; n < times; n++) seen.push((await ask()).statusCode)
  return seen
}

describe('the rate', () => {
  it('is each visitor’s own, refills steadily, and says when to come back', async () => {
    const server = await open({ rateLimit: 60 })
    const ask = (remoteAddress: string) => server.inject({ url: '/style.css', remoteAddress })
    expect(await statuses(61, () => ask('192.0.2.1'))).toEqual([...Array(60).fill(200), 429])
    const refused = await ask('192.0.2.1')
    expect([refused.headers['retry-after'], refused.body]).toEqual([
      '1',
      'you ask too often: try again in 1 second\n',
    ])
    expect((await ask('192.0.2.2')).statusCode).toBe(200)
    now += 2000
    expect(await statuses(3, () => ask('192.0.2.1'))).toEqual([200, 200, 429])
  })

  it('is one for a network of 64 bits, and the same for an IPv4 address however it is written', async () => {
    const server = await open({ rateLimit: 1 })
    const ask = async (remoteAddress: string) =>
      (await server.inject({ url: '/style.css', remoteAddress })).statusCode
    expect([await ask('2001:db8::1'), await ask('2001:db8::ffff:2'), await ask('2001:db8:0:1::1')]).toEqual([
      200, 429, 200,
    ])
    expect([await ask('192.0.2.7'), await ask('::ffff:192.0.2.7')]).toEqual([200, 429])
  })

  it('counts what is not there, and a search as ten', async () => {
    const server = await open({ rateLimit: 20 })
    expect(await statuses(11, () => server.inject('/nothing'))).toEqual(Array(11).fill(404))
    expect((await server.inject('/?q=ferry')).statusCode).toBe(429)
    expect(await statuses(10, () => server.inject('/nothing'))).toEqual([...Array(9).fill(404), 429])
  })

  it('never makes the daemon look dead to machines', async () => {
    const server = await open({ rateLimit: 1 })
    expect(await statuses(3, () => server.inject('/healthz'))).toEqual([200, 200, 200])
    expect(await statuses(3, () => server.inject('/metrics'))).toEqual([200, 200, 200])
  })

  it('does not outlast a clock that is set back by more than a minute', async () => {
    const server = await open({ rateLimit: 1 })
    const ask = () => server.inject('/style.css')
    await ask()
    now -= 3_600_000
    expect((await ask()).statusCode).toBe(429)
    now += 60_000
    expect((await ask()).statusCode).toBe(200)
  })
})

describe('a proxy in front', () => {
  const asked = async (trustProxy: ServerConfig['trustProxy'], forwarded: string[]) => {
    const server = await open({ rateLimit: 1, trustProxy })
    return statuses(forwarded.length, () =>
      server.inject({
        url: '/style.css',
        remoteAddress: '10.0.0.9',
        headers: { 'x-forwarded-for': forwarded.shift()! },
      }),
    )
  }

  it('is believed only where the config names it', async () => {
    const visitors = () => ['192.0.2.1', '192.0.2.2']
    expect(await asked(false, visitors())).toEqual([200, 429])
    expect(await asked(['10.0.0.9'], visitors())).toEqual([200, 200])
    expect(await asked(['10.0.0.1'], visitors())).toEqual([200, 429])
    expect(await asked(1, visitors())).toEqual([200, 200])
  })

  it('is not asked about what a visitor wrote before it', async () => {
    const lies = () => ['203.0.113.1, 192.0.2.1', '203.0.113.2, 192.0.2.1']
    expect(await asked(['10.0.0.9'], lies())).toEqual([200, 429])
    expect(await asked(1, lies())).toEqual([200, 429])
  })
})

describe('the name that was asked for', () => {
  const ask = async (server: FastifyInstance, host: string) =>
    (await server.inject({ url: '/style.css', headers: { host } })).statusCode

  it('is checked where there is a token: publicUrl’s, a listed one, an address or a local name', async () => {
    const server = await open({ token: 'a long enough secret', hosts: ['wire.inside.example'] })
    for (const host of [
      'wire.example',
      'WIRE.example.:443',
      'wire.inside.example:8080',
      '192.168.1.5:8080',
      '[::1]:8080',
      'localhost:80',
      'wirefold',
      'nas.local:8080',
    ])
      expect([host, await ask(server, host)]).toEqual([host, 200])
    for (const host of ['rebound.example', 'wire.example.rebound.example', 'a.wire.example'])
      expect([host, await ask(server, host)]).toEqual([host, 421])
  })

  it('is checked where the request came in at a private address, and the answer says what to do', async () => {
    const server = await open()
    const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
    const asked = httpRequest({ port, host: '127.0.0.1', headers: { host: 'rebound.example' } }).end()
    const [answer] = await once(asked, 'response')
    expect(answer.statusCode).toBe(421)
    expect((await answer.toArray()).join('')).toMatch(/rebound\.example.*server\.publicUrl.*server\.hosts/)
    expect(await ask(server, 'rebound.example')).toBe(200) // came in at no address
  })
})

describe('a token', () => {
  const token = 'a long enough secret'
  const post = (server: FastifyInstance, given: string) =>
    server.inject({
      method: 'POST',
      url: '/overrides/7/undo',
      headers: { authorization: `Bearer ${given}` },
    })

  it('may be guessed ten times a minute, and every guess is logged without it', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) })
    const server = await open({ token }, { log })
    const guess = () => post(server, 'guess-work-guess-work')
    expect(await statuses(11, guess)).toEqual([...Array(10).fill(401), 429])
    expect((await post(server, token)).statusCode).toBe(429)
    now += 60_000
    expect((await post(server, token)).statusCode).not.toBe(429)
    expect(lines).toHaveLength(10)
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 40, msg: 'a wrong token', visitor: '127.0.0.1' })
    expect(lines.join()).not.toContain('guess-work')
  })

  it('that is missing or wrong is asked for in the way that no browser asks its user for', async () => {
    const server = await open({ token })
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answers = [
      await post(server, 'wrong'),
      await server.inject({ method: 'POST', url: '/feeds', headers: { accept: 'text/html' } }),
      await server.inject({ method: 'POST', url: '/sign-in', headers: form, payload: 'token=wrong' }),
    ]
    for (const { statusCode, headers } of answers)
      expect([statusCode, headers['www-authenticate']]).toEqual([401, 'Bearer realm="Wirefold"'])
    const right = await post(server, token)
    expect(right.headers['www-authenticate']).toBeUndefined()
  })

  it('that is right may be sent as often as the rate allows', async () => {
    const server = await open({ token })
    expect(new Set(await statuses(30, () => post(server, token)))).toEqual(new Set([422]))
  })
})

describe('a connection', () => {
  it('that is cut in the middle of a request or an answer leaves nothing in the log', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) })
    for (let n = 0; n < 40; n++)
      desk.story({ feed: desk.feed(), html: `<p>${'long text '.repeat(9999)}</p>` })
    const server = await open({ token: 'a long enough secret' }, { log })
    const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
    const cut = async (sent: string, when: (socket: Socket) => Promise<unknown>) => {
      const gone = new Promise((resolve) =>
        server.server.once('connection', (own) => own.once('close', resolve)),
      )
      const socket = connect(Number(port), '127.0.0.1')
      await once(socket, 'connect')
      socket.write(`${sent}\r\nhost: localhost\r\n`)
      await when(socket)
      socket.resetAndDestroy()
      await gone
    }
    const length =
      'authorization: Bearer a long enough secret\r\ncontent-type: application/json\r\ncontent-length: 9000'
    await cut('POST /stories/a/merge HTTP/1.1', async (socket) => {
      socket.write(`${length}\r\n\r\n{"with":`)
      await once(server.server, 'request')
    })
    for (const coding of ['identity', 'gzip']) {
      await cut('GET / HTTP/1.1', async (socket) => {
        socket.write(`accept-encoding: ${coding}\r\n\r\n`)
        await once(socket, 'data')
      })
    }
    await server.close()
    expect(lines.filter((line) => !line.includes('listening'))).toEqual([])
  })

  it('that is cut before its feed was looked for leaves nothing in the log', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) })
    const pages = createStoryPages(desk.reader)
    let isGone = async () => {}
    const version = async () => {
      await isGone()
      return pages.version()
    }
    const server = await open({}, { log, pages: { ...pages, version } })
    const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
    const own = once(server.server, 'connection')
    const socket = connect(Number(port), '127.0.0.1')
    const [accepted] = (await own) as [Socket]
    const gone = new Promise<void>((resolve) => void accepted.once('close', () => resolve()))
    isGone = () => {
      socket.resetAndDestroy()
      return gone
    }
    socket.write('GET /rss.xml HTTP/1.1\r\nhost: localhost\r\n\r\n')
    await gone
    await server.close()
    expect(lines.filter((line) => !line.includes('listening'))).toEqual([])
  })

  it('on which nothing moves is ended', async () => {
    const server = await open()
    expect(server.server.timeout).toBe(60_000)
    server.server.timeout = 20 // so that the test need not wait
    const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
    await once(connect(Number(port), '127.0.0.1').resume(), 'close')
  })
})
