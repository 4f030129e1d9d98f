import net, { type AddressInfo, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChunkMender } from '../../src/fetch/mend-chunks.ts'
import { mendHead } from '../../src/fetch/mend-head.ts'
import { aFeed, aFetcher, expectKind } from '../newsroom/feeds.ts'

const BODY = '<rss version="2.0"><channel><title>Lock Keepers’ Post</title></channel></rss>'
const LENGTH = Buffer.byteLength(BODY)
let server: Server
let answer: (string | Buffer)[] = []
let url = ''

beforeAll(async () => {
  server = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      const pieces = [...answer]
      // One piece a packet, as slow networks cut answers anywhere.
      const more = () => {
        const piece = pieces.shift()
        if (piece === undefined) socket.end()
        else socket.write(piece, () => setImmediate(more))
      }
      more()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

async function read(pieces: (string | Buffer)[]) {
  answer = pieces
  const outcome = expectKind(await aFetcher()(aFeed({ url })), 'modified')
  return { text: Buffer.from(outcome.body).toString('utf8'), leniencies: outcome.leniencies }
}

const sized = (extra: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${LENGTH}\r\n${extra}\r\n${BODY}`
const chunked = (text: string) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${text}`
const hex = LENGTH.toString(16)

const SLOPPY: readonly [string, string, string[]][] = [
  ['nothing', sized('Server: quay\r\n'), []],
  [
    'line feeds alone',
    `HTTP/1.1 200 OK\nContent-Length: ${LENGTH}\nServer: quay\n\n${BODY}`,
    ['lines that end in a line feed alone'],
  ],
  ['a folded header', sized('X-Policy: one\r\n\ttwo\r\n three\r\n'), ['a header folded over several lines']],
  ['a bell in a header', sized('X-Bell: ding\x07dong\x00\r\n'), ['control characters in a header']],
  ['a blank before the colon', sized('X-Mill \t: wheel\r\n'), ['blanks before a colon']],
  ['a line that is no header', sized('nobody knows\r\n<!-- x: y -->: z\r\n'), ['a line that is no header']],
  ['its length twice', sized(`Content-Length: ${LENGTH}\r\n`), ['the same length given twice']],
  [
    'its length twice in one',
    sized('').replace(`${LENGTH}`, `${LENGTH}, ${LENGTH}`),
    ['the same length given twice'],
  ],
  [
    'a length beside chunks',
    chunked(`${hex}\r\n${BODY}\r\n0\r\n\r\n`).replace('\r\n\r\n', '\r\nContent-Length: 7\r\n\r\n'),
    ['a length beside chunks'],
  ],
  ['padded chunks', chunked(`${hex}  \r\n${BODY}\r\n0 \r\n\r\n`), ['blanks around the size of a chunk']],
  [
    'chunks that end in line feeds',
    chunked(`${hex}\n${BODY}\n0\n\r\n`),
    ['lines that end in a line feed alone'],
  ],
  ['chunks with extensions and trailers', chunked(`${hex};a=b\r\n${BODY}\r\n0\r\nX-T: u\r\n\r\n`), []],
  ['40 kB of headers', sized(`X-Ballast: ${'b'.repeat(40_000)}\r\n`), []],
  [
    'an early hint, sloppy too',
    `HTTP/1.1 103 Early\nLink: </a>\n\n${sized('')}`,
    ['lines that end in a line feed alone'],
  ],
]

describe('an answer that only a strict parser refuses', () => {
  it.each(SLOPPY)('is read, and what was forgiven is told: %s', async (_what, bytes, leniencies) => {
    expect(await read([bytes])).toEqual({ text: BODY, leniencies })
  })

  it.each(SLOPPY)('is read however it arrives: %s', async (_what, bytes, leniencies) => {
    const all = Buffer.from(bytes)
    const pieces =
      all.length > 10_000
        ? [all.subarray(0, 9999), all.subarray(9999)]
        : [...all].map((byte) => Buffer.from([byte]))
    expect(await read(pieces)).toEqual({ text: BODY, leniencies })
  })
})

describe('the coding of a body', () => {
  const coded = (coding: string, body: Buffer) => [
    `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\n\r\n`,
    body,
  ]

  it.each(['none', 'UTF-8', 'aws-chunked', 'identity', 'snappy', 'gzip, none'])('%s', async (coding) => {
    const body = coding.startsWith('gzip') ? gzipSync(BODY) : Buffer.from(BODY)
    expect((await read(coded(coding, body))).text).toBe(BODY)
  })

  it('that something on the way has undone already is as good as none', async () => {
    expect((await read(coded('gzip', Buffer.from(`\ufeff\n${BODY}`)))).text).toContain(BODY)
    expect((await read(coded('br', Buffer.from('{ "version": "" }')))).text).toBe('{ "version": "" }')
  })
})

describe('what is as it should be', () => {
  it('passes byte for byte', () => {
    const line = fc
      .stringMatching(/^[a-z-]{1,9}: [ -~]{0,20}$/)
      .filter((text) => !/^(content-length|transfer)/.test(text))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 9 }), (headers) => {
        const head = ['HTTP/1.1 200 OK', ...headers, '', ''].join('\r\n')
        expect(mendHead(head)).toMatchObject({ head, leniencies: [] })
      }),
    )
  })

  it('is passed on in chunks, wherever they are cut', () => {
    const body = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 })
    fc.assert(
      fc.property(body, fc.array(fc.nat(12)), (chunks, cuts) => {
        const framed = chunks.map((chunk) => [
          Buffer.from(`${chunk.length.toString(16)}\r\n`),
          chunk,
          Buffer.from('\r\n'),
        ])
        const whole = Buffer.concat([...framed.flat(), Buffer.from('0\r\n\r\n')])
        const mender = createChunkMender()
        const out: Buffer[] = []
        let at = 0
        for (const cut of [...cuts, whole.length]) {
          out.push(...mender.push(whole.subarray(at, at + cut)))
          at += cut
        }
        expect(Buffer.concat(out).equals(whole)).toBe(true)
        expect([...mender.leniencies]).toEqual([])
      }),
    )
  })
})
