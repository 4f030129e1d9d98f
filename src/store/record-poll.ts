import type { Database } from 'better-sqlite3'
import type { PollCounts, PollRecord } from '../contract.ts'
import type { Printable } from '../matching-model.ts'
import type { Feed, ParsedFeed } from '../model.ts'
import type { createEntryStore, StoredEntries } from './entries.ts'
import type { FeedStore } from './feeds.ts'
import type { Matching } from './matching/matching.ts'
import { createPollLog } from './poll-log.ts'

interface Parts {
  readonly feeds: FeedStore
  readonly entries: ReturnType<typeof createEntryStore>
  readonly matching: Matching
}

/**
 * Stores a poll whole or not at all: what says "seen" (validators, next poll) commits together with what was seen,
 * so that a failure in the middle can never hide an entry behind a later 304.
 */
export function createRecordPoll(db: Database, { feeds, entries, matching }: Parts) {
  const polls = createPollLog(db)
  const facts = db.prepare('SELECT url, match FROM feeds WHERE id = ?')
  const outlet = db.prepare('SELECT outlet FROM feeds WHERE id = ?').pluck()
  const latecomers = db
    .prepare(`
    SELECT count(*) FROM json_each(?) AS wanted JOIN entries ON entries.id = wanted.value
    WHERE EXISTS (
      SELECT 1 FROM entries AS earlier WHERE earlier.story_id = entries.story_id AND earlier.id < entries.id)`)
    .pluck()

  function storeEntries(feed: Feed, parsed: ParsedFeed, now: number): StoredEntries {
    const { url, match } = facts.get(feed.id) as { url: string; match: 'auto' | 'never' }
    const stored = entries.save({ id: feed.id, url }, parsed.entries, now)
    const touched = [...stored.added, ...stored.changed]
    for (const { id, index } of touched) matching.print(id, parsed.entries[index] as Printable, match)
    const ids = touched.map(({ id }) => id)
    if (match === 'never') matching.decideAll(ids, now)
    else matching.match(ids, outlet.get(feed.id) as string, now)
    matching.facts.changed(
      stored.changed.map((e) => e.id),
      now,
    )
    matching.facts.retold(
      stored.changed.filter((e) => e.retold).map((e) => e.id),
      now,
    )
    return stored
  }

  function store(record: PollRecord, now: number): PollCounts {
    const { feed, progress, validators, read } = record
    feeds.recordProgress(feed.id, progress, now)
    if (validators) feeds.recordValidators(feed.id, validators)
    if (!read) return { added: 0, changed: 0, folded: 0 }
    feeds.recordDocument(feed.id, { ...read.parsed, bodyHash: read.bodyHash }, now)
    const { added, changed } = storeEntries(feed, read.parsed, now)
    const folded = latecomers.get(JSON.stringify(added.map((e) => e.id))) as number
    return { added: added.length, changed: changed.length, folded }
  }

  return db.transaction((record: PollRecord, now: number): PollCounts => {
    const counts = store(record, now)
    polls.add(record, counts, now)
    return counts
  }).immediate
}
