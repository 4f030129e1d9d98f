/**
 * Works off what waits for a decision, in slices that let polls, corrections and readers through between them. Feeds
 * take turns: one that brings thousands of entries delays no other.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DecisionFault } from '../contract/store.ts'
import type { Decide } from './decide.ts'
import type { MatchingEngine, PendingEntry } from './engine.ts'

/** Entries decided in one transaction: tens of milliseconds. */
const SLICE = 40

export interface Decider {
  /** Resolves when these entries are decided, `all`: every one that waits; says which could not be. */
  decided(ids: readonly number[] | 'all', now: number): Promise<readonly DecisionFault[]>
  /** Resolves when the slice at work is done; no other begins. */
  stop(): Promise<void>
}

interface Waiter {
  /** Null: waits for all. */
  readonly open: Set<number> | null
  readonly faults: DecisionFault[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export function createDecider(engine: MatchingEngine, decide: Decide): Decider {
  const waiters = new Set<Waiter>()
  let working: Promise<void> | null = null
  let stopped = false
  let now = 0

  async function work(): Promise<void> {
    while (!stopped) {
      const settled = await decideSlice()
      tell(settled)
      if (settled.length === 0) return
      await nextTurn()
    }
  }

  async function decideSlice(): Promise<readonly number[]> {
    let taken: readonly PendingEntry[] = []
    try {
      await engine.exclusive(async (tables) => {
        taken = await tables.pending.take(SLICE)
        if (taken.length > 0) await decide.decidePending(tables, taken, now)
      })
    } catch (error) {
      if (taken.length === 0) throw error
      for (const entry of taken) await decideOne(entry)
    }
    return taken.map(({ id }) => id)
  }

  /** After a fault each entry is decided alone, so that one that breaks the rules holds no other up. */
  async function decideOne(entry: PendingEntry): Promise<void> {
    try {
      await engine.exclusive((tables) => decide.decidePending(tables, [entry], now))
    } catch (error) {
      await engine.exclusive((tables) => decide.setAside(tables, entry.id, now))
      const fault = { entryId: entry.id, error: (error as Error).stack ?? String(error) }
      for (const { open, faults } of waiters) if (open?.has(entry.id)) faults.push(fault)
    }
  }

  /** Nothing settled means that nothing waits any more. */
  function tell(settled: readonly number[]): void {
    for (const waiter of waiters) {
      for (const id of settled) waiter.open?.delete(id)
      if (settled.length > 0 && waiter.open?.size !== 0) continue
      waiters.delete(waiter)
      waiter.done()
    }
  }

  /** Those who began to wait while the last slice ended are served by another round. */
  function start(): void {
    if (working || waiters.size === 0) return
    working = work()
      .then(() => {
        if (stopped) tell([])
      }, giveUp)
      .finally(() => {
        working = null
        start()
      })
  }

  function giveUp(error: unknown): void {
    for (const waiter of waiters) waiter.failed(error)
    waiters.clear()
  }

  return {
    decided: (ids, at) =>
      new Promise((resolve, reject) => {
        now = Math.max(now, at)
        const faults: DecisionFault[] = []
        const open = ids === 'all' ? null : new Set(ids)
        waiters.add({ open, faults, done: () => resolve(faults), failed: reject })
        start()
      }),
    async stop() {
      stopped = true
      await working
    },
  }
}
