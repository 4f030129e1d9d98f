/** The store in a thread of its own: calls go there as messages, and what was read goes packed. */
import type { Piscina } from 'piscina'
import type { Store } from '../contract/store.ts'
import { ALONE } from '../store/alone.ts'
import { isPostgres } from '../store/engine.ts'
import { pack } from './packed-feed.ts'
import { type Answer, unwrap } from './passage.ts'
import { startThreads, waiting } from './start.ts'
import type { PackedPoll, StoreCall, StoreWorkerData } from './store-worker.ts'

/** Calls that the thread may hold: a poll that waits for its decision keeps no other one out. */
const AT_ONCE = 256
/**
 * Megabytes. What lives shortly is collected often. V8 lets the heap grow by a third before it marks all that lives where
 * the limit is low, and to twice its size under this one: a poll costs a tenth to a fifth less.
 */
const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1900 }

/**
 * The store behind its interface, but in a thread of its own. Calls begin in their order. `close` resolves when the calls
 * before it are answered, too; those after it reject.
 */
export function startStoreThread(data: StoreWorkerData): Store {
  const pool = startThreads<StoreCall, Answer>('store-worker', {
    workerData: data,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: AT_ONCE,
    resourceLimits: LIMITS,
    ...waiting(data.store.database),
  })
  const underWay = new Set<Promise<Answer>>()
  let isClosed = false

  async function call(method: keyof Store, args: readonly unknown[]): Promise<unknown> {
    if (isClosed) throw new Error('the store is closed')
    isClosed = method === 'close'
    const asked: Promise<Answer> =
      method === 'recordPoll'
        ? recordPoll(pool, args as Parameters<Store['recordPoll']>)
        : pool.run({ method, args })
    underWay.add(asked)
    const answer = await asked.finally(() => underWay.delete(asked))
    if (method === 'close') await end()
    return unwrap(answer)
  }

  /** An answer that reaches a pool after its end would end the process. */
  async function end(): Promise<void> {
    await Promise.allSettled(underWay)
    await pool.destroy()
  }

  // Each poll asks these: a worker that is alone does not bother the thread with them.
  const here: Partial<Store> = isPostgres(data.store.database) ? {} : ALONE
  return new Proxy({} as Store, {
    get: (_target, method) => {
      if (method === 'then') return undefined // not a promise, though it answers to every name
      if (method in here) return here[method as keyof Store]
      return (...args: unknown[]) => call(method as keyof Store, args)
    },
  })
}

/** The bytes of what was read move to the store's thread; copying them would keep this one busy. */
function recordPoll(pool: Piscina, [{ read, ...record }, now]: Parameters<Store['recordPoll']>) {
  const packed = read && { ...read, parsed: pack(read.parsed) }
  const args: PackedPoll = [{ ...record, read: packed }, now]
  const transferList = packed ? [packed.parsed.packed.buffer as ArrayBuffer] : []
  return pool.run({ method: 'recordPoll', args }, { transferList })
}
