/** What every engine keeps of an entry's earlier versions. */

/** Of an entry that changes at every poll, only the latest are kept. */
export const KEPT_REVISIONS = 50

/** What an entry says. */
export interface Wording {
  readonly title: string
  readonly text: string
}
