/** Who waits for the decision of which entries. */
import type { DecisionFault } from '../contract/store.ts'

interface Waiter {
  /** How many had begun to wait when this one did. */
  readonly number: number
  /** Null: waits for all. */
  readonly open: Set<number> | null
  readonly faults: DecisionFault[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export type Waiters = ReturnType<typeof createWaiters>

export function createWaiters() {
  const waiters = new Set<Waiter>()
  let begun = 0
  return {
    areThere: () => waiters.size > 0,
    /** How many have begun to wait until now. */
    begun: () => begun,
    /** The entries that are waited for one by one. */
    open: (): number[] => [...waiters].flatMap(({ open }) => [...(open ?? [])]),
    /** Resolves when these entries are decided, with the faults that were met. */
    add: (ids: readonly number[] | 'all'): Promise<readonly DecisionFault[]> =>
      new Promise((resolve, reject) => {
        const faults: DecisionFault[] = []
        const open = ids === 'all' ? null : new Set(ids)
        waiters.add({ number: begun++, open, faults, done: () => resolve(faults), failed: reject })
      }),
    /** Nothing settled means that nothing waited any more when the first `begun` of them had begun to wait. */
    tell(settled: readonly number[], begun: number): void {
      for (const waiter of waiters) {
        for (const id of settled) waiter.open?.delete(id)
        const isOver = settled.length === 0 && waiter.number < begun
        if (!isOver && waiter.open?.size !== 0) continue
        waiters.delete(waiter)
        waiter.done()
      }
    },
    tellFault(fault: DecisionFault): void {
      for (const { open, faults } of waiters) if (open?.has(fault.entryId)) faults.push(fault)
    },
    giveUp(error: unknown): void {
      for (const { failed } of waiters) failed(error)
      waiters.clear()
    },
  }
}
