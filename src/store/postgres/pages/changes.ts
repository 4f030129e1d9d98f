/** Which stories changed since: each once, by its latest change, in the order in which the changes were stored. */
import type { StoryChanges } from '../../../contract/store.ts'
import { assembleChanges, type ChangeEvidenceRow, type ChangeRow, revisionOf } from '../../pages/changes.ts'
import type { Sql } from '../connect.ts'
import { loadStories } from './story-loader.ts'

const STATE = `
SELECT database, (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM story_changes_revision_seq) AS newest
FROM story_changes_of`

const CHANGES = `
SELECT revision, stories.number, stories.id, stories.alias_of
FROM story_changes JOIN stories ON stories.number = story_changes.story_number
WHERE revision > $1 ORDER BY revision LIMIT $2`

const EVIDENCE = `
SELECT entries.story_id, evidence.lead_id AS a, evidence.entry_id AS b, evidence.score, evidence.passages
FROM entries JOIN fold_evidence AS evidence ON evidence.entry_id = entries.id
WHERE entries.story_id = ANY ($1)
ORDER BY evidence.score DESC, b`

/**
 * `cursor`: of an earlier answer, or null for all there is. Null where the cursor is not one of this database. In a
 * transaction.
 */
export async function readChanges(
  sql: Sql,
  cursor: string | null,
  limit: number,
): Promise<StoryChanges | null> {
  const { database, newest } = (await sql.first<{ database: string; newest: number }>(STATE))!
  const since = revisionOf(cursor, database)
  if (since === null || since > newest) return null
  const rows = await sql.rows<ChangeRow>(CHANGES, [since, limit + 1])
  const numbers = rows.slice(0, limit).map(({ number }) => number)
  const stories = await loadStories(sql, numbers)
  const evidence = await sql.rows<ChangeEvidenceRow>(EVIDENCE, [stories.map(({ id }) => id)])
  return assembleChanges({ database, since, rows, limit, stories, evidence })
}
