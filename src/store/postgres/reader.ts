/** What commands that only read see of the database: they change nothing, and make no schema. */
import type { Matcher } from '../../contract/matching.ts'
import { createExplain } from '../../matching/explain.ts'
import type { StoreReader } from '../store-reader.ts'
import { createTables } from './matching/engine.ts'
import { openReadOnly } from './open.ts'
import { createStoryPages } from './pages/story-pages.ts'
import type { StoreConfig } from './store.ts'

/** Throws UnusableDatabaseError where there is no schema, or none that this program can read. */
export async function openReader(config: StoreConfig, matcher: Matcher): Promise<StoreReader> {
  const db = await openReadOnly({ ...config, isReadOnly: true })
  return {
    pages: createStoryPages(db),
    explain: createExplain(createTables(db), matcher, config.windowMs),
    close: () => db.close(),
  }
}
