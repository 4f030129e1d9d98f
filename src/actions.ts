import type { Correction, Store } from './contract.ts'
import type { ActionResult, Actions } from './http/action-routes.ts'

/** A person's corrections, as the HTTP routes call them: a refusal is an answer, not a fault. */
export function createActions(store: Store, now: () => number): Actions {
  return {
    merge: (a, b) => answered(store.merge(a, b, now())),
    split: (entryId) => answered(store.split(String(entryId), now())),
    undo: (operation) => answered(store.undo(operation, now())),
  }
}

async function answered(correction: Promise<Correction>): Promise<ActionResult> {
  try {
    return { ok: true, operation: (await correction).operation }
  } catch (error) {
    if ((error as Error).name !== 'CorrectionError') throw error
    return { ok: false, reason: (error as Error).message }
  }
}
