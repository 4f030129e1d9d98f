/** What commands that only read see of the database: they change nothing, and make no file. */

import type { Matcher } from '../../contract/matching.ts'
import type { Explanation, StoryPages } from '../../contract/store.ts'
import { createExplain } from '../../matching/explain.ts'
import { createTables } from './matching/engine.ts'
import { openReadOnly } from './open.ts'
import { createStoryPages } from './pages/story-pages.ts'
import type { StoreConfig } from './store.ts'

export interface StoreReader {
  readonly pages: StoryPages
  /** Throws CorrectionError where there is no such entry or story. */
  explain(name: string): Promise<Explanation>
  close(): void
}

/** Throws StoreError where there is no database, or none that this program can read. */
export function openReader({ file, windowMs }: StoreConfig, matcher: Matcher): StoreReader {
  const db = openReadOnly(file)
  return {
    pages: createStoryPages(db),
    explain: createExplain(createTables(db), matcher, windowMs),
    close: () => void db.close(),
  }
}
