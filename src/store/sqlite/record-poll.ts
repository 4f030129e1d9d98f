/** Stores a poll: the feed's progress and what was read, in one transaction. Deciding comes after. */
import type { Database } from 'better-sqlite3'
import type { ParsedFeed } from '../../contract/model.ts'
import type { PollRecord } from '../../contract/store.ts'
import { toText } from '../rows.ts'
import type { StoredEntries } from '../stored-entries.ts'
import type { EntryStore } from './entries.ts'
import type { FeedRecorder } from './feeds.ts'
import { createLeftOut } from './left-out.ts'
import type { PendingStore } from './matching/pending.ts'
import { createPollLog } from './poll-log.ts'

interface Parts {
  readonly recordFeed: FeedRecorder
  readonly entries: EntryStore
  readonly pending: Pick<PendingStore, 'add'>
}

const NOTHING: StoredEntries = { added: [], changed: [] }

/**
 * Stores a poll whole or not at all: what says "seen" (validators, next poll) commits together with what was seen,
 * so that a failure in the middle can never hide an entry behind a later 304. What is new or changed waits for a decision.
 */
export function createRecordPoll(db: Database, { recordFeed, entries, pending }: Parts) {
  const polls = createPollLog(db)
  const leftOut = createLeftOut(db)
  const address = db.prepare('SELECT url FROM feeds WHERE id = ?').pluck()
  const retold = db.prepare(`
    UPDATE stories SET updated_at = @now
    WHERE id = (SELECT story_id FROM entries WHERE id = @id) AND lead_entry_id = @id`)
  const changed = db.prepare(`
    UPDATE stories SET changed_at = @now WHERE id = (SELECT story_id FROM entries WHERE id = @id)`)

  function storeDocument(feedId: number, parsed: ParsedFeed, now: number): StoredEntries {
    leftOut.put(feedId, parsed.leftOut)
    const stored = entries.save({ id: feedId, url: address.get(feedId) as string }, parsed.entries, now)
    for (const { id } of stored.added) pending.add(id, feedId, false)
    for (const { id, relinked } of stored.changed) pending.add(id, feedId, relinked)
    for (const entry of stored.changed) {
      changed.run({ id: entry.id, now: toText(now) })
      if (entry.retold) retold.run({ id: entry.id, now: toText(now) })
    }
    return stored
  }

  return db.transaction((record: PollRecord, now: number): StoredEntries => {
    const { feed, read } = record
    recordFeed(record, now)
    const stored = read === null ? NOTHING : storeDocument(feed.id, read.parsed, now)
    polls.add(record, { added: stored.added.length, changed: stored.changed.length }, now)
    return stored
  }).immediate
}

/** How many of these entries came to a story that an earlier one was in. */
export function createCountFolded(db: Database): (ids: readonly number[]) => number {
  const latecomers = db
    .prepare(`
    SELECT count(*) FROM json_each(?) AS wanted JOIN entries ON entries.id = wanted.value
    WHERE EXISTS (
      SELECT 1 FROM entries AS earlier WHERE earlier.story_id = entries.story_id AND earlier.id < entries.id)`)
    .pluck()
  return (ids) => latecomers.get(JSON.stringify(ids)) as number
}
