/** What commands that only read see of the database: they change nothing, and make no file. */
import type { Matcher } from '../../contract/matching.ts'
import { createExplain } from '../../matching/explain.ts'
import type { StoreReader } from '../store-reader.ts'
import { createTables } from './matching/engine.ts'
import { openReadOnly } from './open.ts'
import { createStoryPages } from './pages/story-pages.ts'
import type { StoreConfig } from './store.ts'

/** Throws StoreError where there is no database, or none that this program can read. */
export function openReader({ file, windowMs }: StoreConfig, matcher: Matcher): StoreReader {
  const db = openReadOnly(file)
  return {
    pages: createStoryPages(db),
    explain: createExplain(createTables(db), matcher, windowMs),
    close: async () => void db.close(),
  }
}
