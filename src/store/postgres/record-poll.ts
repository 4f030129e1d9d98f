/** Stores a poll: the feed's progress and what was read, in one transaction. Deciding comes after. */
import type { LeftOutEntry, ParsedFeed } from '../../contract/model.ts'
import type { FeedProgress, PollRecord } from '../../contract/store.ts'
import { afterMove, type ReadDocument, toDocumentRow, toProgressRow } from '../feed-rows.ts'
import { toText } from '../rows.ts'
import type { StoredEntries } from '../stored-entries.ts'
import { arraysOf, type Database, given, namesOf, type Sql } from './connect.ts'
import { saveEntries } from './entries.ts'
import type { Leases } from './leases.ts'
import { addPending } from './matching/pending.ts'
import { nameOutlet } from './outlet-names.ts'
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
  async function store(sql: Sql, { feed, progress, validators, read }: PollRecord, now: number) {
    await recordProgress(sql, secrets, feed.id, progress, now)
    if (validators) {
      const { etag, lastModified, url = null } = validators
      await sql.run('UPDATE feeds SET etag = $2, last_modified = $3, validators_url = $4 WHERE id = $1', [
        feed.id,
        etag,
        lastModified,
        url,
      ])
    }
    if (!read) return NOTHING
    await putLeftOut(sql, feed.id, read.parsed.leftOut)
    await recordDocument(
      sql,
      feed.id,
      { ...read.parsed, bodyHash: read.bodyHash, forgiven: read.forgiven },
      now,
    )
    return storeEntries(sql, feed.id, read.parsed, now)
  }

  return async (record: PollRecord, now: number): Promise<StoredEntries> => {
    const { id } = record.feed
    const stored = await db.transaction(async (sql) => {
      if (!(await isOurs(sql, id, leases.of(id)))) return null
      const entries = await store(sql, record, now)
      await logPoll(sql, record, entries, now)
      return entries
    })
    if (stored !== null) leases.ended(id)
    return stored ?? NOTHING
  }
}

/** Locks the feed's row; whether nobody else has leased it since, whose poll may be stored by now. */
async function isOurs(sql: Sql, feedId: number, lease: string | null): Promise<boolean> {
  const row = await sql.first<{ leased_until: string | null }>(
    'SELECT leased_until FROM feeds WHERE id = $1 FOR NO KEY UPDATE',
    [feedId],
  )
  return row !== null && (lease === null || row.leased_until === lease)
}

async function recordProgress(sql: Sql, secrets: SecretStore, id: number, p: FeedProgress, now: number) {
  const newUrl = p.newUrl === null ? null : await recordMove(sql, secrets, id, p.newUrl, p.newAddress)
  const row = toProgressRow(p, now)
  await sql.run(
    `UPDATE feeds SET state = $2, error = $3, failures = $4, next_poll_at = $5, move = $6,
       poll_url = coalesce($7, poll_url), last_poll_at = $8, leased_until = NULL,
       whole_at = CASE WHEN $9 = 1 THEN $8 ELSE whole_at END
     WHERE id = $1`,
    [id, row.state, row.error, row.failures, row.nextPollAt, row.move, newUrl, row.now, row.isWhole],
  )
}

/** Where the feed moved is kept apart from what is shown of it. */
async function recordMove(
  sql: Sql,
  secrets: SecretStore,
  id: number,
  newUrl: string,
  newAddress: string | null,
): Promise<string> {
  const moved = afterMove(
    await secrets.ofOne(sql, id),
    await addressOf(sql, id),
    newUrl,
    newAddress ?? newUrl,
  )
  await secrets.put(sql, id, moved.secrets)
  return moved.url
}

async function addressOf(sql: Sql, id: number): Promise<string> {
  return (await sql.first<{ url: string }>('SELECT url FROM feeds WHERE id = $1', [id]))!.url
}

async function recordDocument(sql: Sql, id: number, read: ReadDocument, now: number): Promise<void> {
  const row = toDocumentRow(read, now)
  const feed = await sql.first<{ outlet: string }>(
    `UPDATE feeds SET body_hash = $2, pace = $3, title = $4, site_link = $5, losses = $6, last_read_at = $7
     WHERE id = $1 RETURNING outlet`,
    [id, row.bodyHash, row.pace, row.title, row.siteLink, row.losses, row.now],
  )
  if (feed !== null) await nameOutlet(sql, id, feed.outlet, now)
}

const LEFT_OUT = { guid: 'text', title: 'text', link: 'text', rule: 'text' } as const

/** What the rules of the config leave out of each feed's last document. */
async function putLeftOut(sql: Sql, feedId: number, entries: readonly LeftOutEntry[]): Promise<void> {
  await sql.run('DELETE FROM left_out WHERE feed_id = $1', [feedId])
  if (entries.length === 0) return
  await sql.run(
    `INSERT INTO left_out (feed_id, ${namesOf(LEFT_OUT)}) SELECT $1, ${namesOf(LEFT_OUT)}
     FROM ${given(LEFT_OUT, 2)} ON CONFLICT DO NOTHING`,
    [feedId, ...arraysOf(LEFT_OUT, entries)],
  )
}

async function storeEntries(sql: Sql, id: number, parsed: ParsedFeed, now: number): Promise<StoredEntries> {
  const feed = { id, url: await addressOf(sql, id) }
  const stored = await saveEntries(sql, feed, parsed.entries, now)
  await addPending(sql, id, [...stored.added, ...stored.changed])
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

/** What each poll came to. */
async function logPoll(sql: Sql, record: PollRecord, stored: StoredEntries, now: number): Promise<void> {
  const { feed, progress, took } = record
  await sql.run(
    `INSERT INTO poll_log (feed_id, at, state, status, ms, bytes, added, changed, error)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (feed_id, at) DO UPDATE SET state = excluded.state, status = excluded.status, ms = excluded.ms,
       bytes = excluded.bytes, added = poll_log.added + excluded.added,
       changed = poll_log.changed + excluded.changed, error = excluded.error`,
    [
      ...[feed.id, Math.floor(now / 1000), progress.state, took.status, took.ms, took.bytes],
      ...[stored.added.length, stored.changed.length, progress.error],
    ],
  )
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
