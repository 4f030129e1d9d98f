/** The `entry_revisions` table: what entries said before they were changed, as differences. */
import type { Database } from 'better-sqlite3'
import { KEPT_REVISIONS, revisionOf, type Wording } from '../revisions.ts'
import { toText } from '../rows.ts'

export function createRevisionStore(db: Database) {
  const latest = db
    .prepare('SELECT coalesce(max(revision), 0) FROM entry_revisions WHERE entry_id = ?')
    .pluck()
  const insert = db.prepare(`
    INSERT INTO entry_revisions (entry_id, revision, title, revised_at, line, removed, added)
    VALUES (@id, @revision, @title, @now, @line, @removed, @added)`)
  const trim = db.prepare(`DELETE FROM entry_revisions WHERE entry_id = ? AND revision <= ?`)

  return {
    /** Keeps what the entry said until now, where it says something else from now on. */
    add(id: number, before: Wording, after: Wording, now: number): void {
      const kept = revisionOf(before, after)
      if (kept === null) return
      const revision = (latest.get(id) as number) + 1
      insert.run({ ...kept, id, revision, now: toText(now) })
      if (revision > KEPT_REVISIONS) trim.run(id, revision - KEPT_REVISIONS)
    },
  }
}
