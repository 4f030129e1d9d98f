/** What commands that only read see of a database, whichever engine it is. */
import type { Explanation, StoryPages } from '../contract/store.ts'

export interface StoreReader {
  readonly pages: StoryPages
  /** Throws CorrectionError where there is no such entry or story. */
  explain(name: string): Promise<Explanation>
  close(): Promise<void>
}
