/** The thread in which the store runs: a poll that writes a thousand entries delays no fetch and no HTTP answer. */

import { workerData } from 'node:worker_threads'
import type { PollRecord, ReadBody, Store } from '../contract/store.ts'
import { createMatcher } from '../match/matcher.ts'
import type { Agency } from '../match/reading/agencies.ts'
import { openStore, type StoreConfig } from '../store/engine.ts'
import { type PackedFeed, unpack } from './packed-feed.ts'
import { type Answer, answer } from './passage.ts'

export interface StoreWorkerData {
  readonly store: StoreConfig
  readonly agencies: readonly Agency[]
}

export interface StoreCall {
  readonly method: keyof Store
  readonly args: readonly unknown[]
}

/** What `recordPoll` is called with, the feed that was read packed for the way. */
export type PackedPoll = readonly [
  Omit<PollRecord, 'read'> & {
    readonly read: (Omit<ReadBody, 'parsed'> & { readonly parsed: PackedFeed }) | null
  },
  number,
]

let opening: Promise<Store> | undefined

export default function callStore({ method, args }: StoreCall): Promise<Answer> {
  return answer(async () => {
    const { store: config, agencies } = workerData as StoreWorkerData
    opening ??= openStore(config, createMatcher({ agencies }))
    const store = await opening
    const call = store[method] as (...args: readonly unknown[]) => Promise<unknown>
    return call(...(method === 'recordPoll' ? unpackPoll(takeAll(args)) : args))
  })
}

/** Whoever hands a task over keeps it until it is done; what was read need not wait with it for its decision. */
function takeAll(args: readonly unknown[]): PackedPoll {
  return (args as unknown[]).splice(0) as unknown as PackedPoll
}

function unpackPoll([{ read, ...record }, now]: PackedPoll): Parameters<Store['recordPoll']> {
  return [{ ...record, read: read && { ...read, parsed: unpack(read.parsed) } }, now]
}
