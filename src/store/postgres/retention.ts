/** Removes what is older than the retention, a little at a time, so that polls and corrections come between. */
import { toText } from '../rows.ts'
import type { Sql } from './connect.ts'
import { forgetPrintsOf } from './matching/prints.ts'
import { removeEntries } from './removal.ts'

const DAY = 86_400_000
/** Rows read in one transaction … */
const SCANNED = 2000
/** … and entries removed in it. */
const REMOVED = 50

// $1: after which id; $2: to which; old is what was before $3, and is no longer listed since $4.
const EXPIRED = `
  SELECT entries.id FROM entries JOIN feeds ON feeds.id = entries.feed_id
  WHERE entries.id > $1 AND entries.id <= $2
    AND entries.first_seen_at < $3 AND coalesce(entries.published_at, '') < $3
    AND entries.last_listed_at < $4
    AND (feeds.subscribed = 0 OR entries.last_listed_at
      < to_char((feeds.last_read_at::timestamptz - interval '2 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    AND NOT EXISTS (SELECT 1 FROM stories WHERE lead_entry_id = entries.id AND EXISTS (
      SELECT 1 FROM entries AS other WHERE other.story_id = stories.id AND other.first_seen_at >= $3))
  ORDER BY entries.id LIMIT ${REMOVED}`
const UNTIL = `SELECT max(id) AS id FROM (SELECT id FROM entries WHERE id > $1 ORDER BY id LIMIT ${SCANNED}) AS next`

/**
 * A step of retention: removes some entries older than `retentionMs` that their feed no longer lists, and stories that
 * have none left. Each leaves a tombstone, so that it does not come back as new. An entry that a person's correction
 * names stays, without its texts. Returns whether there is more to do.
 */
export function createRetention() {
  let after = Number.MIN_SAFE_INTEGER
  return async (sql: Sql, retentionMs: number, now: number): Promise<boolean> => {
    const end = (await sql.first<{ id: number | null }>(UNTIL, [after]))!.id
    if (end === null) {
      after = Number.MIN_SAFE_INTEGER
      return false
    }
    const before = toText(now - retentionMs)
    const rows = await sql.rows<{ id: number }>(EXPIRED, [after, end, before, toText(now - 2 * DAY)])
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) await bury(sql, ids, now)
    after = ids.length === REMOVED ? ids.at(-1)! : end
    return true
  }
}

const NAMED = `SELECT id FROM unnest($1::bigint[]) AS wanted (id) WHERE EXISTS (
  SELECT 1 FROM overrides WHERE undone_at IS NULL AND (a = wanted.id OR b = wanted.id))`
const BURY = `
  INSERT INTO removed_entries (feed_id, guid, entry_id, story_id, published_at, first_seen_at, last_listed_at, removed_at)
  SELECT feed_id, guid, id, story_id, published_at, first_seen_at, last_listed_at, $2 FROM entries WHERE id = ANY($1)`

async function bury(sql: Sql, ids: readonly number[], now: number): Promise<void> {
  const named = (await sql.rows<{ id: number }>(NAMED, [ids])).map(({ id }) => id)
  await forgetPrintsOf(sql, named)
  await sql.run('DELETE FROM entry_texts WHERE entry_id = ANY($1)', [named])
  const gone = ids.filter((id) => !named.includes(id))
  await sql.run(BURY, [gone, toText(now)])
  await removeEntries(sql, gone)
}

/** A step of forgetting the tombstones older than `before` (UTC text) whose entry no feed has listed since then; whether there is more. */
export async function forgetTombstones(sql: Sql, before: string): Promise<boolean> {
  const removed = await sql.run(
    `DELETE FROM removed_entries WHERE (feed_id, guid) IN (
       SELECT feed_id, guid FROM removed_entries WHERE last_listed_at < $1 AND removed_at < $1 LIMIT ${SCANNED})`,
    [before],
  )
  return removed === SCANNED
}
