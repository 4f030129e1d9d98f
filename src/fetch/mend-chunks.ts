/**
 * Chunks whose size lines break RFC 9112, section 7.1, rewritten into what Node's strict parser takes: blanks around a
 * size, and lines that end in a line feed alone. Anything else is passed on as it came, for that parser to judge.
 */

export interface ChunkMender {
  /** The bytes to pass on; the end of a line may wait for what comes next. */
  push(bytes: Buffer): Buffer[]
  readonly leniencies: ReadonlySet<string>
}

/** A longer size line is not looked for. */
const LONGEST_LINE = 4096
const CRLF = Buffer.from('\r\n')

/** Serves one body. */
export function createChunkMender(): ChunkMender {
  const leniencies = new Set<string>()
  let state: 'size' | 'data' | 'end-of-data' | 'as-it-came' = 'size'
  let line = Buffer.alloc(0)
  let left = 0

  /** Takes one line off the front of `bytes`; null while it is not whole. */
  function takeLine(bytes: Buffer): { text: string; rest: Buffer } | null {
    const end = bytes.indexOf(10)
    line = Buffer.concat([line, end < 0 ? bytes : bytes.subarray(0, end + 1)])
    if (end < 0 && line.length < LONGEST_LINE) return null
    const text = line.toString('latin1')
    line = Buffer.alloc(0)
    return { text, rest: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 1) }
  }

  function mendSize(written: string): Buffer {
    const size = /^[ \t]*([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n$/i.exec(written)?.[1]
    if (size === undefined) {
      state = 'as-it-came'
      return Buffer.from(written, 'latin1')
    }
    if (!written.endsWith('\r\n')) leniencies.add('lines that end in a line feed alone')
    if (/[ \t]/.test(written.split(';')[0]!)) leniencies.add('blanks around the size of a chunk')
    left = Number.parseInt(size, 16)
    state = left === 0 ? 'as-it-came' : 'data' // trailers, and the end
    return left === 0 ? Buffer.from('0\r\n') : Buffer.from(`${size}\r\n`)
  }

  function step(bytes: Buffer, out: Buffer[]): Buffer {
    if (state === 'data') {
      const data = bytes.subarray(0, left)
      left -= data.length
      if (left === 0) state = 'end-of-data'
      out.push(data)
      return bytes.subarray(data.length)
    }
    const taken = takeLine(bytes)
    if (!taken) return Buffer.alloc(0)
    if (state === 'size') out.push(mendSize(taken.text))
    else {
      const isEnd = /^\r?\n$/.test(taken.text)
      out.push(isEnd ? CRLF : Buffer.from(taken.text, 'latin1'))
      state = isEnd ? 'size' : 'as-it-came'
    }
    return taken.rest
  }

  return {
    leniencies,
    push(bytes) {
      const out: Buffer[] = []
      let rest = bytes
      while (rest.length > 0 && state !== 'as-it-came') rest = step(rest, out)
      if (rest.length > 0) out.push(rest)
      return out
    },
  }
}
