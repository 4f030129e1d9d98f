/** What every engine keeps of an entry's earlier versions. */
import { changeOf } from '../upkeep/text-change.ts'

/** Of an entry that changes at every poll, only the latest are kept. */
export const KEPT_REVISIONS = 50

/** What an entry says. */
export interface Wording {
  readonly title: string
  readonly text: string
}

/** The title and the lines that an entry had before it was changed; null where it still says the same. */
export function revisionOf(before: Wording, after: Wording) {
  const change = changeOf(before.text, after.text)
  if (change === null && before.title === after.title) return null
  const { line = null, removed = null, added = null } = change ?? {}
  return { title: before.title, line, removed, added }
}
