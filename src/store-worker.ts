/** The thread in which the store runs: a poll that writes a thousand entries delays no fetch and no HTTP answer. */
import { workerData } from 'node:worker_threads'
import { type Agency, createMatcher } from './match/matcher.ts'
import { openStore, type Store, type StoreConfig } from './store/store.ts'

export interface StoreWorkerData {
  readonly store: StoreConfig
  readonly agencies: readonly Agency[]
}

export interface StoreCall {
  readonly method: keyof Store
  readonly args: readonly unknown[]
}

const { store: config, agencies } = workerData as StoreWorkerData
const store = openStore(config, createMatcher({ agencies }))

export default function call({ method, args }: StoreCall): Promise<unknown> {
  return (store[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
}
