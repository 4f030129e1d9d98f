/**
 * Reads a body whole or not at all: counted on the wire and again after decompression, cut off at a limit,
 * and refused when it ends early. Must not look at what the bytes mean.
 */
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { FetchFault } from './fault.ts'
import type { WireAnswer } from './wire.ts'

type Decoder = (input: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>

const inflate = promisify(zlib.inflate) as Decoder
const inflateRaw = promisify(zlib.inflateRaw) as Decoder
const gunzip = promisify(zlib.gunzip) as Decoder

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: (input, options) => (hasZlibHeader(input) ? inflate : inflateRaw)(input, options),
  br: promisify(zlib.brotliDecompress) as Decoder,
  ...('zstdDecompress' in zlib
    ? { zstd: promisify(zlib.zstdDecompress as typeof zlib.gunzip) as Decoder }
    : {}),
}

/** Codings that exist, but that this Node cannot undo or nobody ever sends. */
const UNDECODABLE: ReadonlySet<string> = new Set(
  ['compress', 'x-compress', 'zstd', 'dcb', 'dcz', 'pack200-gzip'].filter(
    (coding) => !Object.hasOwn(DECODERS, coding),
  ),
)

/** More codings than any honest server stacks. */
const MOST_CODINGS = 3

/**
 * The decoded body.
 * @param alive called at each piece that arrives
 * @throws FetchFault when it is empty, too large, cut short or not what its Content-Encoding says
 */
export async function readBody(answer: WireAnswer, maxBytes: number, alive: () => void): Promise<Uint8Array> {
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const wire = await readWire(answer.body, maxBytes, alive)
  if (!answer.isWhole()) throw new FetchFault('the connection was cut')
  const body =
    wire.length === 0 ? wire : await decode(wire, answer.headers['content-encoding'] ?? '', maxBytes)
  if (body.length === 0) throw new FetchFault('the body is empty')
  return body
}

async function readWire(stream: Readable, maxBytes: number, alive: () => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    alive()
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

/** Codings without a decoder are mostly none at all: `none`, `utf-8`, `aws-chunked`, a misspelt header. */
async function decode(wire: Uint8Array, contentEncoding: string, maxBytes: number): Promise<Uint8Array> {
  const codings = contentEncoding.toLowerCase().split(',')
  const named = codings.map((coding) => coding.trim()).filter((coding) => coding && coding !== 'identity')
  if (named.length > MOST_CODINGS) throw new FetchFault('the body is encoded too many times')
  let body = wire
  for (const coding of named.reverse()) {
    if (UNDECODABLE.has(coding))
      throw new FetchFault(`the body has an encoding that cannot be read: ${coding}`)
    const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined
    if (decoder) body = await decodeOne(body, coding, decoder, maxBytes)
  }
  return body
}

async function decodeOne(
  body: Uint8Array,
  coding: string,
  decoder: Decoder,
  maxBytes: number,
): Promise<Uint8Array> {
  try {
    return await decoder(body, { maxOutputLength: maxBytes })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes)
    if (isText(body)) return body // something on the way decoded it, and left the header as it was
    throw new FetchFault(
      code === 'Z_BUF_ERROR' ? `the ${coding} body is cut short` : `the body is not valid ${coding}`,
    )
  }
}

/** Whether a document begins here as it is: `<`, `{`, after blanks and a byte order mark. */
function isText(body: Uint8Array): boolean {
  return /^\s*[<{]/.test(
    Buffer.from(body.subarray(0, 100))
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  )
}

/** RFC 1950, section 2.2. Servers mean either form by `deflate`. */
function hasZlibHeader(input: Uint8Array): boolean {
  const [method = 0, flags = 0] = input
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0
}

function tooLarge(maxBytes: number): FetchFault {
  return new FetchFault(`the body is larger than ${maxBytes} bytes`)
}
