/** Which stories changed since: cursors, and answers from the rows in which an engine finds them. Pure. */
import type { Story } from '../../contract/model.ts'
import type { ChangedStory, StoryChanges } from '../../contract/store.ts'

/** A story by its latest change. */
export interface ChangeRow {
  readonly revision: number
  readonly number: number
  readonly id: string
  readonly alias_of: string | null
}

/** Why a copy is in its story; passages in JSON. */
export interface ChangeEvidenceRow {
  readonly story_id: string
  readonly a: number
  readonly b: number
  readonly score: number
  readonly passages: string
}

/** The revision that a cursor speaks of, 0 for none; null where it is not one of this database. */
export function revisionOf(cursor: string | null, database: string): number | null {
  if (cursor === null) return 0
  const [, name, revision] = /^([0-9a-f]{8})-(\d{1,15})$/.exec(cursor) ?? []
  return name === database ? Number(revision) : null
}

interface Found {
  /** Name of the database: cursors of another one are refused. */
  readonly database: string
  /** The revision that was asked with. */
  readonly since: number
  /** Up to one more than the limit, in the order of their changes. */
  readonly rows: readonly ChangeRow[]
  readonly limit: number
  /** Those of the rows that are no part of another story. */
  readonly stories: readonly Story[]
  /** Of these stories, most telling first. */
  readonly evidence: readonly ChangeEvidenceRow[]
}

export function assembleChanges({ database, since, rows, limit, stories, evidence }: Found): StoryChanges {
  const shown = rows.slice(0, limit)
  const byId = new Map(stories.map((story) => [story.id, story]))
  return {
    stories: shown.map(
      ({ id, alias_of }): ChangedStory => ({
        id,
        mergedInto: alias_of,
        story: byId.get(id) ?? null,
        evidence: evidence
          .filter((row) => row.story_id === id)
          .map(({ a, b, score, passages }) => ({ a, b, score, passages: JSON.parse(passages) as string[] })),
      }),
    ),
    cursor: `${database}-${shown.at(-1)?.revision ?? since}`,
    hasMore: rows.length > limit,
  }
}
