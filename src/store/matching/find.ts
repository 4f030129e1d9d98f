/** Finds an entry or a story by what a person calls it. */
import type { Database } from 'better-sqlite3'

/** What a person asked for cannot be done; the message says why. */
export class CorrectionError extends Error {
  override name = 'CorrectionError'
}

/** An entry or a story, by what a person calls it. */
export interface Named {
  readonly entryId: number
  readonly storyId: string
}

/** An entry by its number, a story by its id or one it had before it was merged. Throws CorrectionError. */
export function createFind(db: Database): (name: string) => Named {
  const entry = db.prepare('SELECT id AS entryId, story_id AS storyId FROM entries WHERE id = ?')
  const story = db.prepare(`
    SELECT coalesce(living.lead_entry_id, stories.lead_entry_id) AS entryId, coalesce(living.id, stories.id) AS storyId
    FROM stories LEFT JOIN stories AS living ON living.id = stories.alias_of WHERE stories.id = ?`)
  return (name) => {
    const found = (/^\d+$/.test(name) ? entry.get(Number(name)) : story.get(name)) as Named | undefined
    if (!found) throw new CorrectionError(`there is no entry or story ${name}`)
    return found
  }
}
