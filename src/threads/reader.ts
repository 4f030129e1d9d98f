/**
 * Reads feed documents in worker threads, so that a huge or hostile one delays nobody else: each has a deadline, after
 * which its thread is ended, and each thread a limit on its memory. It must not know what is done with what was read.
 */
import PQueue from 'p-queue'
import type { Piscina } from 'piscina'
import type { ParsedFeed } from '../contract/model.ts'
import { ParseError } from '../parse/parse-error.ts'
import type { FeedDocument } from '../parse/read-feed.ts'
import { faultOfSize } from '../parse/size.ts'
import { type PackedFeed, unpack } from './packed-feed.ts'
import { type Answer, unwrap } from './passage.ts'
import type { ReadTask } from './read-worker.ts'
import { startThreads } from './start.ts'
import { createThreadClock, type ThreadClock, workedMs } from './thread-clock.ts'

export interface FeedReader {
  /** Throws ParseError when the document is no feed, takes too long, or needs too much memory. */
  read(document: FeedDocument): Promise<ParsedFeed>
  close(): Promise<void>
}

const DEFAULT_TIMEOUT_MS = 10_000
/** Each thread takes some 35 MB, so the second is started only for those who wait behind a document that takes long. */
const MOST_THREADS = 2
const LONG_MS = 250
/** How often the watch looks at a thread's clock. */
const LOOK_MS = 100
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 12 }

/** `timeoutMs` is the CPU time that a thread may spend on one document, and defaults to 10 s. */
export function createReader({ timeoutMs = DEFAULT_TIMEOUT_MS } = {}): FeedReader {
  let started: Piscina<ReadTask, Answer> | undefined
  const start = () => {
    started ??= startThreads<ReadTask, Answer>('read-worker', {
      minThreads: 1,
      maxThreads: MOST_THREADS,
      idleTimeout: 60_000,
      resourceLimits: RESOURCE_LIMITS,
    })
    return started
  }
  const turns = createTurns()
  return {
    // No thread is started before there is something to read: most polls bring nothing new.
    read: (document) => turns(() => readIn(start(), document, timeoutMs)),
    close: async () => started?.close({ force: true }),
  }
}

/** One document after another, since one thread reads faster than all is stored; none waits for one that takes long. */
function createTurns() {
  const queue = new PQueue({ concurrency: 1 })
  let long = 0
  const count = (more: number) => {
    long += more
    queue.concurrency = Math.min(1 + long, MOST_THREADS)
  }
  return <T>(work: () => Promise<T>): Promise<T> =>
    queue.add(async () => {
      let takesLong = false
      const patience = setTimeout(() => {
        takesLong = true
        count(1)
      }, LONG_MS)
      try {
        return await work()
      } finally {
        clearTimeout(patience)
        if (takesLong) count(-1)
      }
    })
}

async function readIn(pool: Piscina<ReadTask, Answer>, document: FeedDocument, timeoutMs: number) {
  const { contentType, url } = document
  const fault = faultOfSize(document.body)
  if (fault) throw failed(url, fault) // before it is copied to a thread
  const body = Uint8Array.from(document.body) // the caller keeps its own, the thread gets this one without another copy
  const clock = createThreadClock()
  const deadline = watch(clock, timeoutMs)
  try {
    const options = { transferList: [body.buffer], signal: deadline.signal }
    const answer = await pool.run({ ...document, body, contentType, url, clock }, options)
    return unpack(unwrap(answer) as PackedFeed)
  } catch (error) {
    throw explained(error as Error & { code?: string }, url, timeoutMs)
  } finally {
    deadline.end()
  }
}

/** Aborts when the thread has worked for so long; where nobody tells how long that is, when so much time has passed. */
function watch(clock: ThreadClock, timeoutMs: number): { signal: AbortSignal; end: () => void } {
  const abort = new AbortController()
  let looks = 0
  const timer = setInterval(() => {
    const worked = workedMs(clock)
    if (worked === null) return // it waits for its turn
    looks += 1
    const ms = Number.isNaN(worked) ? looks * LOOK_MS : worked
    if (ms > timeoutMs) abort.abort()
  }, LOOK_MS)
  return { signal: abort.signal, end: () => clearInterval(timer) }
}

/** The death of a thread has to be worded. */
function explained(error: Error & { code?: string }, url: string, timeoutMs: number): Error {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return failed(url, `it took more than ${timeoutMs / 1000} s of work`)
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return failed(url, 'it needs too much memory')
  return error
}

function failed(url: string, reason: string): ParseError {
  return new ParseError(`${url} cannot be read as a feed: ${reason}`)
}
