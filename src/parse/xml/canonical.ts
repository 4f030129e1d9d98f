/** The document that is handed to the library, and what is known of the one it was made from. */
import type { Losses } from '../../contract/model.ts'

export interface Canonical {
  /** RSS 2.0 with this project's own element names, or null when the document is no feed. */
  readonly xml: string | null
  /** The long texts of the document, by the numbers that stand for them in it (`held`). */
  readonly texts: readonly string[]
  /** The first element's name as written, or null when there was none. */
  readonly root: string | null
  readonly losses: Losses
}
