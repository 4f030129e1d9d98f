/** The `entries` table as polls change it: every entry once per feed and guid, its texts beside it; a document at once. */
import type { ParsedEntry } from '../../contract/model.ts'
import {
  contentHashOf,
  entryKey,
  namesOf as guidsOf,
  isNotedLongAgo,
  laterKey,
  toEntryRow,
  toTextsRow,
} from '../entry-rows.ts'
import { placeOf } from '../identity/address.ts'
import type { Identity, KnownEntry } from '../identity/identify.ts'
import { toText } from '../rows.ts'
import { differences, type SavedFeed, type StoredEntries, type Told } from '../stored-entries.ts'
import { arraysOf, given, namesOf, type Sql } from './connect.ts'
import { identifyStored } from './identify.ts'
import { keepRevisions } from './revisions.ts'

/** An entry of the document, its place in it, and which one it is. */
interface Read {
  readonly index: number
  readonly entry: ParsedEntry
  readonly identity: Identity
}

/** One that is stored already. */
interface Again extends Read {
  readonly known: KnownEntry
}

const SHOWN = {
  link: 'text',
  canonical_url: 'text',
  title: 'text',
  author: 'text',
  published_at: 'text',
  updated_at: 'text',
  words: 'int',
  teaser: 'int',
  enclosures: 'text',
  image_url: 'text',
  categories: 'text',
  language: 'text',
  source: 'text',
  details: 'text',
  place: 'bigint',
  content_hash: 'text',
} as const

/** Inserts what is new, updates what changed, touches the rest. New entries have no story yet. */
export async function saveEntries(
  sql: Sql,
  feed: SavedFeed,
  entries: readonly ParsedEntry[],
  now: number,
): Promise<StoredEntries> {
  if (entries.length === 0) return { added: [], changed: [] }
  const identities = await identifyStored(sql, feed.id, entries)
  const read = identities.map((identity, index) => ({ index, entry: entries[index]!, identity }))
  const again = read.flatMap((each) => (each.identity.known ? [{ ...each, known: each.identity.known }] : []))
  await rename(sql, again)
  const changed = await update(
    sql,
    again.filter(({ known, entry }) => known.content_hash !== contentHashOf(entry)),
    now,
  )
  await touch(sql, again, now)
  const fresh = read.filter(({ identity }) => identity.known === null)
  return { added: await insert(sql, feed, await notBuried(sql, feed, fresh, now), now), changed }
}

/** One after another: a name may be taken only when the one that had it gave it up. */
async function rename(sql: Sql, again: readonly Again[]): Promise<void> {
  for (const { known, identity } of again) {
    if (known.guid === identity.guid) continue
    const { guid, ownGuid } = identity
    await sql.run('UPDATE entries SET guid = $2, own_guid = $3 WHERE id = $1', [known.id, guid, ownGuid])
  }
}

async function touch(sql: Sql, again: readonly Again[], now: number): Promise<void> {
  const placeless = again.filter(({ known }) => known.place === null)
  for (const { known, entry } of placeless) {
    await sql.run('UPDATE entries SET place = $2 WHERE id = $1', [known.id, placeOf(entry)])
  }
  const listed = again.filter(({ known }) => isNotedLongAgo(known.last_listed_at, now))
  if (listed.length === 0) return
  await sql.run('UPDATE entries SET last_listed_at = $2 WHERE id = ANY($1)', [
    listed.map(({ known }) => known.id),
    toText(now),
  ])
}

const BURIED = 'SELECT guid, last_listed_at FROM removed_entries WHERE feed_id = $1 AND guid = ANY($2)'

/** Those that retention did not remove before: listed again, they are not news. */
async function notBuried(sql: Sql, feed: SavedFeed, fresh: readonly Read[], now: number): Promise<Read[]> {
  if (fresh.length === 0) return []
  const names = fresh.flatMap(({ identity }) => guidsOf(identity.guid))
  const rows = await sql.rows<{ guid: string; last_listed_at: string }>(BURIED, [feed.id, names])
  if (rows.length === 0) return [...fresh]
  const again = rows.filter(({ last_listed_at }) => isNotedLongAgo(last_listed_at, now))
  await sql.run('UPDATE removed_entries SET last_listed_at = $3 WHERE feed_id = $1 AND guid = ANY($2)', [
    feed.id,
    again.map(({ guid }) => guid),
    toText(now),
  ])
  const buried = new Set(rows.map(({ guid }) => guid))
  return fresh.filter(({ identity }) => !guidsOf(identity.guid).some((name) => buried.has(name)))
}

