/**
 * A connection whose incoming bytes pass through `mendHead` and `createChunkMender` before Node's HTTP parser sees them.
 * Must not look at the body beyond the frames of its chunks.
 */
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { FetchFault } from './fault.ts'
import { type ChunkMender, createChunkMender } from './mend-chunks.ts'
import { mendHead } from './mend-head.ts'

/** The largest head that is read. Bytes. */
export const MOST_HEAD_BYTES = 64 * 1024

const NOTHING = Buffer.alloc(0)

export class MendingSocket extends Duplex {
  readonly #socket: Socket
  readonly #leniencies = new Set<string>()
  #head: Buffer | null = NOTHING
  #chunks: ChunkMender | null = null
  #hasEnded = false

  constructor(socket: Socket) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    socket.on('data', (bytes) => {
      for (const piece of this.#mend(bytes)) if (!this.push(piece)) socket.pause()
    })
    socket.on('end', () => this.#end())
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => {
      if (!this.#hasEnded) this.destroy(new FetchFault('the connection was cut'))
    })
  }

  /** What was forgiven so far, in words. */
  get leniencies(): readonly string[] {
    return [...new Set([...this.#leniencies, ...(this.#chunks?.leniencies ?? [])])]
  }

  #mend(bytes: Buffer): Buffer[] {
    const out: Buffer[] = []
    let rest = bytes
    while (this.#head !== null && rest.length > 0) {
      const seen = Buffer.concat([this.#head, rest])
      const end = endOfHead(seen, this.#head.length)
      this.#head = seen
      rest = end < 0 ? NOTHING : seen.subarray(end)
      if (end >= 0) out.push(this.#mendHead(seen.toString('latin1', 0, end)))
      else if (seen.length > MOST_HEAD_BYTES || !isHttp(seen)) return this.#giveUp()
    }
    if (rest.length > 0) out.push(...(this.#chunks ? this.#chunks.push(rest) : [rest]))
    return out
  }

  #mendHead(written: string): Buffer {
    const { head, leniencies, status, isChunked } = mendHead(written)
    for (const leniency of leniencies) this.#leniencies.add(leniency)
    const isInterim = status >= 100 && status < 200 && status !== 101
    this.#head = isInterim ? NOTHING : null
    if (isChunked && !isInterim) this.#chunks = createChunkMender()
    return Buffer.from(head, 'latin1')
  }

  /** Too long, or no HTTP at all: the parser says so in its own words. */
  #giveUp(): Buffer[] {
    const seen = this.#head
    this.#head = null
    return seen ? [seen] : []
  }

  #end(): void {
    this.#hasEnded = true
    for (const piece of this.#giveUp()) this.push(piece)
    this.push(null)
  }

  /** What http asks of a socket when an answer is over. */
  destroySoon(): void {
    this.end(() => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(bytes: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, encoding, done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

/** Whether these bytes, which may be few, can be the beginning of an answer. */
function isHttp(bytes: Buffer): boolean {
  return 'HTTP/'.startsWith(bytes.toString('latin1', 0, 5))
}

/** Just behind the first empty line, or -1. Looks from a little before `from`, where the bytes are new. */
function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(10, Math.max(0, from - 2)); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3
  }
  return -1
}
