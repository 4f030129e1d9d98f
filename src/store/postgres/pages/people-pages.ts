/** Reads for the pages for people only: lists, outlets, texts to compare, revisions, past corrections. */
import type {
  CorrectedEntry,
  OutletRecord,
  PastCorrection,
  PeoplePages,
} from '../../../contract/people-pages.ts'
import {
  assembleCorrections,
  entriesOf,
  type OperationRow,
  selectOperations,
} from '../../pages/corrections.ts'
import {
  type CarriedRow,
  type RevisionRow,
  selectCarried,
  selectRevisions,
  TEXT_COLUMNS,
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

const CARRIED = selectCarried('$1', '$2')
const REVISIONS = selectRevisions('$1')
const OPERATIONS = selectOperations('$1::text', '$2')

const DAYS = `
SELECT feed_id AS "feedId", substr(coalesce(published_at, first_seen_at), 1, 10) AS day, count(*) AS entries
FROM entries
WHERE coalesce(published_at, first_seen_at) >= $1
GROUP BY feed_id, day`

const TEXTS = `
SELECT ${TEXT_COLUMNS}
FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place)
JOIN entries ON entries.id = wanted.id
JOIN feeds ON feeds.id = entries.feed_id
JOIN entry_texts ON entry_texts.entry_id = entries.id
LEFT JOIN prints ON prints.entry_id = entries.id
ORDER BY wanted.place`

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
