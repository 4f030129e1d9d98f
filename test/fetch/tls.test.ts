import { readFileSync } from 'node:fs'
import http2, { type Http2SecureServer, type ServerHttp2Stream } from 'node:http2'
import https from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { aFeed, aFetcher, aTimer, expectKind, reasonOf } from '../newsroom/feeds.ts'

const BODY = '<rss version="2.0"><channel><title>Signal Tower</title></channel></rss>'
const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function listen(server: Server): Promise<string> {
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/feed.xml`
}

const secured = (name: string, options: https.ServerOptions = {}) =>
  listen(
    https.createServer({ key: pem(name), cert: pem(name), ...options }, (_request, answer) =>
      answer.end(BODY),
    ),
  )

const settings = {
  userAgent: null,
  headers: {},
  proxy: null,
  ca: pem('authority'),
  cookies: 'none',
  private: false,
} as const
const trusting = (config = {}, edges = {}) => aFetcher({ settingsOf: () => settings, ...config }, edges)

describe('an authority of one’s own', () => {
  it('is trusted where the config names it, and nowhere else', async () => {
    const url = await secured('harbor')
    expectKind(await trusting()(aFeed({ url })), 'modified')
    expect(reasonOf(await aFetcher()(aFeed({ url })))).toMatch(/^TLS: .*authority.*`ca` of this feed/)
  })
})

describe('a TLS fault is told in words', () => {
  it.each([
    ['expired', /^TLS: the certificate has expired$/],
    ['elsewhere', /^TLS: the certificate is for another name \(elsewhere\.example\)$/],
    ['self-signed', /^TLS: the certificate is self-signed; .*`ca`/],
  ])('%s', async (name, words) => {
    expect(reasonOf(await trusting()(aFeed({ url: await secured(name) })))).toMatch(words)
  })

  it('too old a version', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const url = await secured('harbor', old)
    expect(reasonOf(await trusting()(aFeed({ url })))).toBe(
      'TLS: the server knows only versions before 1.2, which are not safe',
    )
  })

  it('no TLS at all', async () => {
    const server = (await import('node:http')).createServer((_request, answer) => answer.end(BODY))
    const url = await listen(server as unknown as Server)
    expect(reasonOf(await trusting()(aFeed({ url })))).toMatch(/does not speak TLS/)
  })
})

describe('a server that chooses HTTP/2', () => {
  type Handler = (stream: ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => void

  async function http2Server(handle: Handler): Promise<{ url: string; server: Http2SecureServer }> {
    const server = http2.createSecureServer({ key: pem('harbor'), cert: pem('harbor') })
    server.on('stream', (stream, headers) => {
      stream.on('error', () => {})
      handle(stream, headers)
    })
    server.on('sessionError', () => {})
    return { url: await listen(server), server }
  }

  it('is asked by it, conditionally and whole', async () => {
    const asked: http2.IncomingHttpHeaders[] = []
    const { url } = await http2Server((stream, headers) => {
      asked.push(headers)
      stream.respond({ ':status': 200, etag: '"h2"', 'content-encoding': 'br' })
      stream.end(brotliCompressSync(BODY))
    })
    const validators = { etag: '"old"', lastModified: null, url }
    const outcome = expectKind(await trusting()(aFeed({ url, validators })), 'modified')
    expect(String(Buffer.from(outcome.body))).toBe(BODY)
    expect(outcome.validators).toMatchObject({ etag: '"h2"' })
    expect(asked[0]).toMatchObject({ ':path': '/feed.xml', 'if-none-match': '"old"' })
  })

  it('may redirect and answer 304', async () => {
    const { url } = await http2Server((stream, headers) => {
      if (headers[':path'] === '/feed.xml') stream.respond({ ':status': 301, location: '/new.xml' })
      else stream.respond({ ':status': 304 })
      stream.end()
    })
    const moved = url.replace('feed.xml', 'new.xml')
    const known = { etag: '"known"', lastModified: null, url: moved }
    const outcome = await trusting()(aFeed({ url, validators: known }))
    expect(expectKind(outcome, 'not-modified').permanentUrl).toBe(moved)
  })

  it.each<[string, Handler, RegExp, number?]>([
    ['says nothing', () => {}, /^no answer for 600 ms$/, 600],
    ['resets the stream', (stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR), /HTTP\/2|cut/],
    ['cuts the connection', (stream) => stream.session?.destroy(), /cut|HTTP\/2/],
    [
      'cuts the body',
      (stream) => {
        stream.respond({ ':status': 200 })
        stream.write('<rss', () => stream.session?.destroy())
      },
      /cut|HTTP\/2/,
    ],
    [
      'sends less than it says',
      (stream) => {
        stream.respond({ ':status': 200, 'content-length': '5000' })
        stream.end('<rss/>')
      },
      /cut|HTTP\/2/,
    ],
    [
      'stalls in the body',
      (stream) => {
        stream.respond({ ':status': 200 })
        stream.write('<rss')
      },
      /stalled/,
      300,
    ],
    [
      'sends without end',
      (stream) => {
        stream.respond({ ':status': 200 })
        const more = () => {
          while (!stream.destroyed && stream.write('a'.repeat(65_536)));
        }
        stream.on('drain', more)
        more()
      },
      /^the body is larger than 1000000 bytes$/,
    ],
    [
      'floods with early hints',
      (stream) => {
        for (let n = 0; n < 40; n++) stream.additionalHeaders({ ':status': 103, link: '</a>' })
        stream.respond({ ':status': 200 })
        stream.end(BODY)
      },
      /^too many interim/,
    ],
    [
      'sends headers without end',
      (stream) => {
        const many = Array.from({ length: 500 }, (_, n) => [`x-${n}`, 'y'.repeat(200)])
        stream.respond({ ':status': 200, ...Object.fromEntries(many) })
        stream.end(BODY)
      },
      /HTTP\/2|cut/,
    ],
  ])('and misbehaves is one clear error: it %s', async (_what, handle, words, over = 0) => {
    const { url, server } = await http2Server(handle)
    const timer = aTimer()
    const fetchFeed = over > 0 ? trusting({ timeoutMs: 900 }, { after: timer.after }) : trusting()
    const outcome = fetchFeed(aFeed({ url }))
    if (over > 0) await timer.over(over)
    expect(reasonOf(await outcome)).toMatch(words)
    await new Promise((resolve) => server.close(resolve)) // hangs where a connection was left open
  })
})
