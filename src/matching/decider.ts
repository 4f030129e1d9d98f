/**
 * Works off what waits for a decision, in slices that let polls, corrections and readers through between them. Feeds
 * take turns: one that brings thousands of entries delays no other.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DecisionFault } from '../contract/store.ts'
import type { Decide } from './decide.ts'
import type { MatchingEngine, PendingEntry } from './engine.ts'
import { createWaiters, type Waiters } from './waiters.ts'

/** Entries decided in one transaction: some tens of milliseconds. */
const SLICE = 80

export interface Decider {
  /** Resolves when these entries are decided, `all`: every one that waits; says which could not be. */
  decided(ids: readonly number[] | 'all', now: number): Promise<readonly DecisionFault[]>
  /** Resolves when the slice at work is done; no other begins. */
  stop(): Promise<void>
}

export function createDecider(engine: MatchingEngine, decide: Decide): Decider {
  const waiters = createWaiters()
  let working: Promise<void> | null = null
  let stopped = false
  let now = 0

  async function work(): Promise<void> {
    while (!stopped) {
      const begun = waiters.begun()
      if (await decide.renew(engine)) {
        await nextTurn()
        continue
      }
      const settled = await decideSlice(engine, decide, now, waiters)
      waiters.tell(settled, begun)
      if (settled.length === 0) return
      await nextTurn()
    }
    waiters.tell([], waiters.begun())
  }

  /** Those who began to wait while the last slice ended are served by another round. */
  function start(): void {
    if (working || !waiters.areThere()) return
    working = work()
      .catch(waiters.giveUp)
      .finally(() => {
        working = null
        start()
      })
  }

  return {
    decided(ids, at) {
      now = Math.max(now, at)
      const decided = waiters.add(ids)
      start()
      return decided
    },
    async stop() {
      stopped = true
      await working
    },
  }
}

/** Decides what is taken together; returns the entries that wait no more. */
async function decideSlice(
  engine: MatchingEngine,
  decide: Decide,
  now: number,
  waiters: Waiters,
): Promise<readonly number[]> {
  let taken: readonly PendingEntry[] = []
  let elsewhere: readonly number[] = []
  try {
    await engine.exclusive(async (tables) => {
      taken = await tables.pending.take(SLICE)
      if (taken.length > 0) await decide.decidePending(tables, taken, now)
      elsewhere = (await tables.pending.decidedElsewhere?.(waiters.open())) ?? []
    })
  } catch (error) {
    if (taken.length === 0 || engine.hasFailed(error)) throw error
    for (const entry of taken) await decideOne(engine, decide, entry, now, waiters)
  }
  return [...taken.map(({ id }) => id), ...elsewhere]
}

/** After a fault each entry is decided alone, so that one that breaks the rules holds no other up. */
async function decideOne(
  engine: MatchingEngine,
  decide: Decide,
  entry: PendingEntry,
  now: number,
  waiters: Waiters,
): Promise<void> {
  try {
    await engine.exclusive((tables) => decide.decidePending(tables, [entry], now))
  } catch (error) {
    if (engine.hasFailed(error)) throw error
    await engine.exclusive((tables) => decide.setAside(tables, entry.id, now))
    waiters.tellFault({ entryId: entry.id, error: (error as Error).stack ?? String(error) })
  }
}
