/** Stores a poll: the feed's progress and what was read, in one transaction. Deciding comes after. */
import type { LeftOutEntry, ParsedFeed } from '../../contract/model.ts'
import type { PollRecord } from '../../contract/store.ts'
import { afterMove, toPollRow } from '../feed-rows.ts'
import type { NameRow } from '../outlet-name.ts'
import { toText } from '../rows.ts'
import type { StoredEntries } from '../stored-entries.ts'
import { arraysOf, type Database, given, namesOf, type Sql } from './connect.ts'
import { saveEntries } from './entries.ts'
import type { Leases } from './leases.ts'
import { addPending } from './matching/pending.ts'
import { giveName } from './outlet-names.ts'
import type { SecretStore } from './secrets.ts'

const NOTHING: StoredEntries = { added: [], changed: [] }

interface Parts {
  readonly secrets: SecretStore
  readonly leases: Leases
}

/**
 * Stores a poll whole or not at all: what says "seen" (validators, next poll) commits together with what was seen, so
 * that a failure in the middle can never hide an entry behind a later 304. A poll whose feed another worker has taken over
 * meanwhile is not stored, because that one reads the feed later. What is new or changed waits for a decision.
 */
export function createRecordPoll(db: Database, { secrets, leases }: Parts) {
  return async (record: PollRecord, now: number): Promise<StoredEntries> => {
    const { id } = record.feed
    const lease = leases.of(id)
    const stored = bringsNothing(record)
      ? await storeProgress(db, record, lease, now)
      : await db.transaction((sql) => storeAll(sql, secrets, record, lease, now))
    if (stored !== null) leases.ended(id)
    return stored ?? NOTHING
  }
}

function bringsNothing({ read, progress }: PollRecord): boolean {
  return read === null && progress.newUrl === null
}

/** Most polls bring nothing: one statement. Null: the feed is not ours any more. */
async function storeProgress(
  db: Database,
  record: PollRecord,
  lease: string | null,
  now: number,
): Promise<StoredEntries | null> {
  const { text, params } = progressOf(record, lease, now)
  const log = logOf(record, NOTHING, now)
  const logged = await db.run(`WITH ours AS (${text}) ${insertLog(params.length + 1, 'FROM ours')}`, [
    ...params,
    ...log,
  ])
  return logged > 0 ? NOTHING : null
}

async function storeAll(
  sql: Sql,
  secrets: SecretStore,
  record: PollRecord,
  lease: string | null,
  now: number,
): Promise<StoredEntries | null> {
  const { read, progress } = record
  const { text, params } = progressOf(record, lease, now)
  const forget = read === null ? '' : `, gone AS (${FORGET_LEFT_OUT})`
  const feed = await sql.first<FeedRow>(`WITH ours AS (${text})${forget} SELECT * FROM ours`, params)
  if (feed === null) return null
  if (progress.newUrl !== null) await recordMove(sql, secrets, feed, progress.newUrl, progress.newAddress)
  if (read !== null) {
    await putLeftOut(sql, feed.id, read.parsed.leftOut)
    await giveName(sql, feed, feed.outlet, now)
  }
  const stored = read === null ? NOTHING : await storeEntries(sql, feed, read.parsed, now)
  await sql.run(insertLog(2), [feed.id, ...logOf(record, stored, now)])
  return stored
}

/** A feed's row after its progress was stored. */
type FeedRow = NameRow & { readonly id: number }

/** Stores a feed's progress, where nobody else has leased it since, whose poll may be stored by now. It stays locked. */
function progressOf(record: PollRecord, lease: string | null, now: number) {
  const row = toPollRow(record, now)
  const set = Object.keys(row).map((name, n) => `${name} = $${n + 3}`)
  return {
    text: `UPDATE feeds SET ${set.join(', ')} WHERE id = $1 AND ($2::text IS NULL OR leased_until = $2)
      RETURNING id, url, title, outlet, configured_outlet`,
    params: [record.feed.id, lease, ...Object.values(row)],
  }
}

