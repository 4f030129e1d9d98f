/** What people ask of matching by hand, each when all that waited for a decision has one. The same for every engine. */
import type { Store } from '../contract/store.ts'
import { createCorrections } from './corrections.ts'
import type { Decide } from './decide.ts'
import type { Decider } from './decider.ts'
import type { MatchingEngine } from './engine.ts'
import { forget } from './forget.ts'
import { rematch } from './rematch.ts'

export type Actions = Pick<Store, 'merge' | 'split' | 'undo' | 'forget' | 'rematch'>

export function createActions(engine: MatchingEngine, decide: Decide, decider: Decider): Actions {
  return {
    ...createCorrections(engine, decide),
    forget: async (url, now) => {
      await decider.decided('all', now)
      return forget(engine, decide, url, now)
    },
    rematch: async (options) => {
      await decider.decided('all', options.now)
      return rematch(engine, decide, options)
    },
  }
}
