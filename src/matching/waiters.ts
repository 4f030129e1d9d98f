/** Who waits for the decision of which entries. */
import type { DecisionFault } from '../contract/store.ts'

interface Waiter {
  /** Null: waits for all. */
  readonly open: Set<number> | null
  readonly faults: DecisionFault[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export type Waiters = ReturnType<typeof createWaiters>

export function createWaiters() {
  const waiters = new Set<Waiter>()
  return {
    areThere: () => waiters.size > 0,
    /** The entries that are waited for one by one. */
    open: (): number[] => [...waiters].flatMap(({ open }) => [...(open ?? [])]),
    /** Resolves when these entries are decided, with the faults that were met. */
    add: (ids: readonly number[] | 'all'): Promise<readonly DecisionFault[]> =>
      new Promise((resolve, reject) => {
        const faults: DecisionFault[] = []
        const open = ids === 'all' ? null : new Set(ids)
        waiters.add({ open, faults, done: () => resolve(faults), failed: reject })
      }),
    /** Nothing settled means that nothing waits any more. */
    tell(settled: readonly number[]): void {
      for (const waiter of waiters) {
        for (const id of settled) waiter.open?.delete(id)
        if (settled.length > 0 && waiter.open?.size !== 0) continue
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
