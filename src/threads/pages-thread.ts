/**
 * What HTTP reads, in threads beside the one that answers: each call has a deadline, at which its thread is ended and
 * another one takes its place. What nearly every answer asks for is read here, because it takes microseconds.
 */
import type { StoryPages } from '../contract/store.ts'
import { HttpError } from '../http/errors.ts'
import type { FeedDocuments } from '../http/feed-documents.ts'
import type { PagesCall, PagesWorkerData } from './pages-worker.ts'
import { type Answer, unwrap } from './passage.ts'
import { startThreads, waiting } from './start.ts'

/** One more than may be busy with a dear search while another answer is wanted. */
const THREADS = 2
const DEADLINE_MS = 10_000
/** Calls that wait for a thread; one more would wait for longer than a client does. */
const MOST_WAITING = 200
const TRY_AGAIN_S = 10
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }
const READ_HERE = new Set<PropertyKey>(['version', 'watch', 'groups', 'feedStates'])

export interface PagesThreads {
  readonly pages: StoryPages
  readonly documents: FeedDocuments
  close(): Promise<void>
}

/** `here`: the same pages, over a connection of this thread. Calls throw HttpError 503 where they take too long. */
export function startPagesThreads(
  data: PagesWorkerData,
  here: StoryPages,
  { deadlineMs = DEADLINE_MS } = {},
): PagesThreads {
  const pool = startThreads<PagesCall, Answer>('pages-worker', {
    workerData: data,
    minThreads: 1,
    maxThreads: THREADS,
    idleTimeout: 60_000,
    maxQueue: MOST_WAITING,
    resourceLimits: LIMITS,
    ...waiting(data.database),
  })
  const call = async (target: PagesCall['target'], method: string, args: readonly unknown[]) => {
    const answer = await pool
      .run({ target, method, args }, { signal: AbortSignal.timeout(deadlineMs) })
      .catch((error: Error) => {
        throw explained(error)
      })
    return unwrap(answer)
  }
  const behind = <T extends object>(target: PagesCall['target'], own?: T): T =>
    new Proxy({} as T, {
      get: (_target, method) => {
        if (method === 'then') return undefined // not a promise, though it answers to every name
        if (own !== undefined && READ_HERE.has(method)) return own[method as keyof T]
        return (...args: readonly unknown[]) => call(target, String(method), args)
      },
    })
  return {
    pages: behind('pages', here),
    documents: behind('documents'),
    close: () => pool.close({ force: true }),
  }
}

function explained(error: Error & { code?: string }): Error {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return new HttpError(503, 'this takes too long: ask for less', TRY_AGAIN_S)
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return new HttpError(503, 'this is too much: ask for less')
  if (error.message.includes('queue is at limit'))
    return new HttpError(503, 'too many ask at once: try again soon', TRY_AGAIN_S)
  return error
}
