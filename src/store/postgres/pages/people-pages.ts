/** Reads for the pages for people only: lists, outlets, texts to compare, revisions, past corrections. */
import type {
  CorrectedEntry,
  OutletRecord,
  PastCorrection,
  PeoplePages,
} from '../../../contract/people-pages.ts'
import { assembleCorrections, entriesOf, type OperationRow } from '../../pages/corrections.ts'
import {
  type CarriedRow,
  MOST_CARRIED,
  MOST_REVISIONS,
  type RevisionRow,
  type TextRow,
  toCarried,
  toEntryText,
  toRevision,
} from '../../pages/people.ts'
import { toText } from '../../rows.ts'
import type { Database, Sql } from '../connect.ts'
import { browse, newSince } from './browse.ts'

const OUTLET = `
SELECT outlet FROM feeds WHERE lower(outlet) = lower($1 COLLATE "C") ORDER BY subscribed DESC, id LIMIT 1`

const CARRIED = `
SELECT entries.story_id, coalesce(entries.published_at, entries.first_seen_at) AS at,
       stories.published_at AS first_at, stories.outlets, lead_feed.outlet AS lead_outlet
FROM feeds
JOIN entries ON entries.feed_id = feeds.id
JOIN stories ON stories.id = entries.story_id
JOIN entries AS lead ON lead.id = stories.lead_entry_id
JOIN feeds AS lead_feed ON lead_feed.id = lead.feed_id
WHERE feeds.outlet = $1 AND coalesce(entries.published_at, entries.first_seen_at) >= $2
ORDER BY at DESC LIMIT ${MOST_CARRIED}`

const DAYS = `
SELECT feed_id AS "feedId", substr(coalesce(published_at, first_seen_at), 1, 10) AS day, count(*) AS entries
FROM entries
WHERE coalesce(published_at, first_seen_at) >= $1
GROUP BY feed_id, day`

const TEXTS = `
SELECT entries.id, entries.story_id, feeds.outlet, feeds.url AS feed_url, entries.link, entries.title, entries.published_at,
       entries.first_seen_at, entries.language, entry_texts.text, prints.bytes
FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place)
JOIN entries ON entries.id = wanted.id
JOIN feeds ON feeds.id = entries.feed_id
JOIN entry_texts ON entry_texts.entry_id = entries.id
LEFT JOIN prints ON prints.entry_id = entries.id
ORDER BY wanted.place`

const REVISIONS = `
SELECT feeds.outlet, revised_at, revisions.title AS title_before, removed, added,
       coalesce((SELECT later.title FROM entry_revisions AS later
                 WHERE later.entry_id = revisions.entry_id AND later.revision > revisions.revision
                 ORDER BY later.revision LIMIT 1), entries.title) AS title_after
FROM entries
JOIN entry_revisions AS revisions ON revisions.entry_id = entries.id
JOIN feeds ON feeds.id = entries.feed_id
WHERE entries.story_id = $1
ORDER BY revised_at DESC, entries.id, revision DESC LIMIT ${MOST_REVISIONS}`

const OPERATIONS = `
SELECT operation, kind, min(created_at) AS created_at, max(undone_at) AS undone_at, count(*) AS pairs,
       min(a) AS first_a, max(a) AS last_a, min(b) AS first_b
FROM overrides
WHERE (kind = 'apart' OR operation NOT IN (SELECT operation FROM overrides WHERE kind = 'apart')) -- a split is told as one
  AND ($1::text IS NULL OR operation IN (
    SELECT operation FROM overrides
    JOIN entries ON entries.id IN (overrides.a, overrides.b)
    WHERE entries.story_id = $1))
GROUP BY operation, kind
ORDER BY operation DESC LIMIT $2`

const CORRECTED = `
SELECT entries.id AS "entryId", entries.story_id AS "storyId", feeds.outlet, entries.title
FROM entries JOIN feeds ON feeds.id = entries.feed_id
WHERE entries.id = ANY ($1)`

export function createPeoplePages(database: Database): PeoplePages {
  return {
    browse: (wanted) => database.transaction((sql) => browse(sql, wanted)),
    newSince: (filter, number) => database.transaction((sql) => newSince(sql, filter, number)),
    carriedBy: (name, since) => carriedBy(database, name, since),
    feedDays: (since) => database.rows(DAYS, [toText(since)]),
    texts: async (entryIds) => (await database.rows<TextRow>(TEXTS, [entryIds])).map(toEntryText),
    revisions: async (storyId) => (await database.rows<RevisionRow>(REVISIONS, [storyId])).map(toRevision),
    corrections: (limit, storyId) => database.transaction((sql) => corrections(sql, limit, storyId)),
  }
}

async function carriedBy(sql: Sql, name: string, since: number): Promise<OutletRecord | null> {
  const known = await sql.first<{ outlet: string }>(OUTLET, [name])
  if (known === null) return null
  const rows = await sql.rows<CarriedRow>(CARRIED, [known.outlet, toText(since)])
  return { name: known.outlet, copies: rows.map(toCarried) }
}

async function corrections(sql: Sql, limit: number, storyId: string | null): Promise<PastCorrection[]> {
  const rows = await sql.rows<OperationRow>(OPERATIONS, [storyId, limit])
  return assembleCorrections(rows, await sql.rows<CorrectedEntry>(CORRECTED, [entriesOf(rows)]))
}
