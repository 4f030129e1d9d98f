import { Piscina } from 'piscina'
import type { Store } from '../contract/store.ts'
import { pack } from './packed-feed.ts'
import type { PackedPoll, StoreAnswer, StoreWorkerData } from './store-worker.ts'

const FROM_SOURCE = import.meta.url.endsWith('.ts')

/** Calls that the thread may hold: a poll that waits for its decision keeps no other one out. */
const AT_ONCE = 256

/** The store behind its interface, but in a thread of its own. Calls begin in their order. */
export function startStoreThread(data: StoreWorkerData): Store {
  const pool = new Piscina({
    filename: new URL(FROM_SOURCE ? './store-worker.ts' : './store-worker.js', import.meta.url).href,
    execArgv: FROM_SOURCE ? ['--import', 'tsx'] : [],
    workerData: data,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: AT_ONCE,
  })
  return new Proxy({} as Store, {
    get: (_target, method) => {
      if (method === 'then') return undefined // not a promise, though it answers to every name
      return async (...args: unknown[]) => {
        const answer: StoreAnswer = await (method === 'recordPoll'
          ? recordPoll(pool, args as Parameters<Store['recordPoll']>)
          : pool.run({ method, args }))
        if (method === 'close') await pool.destroy()
        if ('error' in answer) throw Object.assign(new Error(), answer.error)
        return answer.value
      }
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
