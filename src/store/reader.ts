/** What commands that only read see of the database: they change nothing, and make no file. */
import type { Explanation, StoryPages } from '../contract.ts'
import { createExplain } from './matching/explain.ts'
import { createFind } from './matching/find.ts'
import { createVerdictStore } from './matching/verdicts.ts'
import { openReadOnly } from './open.ts'
import { createStoryPages } from './pages/story-pages.ts'

export interface StoreReader {
  readonly pages: StoryPages
  /** Throws CorrectionError where there is no such entry or story. */
  explain(name: string): Explanation
  close(): void
}

/** Throws StoreError where there is no database, or none that this program can read. */
export function openReader(file: string): StoreReader {
  const db = openReadOnly(file)
  const find = createFind(db)
  const explain = createExplain(db, createVerdictStore(db))
  return {
    pages: createStoryPages(db),
    explain: (name) => explain(find(name)),
    close: () => void db.close(),
  }
}
