/**
 * Chunks whose size lines break RFC 9112, section 7.1, rewritten into what Node's strict parser takes: blanks around a
 * size, and lines that end in a line feed alone. Anything else is passed on as it came, for that parser to judge.
 */

export interface ChunkMender {
  /** The bytes to pass on; a line that is not whole waits for the next ones. */
  push(bytes: Buffer): Buffer[]
  readonly leniencies: ReadonlySet<string>
}

/** A longer size line is not looked for. */
const LONGEST_LINE = 4096
const CRLF = Buffer.from('\r\n')
const NOTHING = Buffer.alloc(0)

/** Serves one body. */
export function createChunkMender(): ChunkMender {
  const leniencies = new Set<string>()
  const takeLine = createLineReader()
  let state: 'size' | 'data' | 'end-of-data' | 'as-it-came' = 'size'
  let left = 0

  function mendSize(written: string): Buffer {
    const chunk = readSize(written)
    if (chunk === null) {
      state = 'as-it-came'
      return Buffer.from(written, 'latin1')
    }
    for (const leniency of chunk.forgiven) leniencies.add(leniency)
    left = Number.parseInt(chunk.size, 16)
    state = left === 0 ? 'as-it-came' : 'data' // trailers, and the end
    return Buffer.from(`${left === 0 ? '0' : chunk.size}\r\n`)
  }

  function mendEndOfData(written: string): Buffer {
    const isEnd = /^\r?\n$/.test(written)
    state = isEnd ? 'size' : 'as-it-came'
    return isEnd ? CRLF : Buffer.from(written, 'latin1')
  }

  /** Passes one piece on, and returns the bytes behind it. */
  function step(bytes: Buffer, out: Buffer[]): Buffer {
    if (state === 'data') {
      const data = bytes.subarray(0, left)
      left -= data.length
      if (left === 0) state = 'end-of-data'
      out.push(data)
      return bytes.subarray(data.length)
    }
    const { line, rest } = takeLine(bytes)
    if (line !== null) out.push(state === 'size' ? mendSize(line) : mendEndOfData(line))
    return rest
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

/** Takes one line off the front of bytes; null, and the beginning kept, while it is not whole. */
function createLineReader() {
  let begun = NOTHING
  return (bytes: Buffer): { readonly line: string | null; readonly rest: Buffer } => {
    const end = bytes.indexOf(10)
    const seen = Buffer.concat([begun, end < 0 ? bytes : bytes.subarray(0, end + 1)])
    const isPart = end < 0 && seen.length < LONGEST_LINE
    begun = isPart ? seen : NOTHING
    return {
      line: isPart ? null : seen.toString('latin1'),
      rest: end < 0 ? NOTHING : bytes.subarray(end + 1),
    }
  }
}

/** The size, in hexadecimal digits as written, and what its line needs to be forgiven; null where it names none. */
function readSize(line: string): { readonly size: string; readonly forgiven: readonly string[] } | null {
  const size = /^[ \t]*([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n$/i.exec(line)?.[1]
  if (size === undefined) return null
  const forgiven: string[] = []
  if (!line.endsWith('\r\n')) forgiven.push('lines that end in a line feed alone')
  if (/[ \t]/.test(line.split(';')[0]!)) forgiven.push('blanks around the size of a chunk')
  return { size, forgiven }
}
