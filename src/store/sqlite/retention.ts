/** Removes what is older than the retention, a little at a time, so that polls and corrections come between. */
import type { Database } from 'better-sqlite3'
import { toText } from '../rows.ts'
import type { PrintStore } from './matching/prints.ts'
import { createRemoval } from './removal.ts'

const DAY = 86_400_000
/** Rows read in one transaction … */
const SCANNED = 2000
/** … and entries removed in it. */
const REMOVED = 50

/** What is old: before `before`, and no longer listed since `unlisted`; both UTC text. */
interface Bounds {
  readonly before: string
  readonly unlisted: string
}

/**
 * A step of retention: removes some entries older than `retentionMs` that their feed no longer lists, and stories that
 * have none left. Each leaves a tombstone, so that it does not come back as new. An entry that a person's correction
 * names stays, without its texts. Returns whether there is more to do.
 */
export function createRetention(db: Database, prints: Pick<PrintStore, 'drop'>) {
  const expired = db
    .prepare(`
    SELECT entries.id FROM entries JOIN feeds ON feeds.id = entries.feed_id
    WHERE entries.id > @after AND entries.id <= @until
      AND entries.first_seen_at < @before AND coalesce(entries.published_at, '') < @before
      AND entries.last_listed_at < @unlisted
      AND (feeds.subscribed = 0 OR entries.last_listed_at < strftime('%Y-%m-%dT%H:%M:%SZ', feeds.last_read_at, '-2 days'))
      AND NOT EXISTS (SELECT 1 FROM stories WHERE lead_entry_id = entries.id AND EXISTS (
        SELECT 1 FROM entries AS other WHERE other.story_id = stories.id AND other.first_seen_at >= @before))
    ORDER BY entries.id LIMIT ${REMOVED}`)
    .pluck()
  const until = db
    .prepare(`
    SELECT max(id) FROM (SELECT id FROM entries WHERE id > ? ORDER BY id LIMIT ${SCANNED})`)
    .pluck()
  const bury = createBurial(db, prints)
  let after = Number.MIN_SAFE_INTEGER

  return db.transaction((retentionMs: number, now: number): boolean => {
    const end = until.get(after) as number | null
    if (end === null) {
      after = Number.MIN_SAFE_INTEGER
      return false
    }
    const bounds: Bounds = { before: toText(now - retentionMs), unlisted: toText(now - 2 * DAY) }
    const ids = expired.all({ ...bounds, after, until: end }) as number[]
    for (const id of ids) bury(id, now)
    after = ids.length === REMOVED ? ids.at(-1)! : end
    return true
  }).immediate
}

function createBurial(db: Database, prints: Pick<PrintStore, 'drop'>) {
  const isNamed = db
    .prepare('SELECT 1 FROM overrides WHERE undone_at IS NULL AND (a = @id OR b = @id) LIMIT 1')
    .pluck()
  const forgetVerdicts = db.prepare('DELETE FROM verdicts WHERE a = @id OR b = @id')
  const removeTexts = db.prepare('DELETE FROM entry_texts WHERE entry_id = ?')
  const bury = db.prepare(`
    INSERT INTO removed_entries (feed_id, guid, entry_id, story_id, published_at, first_seen_at, last_listed_at, removed_at)
    SELECT feed_id, guid, id, story_id, published_at, first_seen_at, last_listed_at, @now FROM entries WHERE id = @id`)
  const remove = createRemoval(db, prints)

  return (id: number, now: number): void => {
    if (isNamed.get({ id }) !== undefined) {
      prints.drop(id)
      removeTexts.run(id)
      forgetVerdicts.run({ id })
      return
    }
    bury.run({ id, now: toText(now) })
    remove(id)
  }
}

/** A step of forgetting the tombstones older than `before` (UTC text) whose entry no feed has listed since then; whether there is more. */
export function createTombstoneExpiry(db: Database) {
  const expire = db.prepare(`
    DELETE FROM removed_entries WHERE (feed_id, guid) IN (
      SELECT feed_id, guid FROM removed_entries WHERE last_listed_at < @before AND removed_at < @before LIMIT ${SCANNED})`)
  return (before: string): boolean => expire.run({ before }).changes === SCANNED
}
