import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aFeed, aFetcher, expectKind, reasonOf } from '../newsroom/feeds.ts'

const text = `<rss>${'All quiet in the valley. '.repeat(400)}</rss>`
const plain = Buffer.from(text)

const encoders: Record<string, (input: Buffer) => Buffer> = {
  identity: (input) => input,
  gzip: zlib.gzipSync,
  'X-GZip': zlib.gzipSync,
  br: zlib.brotliCompressSync,
  deflate: zlib.deflateSync,
  'deflate ': (input) => zlib.deflateRawSync(input),
  'gzip, br': (input) => zlib.brotliCompressSync(zlib.gzipSync(input)),
}
if ('zstdCompressSync' in zlib) encoders.zstd = zlib.zstdCompressSync as (input: Buffer) => Buffer

let server: Server
let origin: string
/** Serves the text in the encoding its path names, cut by so many bytes as the query says. */
beforeAll(async () => {
  server = createServer((request, answer) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const encoding = decodeURIComponent(url.pathname.slice(1))
    const bytes = encoders[encoding]?.(plain) ?? plain
    const cut = Number(url.searchParams.get('cut') ?? 0)
    answer.writeHead(200, { 'content-encoding': encoding }).end(bytes.subarray(0, bytes.length - cut))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const get = (encoding: string, query = '', maxBytes = 1_000_000) =>
  aFetcher({ maxBytes })(aFeed({ url: `${origin}/${encodeURIComponent(encoding)}${query}` }))

describe('a body', () => {
  it.each(Object.keys(encoders))('in %s arrives as it was', async (encoding) => {
    const { body } = expectKind(await get(encoding), 'modified')
    expect(Buffer.from(body).equals(plain)).toBe(true)
  })

  it.each(Object.keys(encoders).filter((name) => name !== 'identity'))(
    'in %s that ends early is a failure',
    async (encoding) => {
      expect(reasonOf(await get(encoding, '?cut=5'))).toMatch(/cut short|not valid/)
    },
  )

  it.each(Object.keys(encoders))('in %s is counted after decompression, to the byte', async (encoding) => {
    expectKind(await get(encoding, '', plain.length), 'modified')
    expect(reasonOf(await get(encoding, '', plain.length - 1))).toMatch(/^the body is larger than/)
  })
})
