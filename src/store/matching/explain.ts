import type { Database } from 'better-sqlite3'
import type { Evidence, ExplainedCopy, ExplainedCorrection, Explanation } from '../../contract.ts'
import type { Named } from './find.ts'
import type { VerdictStore } from './verdicts.ts'

const NEAR_MISSES = 5

/** Reads what is known of one story. */
export function createExplain(db: Database, verdicts: VerdictStore) {
  const columns = `entry_id AS entryId, story_id AS storyId, is_lead AS isLead, outlet, title, link, published_at AS publishedAt`
  const copies = db.prepare(
    `SELECT ${columns} FROM copies WHERE story_id = ? ORDER BY is_lead DESC, entry_id`,
  )
  const copy = db.prepare(`SELECT ${columns} FROM copies WHERE entry_id = ?`)
  const corrections = db.prepare(`
    SELECT operation, kind, a, b, undone_at AS undoneAt FROM overrides
    WHERE a IN (SELECT value FROM json_each(@ids)) OR b IN (SELECT value FROM json_each(@ids)) ORDER BY operation`)

  return ({ storyId }: Named): Explanation => {
    const members = copies.all(storyId) as ExplainedCopy[]
    const ids = new Set(members.map((member) => member.entryId))
    const all = new Map(
      members.flatMap(({ entryId }) => verdicts.of(entryId)).map((v) => [`${v.a} ${v.b}`, v]),
    )
    const isWithin = (v: Evidence) => ids.has(v.a) && ids.has(v.b)
    const outside = [...all.values()].filter((v) => !isWithin(v)).sort((x, y) => y.score - x.score)
    return {
      storyId,
      copies: members,
      within: [...all.values()].filter(isWithin).sort((x, y) => y.score - x.score),
      nearMisses: outside.slice(0, NEAR_MISSES).map((evidence) => ({
        evidence,
        other: copy.get(ids.has(evidence.a) ? evidence.b : evidence.a) as ExplainedCopy,
      })),
      corrections: corrections.all({ ids: JSON.stringify([...ids]) }) as ExplainedCorrection[],
    }
  }
}