const NEW = { guid: 'text', own_guid: 'text', key: 'text', ...SHOWN } as const
const INSERT = `
  INSERT INTO entries (${namesOf(NEW)}, feed_id, first_seen_at, last_listed_at)
  SELECT ${namesOf(NEW)}, $1, $2, $2 FROM ${given(NEW, 3)}
  ON CONFLICT DO NOTHING -- listed twice, and not to be told apart
  RETURNING id, guid`

async function insert(
  sql: Sql,
  feed: SavedFeed,
  fresh: readonly Read[],
  now: number,
): Promise<StoredEntries['added']> {
  if (fresh.length === 0) return []
  const keyOf = await freeKeys(sql, feed, fresh, now)
  const rows = fresh.map(({ entry, identity: { guid, ownGuid } }) => {
    return { ...toEntryRow(entry), guid, own_guid: ownGuid, key: keyOf(guid) }
  })
  const ids = await sql.rows<{ id: number; guid: string }>(INSERT, [
    feed.id,
    toText(now),
    ...arraysOf(NEW, rows),
  ])
  const added = ids.map(({ id, guid }) => {
    const { entry, index } = fresh.find(({ identity }) => identity.guid === guid)!
    return { id, entry, index }
  })
  await putTexts(sql, added)
  return added.map(({ id, index }) => ({ id, index }))
}

/** The key of a guid that was given up by an entry which keeps the key is that entry's. */
async function freeKeys(sql: Sql, { url }: SavedFeed, fresh: readonly Read[], now: number) {
  const keys = fresh.map(({ identity }) => entryKey(url, identity.guid))
  const rows = await sql.rows<{ key: string }>('SELECT key FROM entries WHERE key = ANY($1)', [keys])
  const taken = new Set(rows.map(({ key }) => key))
  return (guid: string): string => {
    const key = entryKey(url, guid)
    return taken.has(key) ? laterKey(url, guid, now) : key
  }
}

const CHANGED = { id: 'bigint', ...SHOWN } as const
const KEPT = new Set(['id', 'published_at'])
const UPDATE = `
  UPDATE entries SET last_listed_at = $1, changed_at = $1,
    published_at = coalesce(given.published_at, entries.published_at),
    ${Object.keys(CHANGED)
      .filter((name) => !KEPT.has(name))
      .map((name) => `${name} = given.${name}`)
      .join(', ')}
  FROM ${given(CHANGED, 2)} WHERE entries.id = given.id`
const TOLD = `
  SELECT entries.id, title, link, coalesce(text, '') AS text FROM entries
  LEFT JOIN entry_texts ON entry_id = entries.id WHERE entries.id = ANY($1)`

async function update(sql: Sql, changed: readonly Again[], now: number): Promise<StoredEntries['changed']> {
  if (changed.length === 0) return []
  const ids = changed.map(({ known }) => known.id)
  const rows = await sql.rows<Told & { id: number }>(TOLD, [ids])
  const told = new Map(rows.map((row) => [row.id, row]))
  const changes = changed.map(({ known, entry, index }) => {
    const before = told.get(known.id)!
    return { id: known.id, index, entry, before, after: entry, ...differences(before, entry) }
  })
  await keepRevisions(sql, changes, now)
  const shown = changes.map(({ id, entry }) => ({ ...toEntryRow(entry), id }))
  await sql.run(UPDATE, [toText(now), ...arraysOf(CHANGED, shown)])
  await putTexts(sql, changes)
  return changes.map(({ id, index, retold, relinked }) => ({ id, index, retold, relinked }))
}

const TEXTS = {
  entry_id: 'bigint',
  text: 'text',
  content_html: 'bytea',
  summary_html: 'bytea',
  search_title: 'text',
  search_text: 'text',
} as const
const PUT_TEXTS = `
  INSERT INTO entry_texts (${namesOf(TEXTS)}) SELECT ${namesOf(TEXTS)} FROM ${given(TEXTS)}
  ON CONFLICT (entry_id) DO UPDATE SET text = excluded.text, content_html = excluded.content_html,
    summary_html = excluded.summary_html, search_title = excluded.search_title, search_text = excluded.search_text`

async function putTexts(
  sql: Sql,
  entries: readonly { readonly id: number; readonly entry: ParsedEntry }[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ id, entry }) => ({ ...toTextsRow(entry), entry_id: id }))
  await sql.run(PUT_TEXTS, arraysOf(TEXTS, rows))
}
