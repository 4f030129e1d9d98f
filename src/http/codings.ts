/** Content codings: which one a client takes (RFC 9110, 12.5.3), and a body in each of them, made at most once. */
import { promisify } from 'node:util'
import zlib from 'node:zlib'

type Coding = 'identity' | 'gzip' | 'br' | 'zstd'

type Compress = (body: Uint8Array) => Promise<Buffer>

/** Node has it from 22.15 on. */
const { zstdCompress } = zlib as { zstdCompress?: (body: Uint8Array, done: zlib.CompressCallback) => void }

/** The best first. All of them run in threads of Node's own, so that this one goes on answering. */
const COMPRESS: Partial<Record<Coding, Compress>> = {
  ...(zstdCompress === undefined ? {} : { zstd: promisify(zstdCompress) as Compress }),
  br: (body) => brotli(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: promisify(zlib.gzip) as Compress,
}
const brotli = promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliCompress)
/** The default of 11 takes seconds for a feed; this is as fast as gzip, and smaller. */
const BROTLI_QUALITY = 5
/** A smaller body is not worth a coding. */
const WORTH_CODING = 1024

/** A body and its codings. */
export interface CodedBody {
  /** Strong, of the body as it is; each coding has its own (`codedTag`). */
  readonly etag: string
  /** Bytes in memory, all codings together. */
  readonly size: number
  /** The coding to send where the client would take this one. */
  codingFor(wanted: Coding): Coding
  in(coding: Coding): Buffer | Promise<Buffer>
}

export function createCodedBody(bytes: Uint8Array, etag: string): CodedBody {
  const made = new Map<Coding, Buffer | Promise<Buffer>>()
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let size = body.length
  const make = async (coding: Coding): Promise<Buffer> => {
    const coded = await COMPRESS[coding]!(body)
    size += coded.length
    made.set(coding, coded)
    return coded
  }
  return {
    etag,
    get size() {
      return size
    },
    codingFor: (wanted) => (body.length < WORTH_CODING ? 'identity' : wanted),
    in: (coding) => {
      if (coding === 'identity') return body
      const coded = made.get(coding) ?? make(coding)
      if (!made.has(coding)) made.set(coding, coded)
      return coded
    },
  }
}

const chosen = new Map<string, Coding>()
/** Accept-Encoding headers whose outcome is remembered: clients send few different ones. */
const KEPT_HEADERS = 200

/** The coding that the client likes best; of those it likes alike, the smallest. */
export function chooseCoding(accepted: string | undefined): Coding {
  if (accepted === undefined) return 'identity'
  const known = chosen.get(accepted) ?? choose(accepted)
  if (chosen.size < KEPT_HEADERS) chosen.set(accepted, known)
  return known
}

function choose(accepted: string): Coding {
  const weights = new Map<string, number>()
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.find((text) => text.startsWith('q='))?.slice(2)
    weights.set(name === 'x-gzip' ? 'gzip' : name, weight === undefined ? 1 : Number(weight) || 0)
  }
  let [best, most]: [Coding, number] = ['identity', 0]
  for (const coding of Object.keys(COMPRESS) as Coding[]) {
    const weight = weights.get(coding) ?? weights.get('*') ?? 0
    if (weight > most) [best, most] = [coding, weight]
  }
  return most >= (weights.get('identity') ?? 0) ? best : 'identity'
}

const CODED = /-(?:gzip|br|zstd)"/g

/**
 * A strong ETag stands for one sequence of bytes, so each coding has its own (RFC 9110, 8.8.3.3): that of the body with
 * the coding's name at its end.
 */
export function codedTag(etag: string, coding: Coding): string {
  return coding === 'identity' ? etag : `${etag.slice(0, -1)}-${coding}"`
}

/** Tags as they are without a coding. */
export function withoutCodings(tags: string): string {
  return tags.replace(CODED, '"')
}
