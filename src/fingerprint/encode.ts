/** What a print's bytes hold. */
export interface Content {
  readonly tokens: Uint32Array
  /** Phrases in which the entry may name who wrote it, as written. */
  readonly credits: readonly string[]
  /** The text lists headlines, its own first, as services do that gather others': it tells nothing of the story. */
  readonly isGathered: boolean
  /** The outlet uses the title again and again. Set when the outlet is learned. */
  readonly isRecurring: boolean
  /** Names of sources on the entry's title, as lower-case words. Set when the outlet is learned, not when it is read. */
  readonly sources: readonly string[]
}

/** Raised whenever words, shingles, keys or the layout of the bytes change. */
export const VERSION = 6

const HEADER_BYTES = 12
const GATHERED = 1
const RECURRING = 2
const BETWEEN = '\n\n'
const UTF8 = new TextDecoder()

/**
 * Layout: version, flags (1: gathered, 2: recurring), length of the names (little-endian 32 bit each), tokens (32 bit each), names (UTF-8: credits, one a
 * line, an empty line, sources, one a line).
 */
export function encode({ tokens, credits, isGathered, isRecurring, sources }: Content): Uint8Array {
  const names = [credits, sources].map((list) => list.join('\n'))
  const tail = new TextEncoder().encode(names.join(BETWEEN))
  const bytes = new Uint8Array(HEADER_BYTES + tokens.length * 4 + tail.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, VERSION, true)
  view.setUint32(4, (isGathered ? GATHERED : 0) | (isRecurring ? RECURRING : 0), true)
  view.setUint32(8, tail.length, true)
  for (let i = 0; i < tokens.length; i++) view.setUint32(HEADER_BYTES + i * 4, tokens[i]!, true)
  bytes.set(tail, bytes.length - tail.length)
  return bytes
}

/** @throws RangeError when the bytes are not those of a print of this version. */
export function decode(bytes: Uint8Array): Content {
  const { view, tailStart } = partsOf(bytes)
  const names = UTF8.decode(bytes.subarray(tailStart)).split(BETWEEN)
  const [credits = [], sources = []] = names.map((list) => (list ? list.split('\n') : []))
  const flags = view.getUint32(4, true)
  return {
    tokens: tokensOf(bytes),
    credits,
    isGathered: (flags & GATHERED) !== 0,
    isRecurring: (flags & RECURRING) !== 0,
    sources,
  }
}

/** The tokens alone, as `decode` has them. */
export function tokensOf(bytes: Uint8Array): Uint32Array {
  const { tailStart } = partsOf(bytes)
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset + HEADER_BYTES, bytes.byteOffset + tailStart))
}

function partsOf(bytes: Uint8Array): { view: DataView; tailStart: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== VERSION) throw new RangeError('print of another version')
  return { view, tailStart: bytes.length - view.getUint32(8, true) }
}
