/** The `poll_log` table: what each poll came to, for 30 days. */
import type { Database } from 'better-sqlite3'
import type { PollCounts, PollRecord } from '../../contract/store.ts'

/** Feeds whose old polls are forgotten in one transaction. */
const FEEDS_AT_ONCE = 200

export function createPollLog(db: Database) {
  const insert = db.prepare(`
    INSERT INTO poll_log (feed_id, at, state, status, ms, bytes, added, changed, error)
    VALUES (@feedId, @at, @state, @status, @ms, @bytes, @added, @changed, @error)
    ON CONFLICT (feed_id, at) DO UPDATE SET state = excluded.state, status = excluded.status, ms = excluded.ms,
      bytes = excluded.bytes, added = added + excluded.added, changed = changed + excluded.changed, error = excluded.error`)
  const feeds = db.prepare(`SELECT id FROM feeds WHERE id > ? ORDER BY id LIMIT ${FEEDS_AT_ONCE}`).pluck()
  const forget = db.prepare('DELETE FROM poll_log WHERE feed_id = ? AND at < ?')
  let after = 0

  return {
    add(
      { feed, progress, took }: PollRecord,
      { added, changed }: Pick<PollCounts, 'added' | 'changed'>,
      now: number,
    ): void {
      const at = Math.floor(now / 1000)
      const { state, error } = progress
      insert.run({ feedId: feed.id, at, state, error, ...took, added, changed })
    },

    /** A step of forgetting what was before `before` (epoch milliseconds); whether there is more to do. */
    forget: db.transaction((before: number): boolean => {
      const ids = feeds.all(after) as number[]
      for (const id of ids) forget.run(id, Math.floor(before / 1000))
      after = ids.length === FEEDS_AT_ONCE ? ids.at(-1)! : 0
      return after > 0
    }).immediate,
  }
}