/** Where the feed moved is kept apart from what is shown of it. */
async function recordMove(
  sql: Sql,
  secrets: SecretStore,
  { id, url }: FeedRow,
  newUrl: string,
  newAddress: string | null,
): Promise<void> {
  const moved = afterMove(await secrets.ofOne(sql, id), url, newUrl, newAddress ?? newUrl)
  await secrets.put(sql, id, moved.secrets)
  await sql.run('UPDATE feeds SET poll_url = $2 WHERE id = $1', [id, moved.url])
}

const LEFT_OUT = { guid: 'text', title: 'text', link: 'text', rule: 'text' } as const
const FORGET_LEFT_OUT = 'DELETE FROM left_out WHERE feed_id IN (SELECT id FROM ours)'

/** What the rules of the config leave out of each feed's last document. */
async function putLeftOut(sql: Sql, feedId: number, entries: readonly LeftOutEntry[]): Promise<void> {
  if (entries.length === 0) return
  await sql.run(
    `INSERT INTO left_out (feed_id, ${namesOf(LEFT_OUT)}) SELECT $1, ${namesOf(LEFT_OUT)}
     FROM ${given(LEFT_OUT, 2)} ON CONFLICT DO NOTHING`,
    [feedId, ...arraysOf(LEFT_OUT, entries)],
  )
}

async function storeEntries(
  sql: Sql,
  feed: FeedRow,
  parsed: ParsedFeed,
  now: number,
): Promise<StoredEntries> {
  const stored = await saveEntries(sql, feed, parsed.entries, now)
  await addPending(sql, feed.id, [...stored.added, ...stored.changed])
  if (stored.changed.length > 0) await tellStories(sql, stored.changed, now)
  return stored
}

/**
 * The stories of changed entries. They are locked first, and counted by a statement that begins afterwards: so it sees what
 * a decision about them changed meanwhile.
 */
async function tellStories(sql: Sql, changed: StoredEntries['changed'], now: number): Promise<void> {
  const ids = changed.map(({ id }) => id)
  const retold = changed.filter((entry) => entry.retold).map(({ id }) => id)
  const theirs = 'id IN (SELECT story_id FROM entries WHERE entries.id = ANY($1))'
  await sql.run(`SELECT 1 FROM stories WHERE ${theirs} ORDER BY number FOR NO KEY UPDATE`, [ids])
  await sql.run(
    `UPDATE stories SET changed_at = $3,
       updated_at = CASE WHEN lead_entry_id = ANY($2) THEN $3 ELSE updated_at END,
       longest_words = (SELECT max(words) FROM entries WHERE story_id = stories.id)
     WHERE ${theirs}`,
    [ids, retold, toText(now)],
  )
}

/** What each poll came to: for the feed $1, with the values of `logOf` from `$first` on. */
function insertLog(first: number, from = ''): string {
  const values = Array.from({ length: 8 }, (_, n) => `$${first + n}`)
  return `
    INSERT INTO poll_log (feed_id, at, state, status, ms, bytes, added, changed, error) SELECT $1, ${values.join(', ')} ${from}
    ON CONFLICT (feed_id, at) DO UPDATE SET state = excluded.state, status = excluded.status, ms = excluded.ms,
      bytes = excluded.bytes, added = poll_log.added + excluded.added,
      changed = poll_log.changed + excluded.changed, error = excluded.error`
}

function logOf({ progress, took }: PollRecord, stored: StoredEntries, now: number): unknown[] {
  return [
    ...[Math.floor(now / 1000), progress.state, took.status, took.ms, took.bytes],
    ...[stored.added.length, stored.changed.length, progress.error],
  ]
}

/** How many of these entries came to a story that an earlier one was in. */
export async function countFolded(sql: Sql, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0
  const row = await sql.first<{ count: number }>(
    `SELECT count(*) AS count FROM entries WHERE id = ANY($1) AND EXISTS (
       SELECT 1 FROM entries AS earlier WHERE earlier.story_id = entries.story_id AND earlier.id < entries.id)`,
    [ids],
  )
  return row!.count
}
