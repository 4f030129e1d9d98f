/** The `entry_revisions` table: what entries said before they were changed, as differences. */
import { KEPT_REVISIONS, revisionOf, type Wording } from '../revisions.ts'
import { toText } from '../rows.ts'
import { arraysOf, given, namesOf, type Sql } from './connect.ts'

/** An entry's words before and after a change. */
export interface Change {
  readonly id: number
  readonly before: Wording
  readonly after: Wording
}

const COLUMNS = {
  entry_id: 'bigint',
  title: 'text',
  line: 'int',
  removed: 'text',
  added: 'text',
} as const
const INSERT = `
  INSERT INTO entry_revisions (${namesOf(COLUMNS)}, revised_at, revision)
  SELECT ${namesOf(COLUMNS)}, $6, 1 + coalesce(
    (SELECT max(revision) FROM entry_revisions AS earlier WHERE earlier.entry_id = given.entry_id), 0)
  FROM ${given(COLUMNS)}`
const TRIM = `
  DELETE FROM entry_revisions AS old USING (
    SELECT entry_id, max(revision) AS newest FROM entry_revisions WHERE entry_id = ANY($1) GROUP BY entry_id) AS kept
  WHERE old.entry_id = kept.entry_id AND old.revision <= kept.newest - ${KEPT_REVISIONS}`

/** Keeps what each entry said until now, where it says something else from now on. */
export async function keepRevisions(sql: Sql, changes: readonly Change[], now: number): Promise<void> {
  const rows = changes.flatMap(({ id, before, after }) => {
    const kept = revisionOf(before, after)
    return kept === null ? [] : [{ entry_id: id, ...kept }]
  })
  if (rows.length === 0) return
  await sql.run(INSERT, [...arraysOf(COLUMNS, rows), toText(now)])
  await sql.run(TRIM, [rows.map(({ entry_id }) => entry_id)])
}
