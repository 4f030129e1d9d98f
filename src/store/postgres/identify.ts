/** What PostgreSQL knows of the stored entries that a document's may be: three questions, however many entries it has. */
import type { ParsedEntry } from '../../contract/model.ts'
import { grouped } from '../../matching/grouped.ts'
import { placeOf } from '../identity/address.ts'
import { type Identity, identify, type KnownEntry, LOOKED_AT, unsettled } from '../identity/identify.ts'
import type { Sql } from './connect.ts'

const COLUMNS = 'id, guid, own_guid, content_hash, last_listed_at, place, link, title, published_at'
const NAMED = `
  SELECT guid AS name, ${COLUMNS} FROM entries WHERE feed_id = $1 AND guid = ANY($2)
  UNION ALL
  SELECT name, found.* FROM unnest($2::text[]) AS wanted (name)
  CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM entries WHERE feed_id = $1 AND own_guid = wanted.name
    ORDER BY id DESC LIMIT ${LOOKED_AT}) AS found`
const PLACED = `
  SELECT found.* FROM unnest($2::bigint[]) AS wanted (place)
  CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM entries WHERE feed_id = $1 AND place = wanted.place
    ORDER BY id DESC LIMIT ${LOOKED_AT}) AS found`

/** Which stored entry each entry of a document is. */
export async function identifyStored(
  sql: Sql,
  feedId: number,
  entries: readonly ParsedEntry[],
): Promise<Identity[]> {
  const guids = [...new Set(entries.map(({ guid }) => guid))]
  const rows = await sql.rows<KnownEntry & { name: string }>(NAMED, [feedId, guids])
  const byName = grouped(rows, ({ name }) => name)
  const named = entries.map(({ guid }) => byName.get(guid) ?? [])
  const open = unsettled(entries, named)
  const places = [...new Set(open.map(({ entry }) => placeOf(entry)))]
  const placed = places.length === 0 ? [] : await sql.rows<KnownEntry>(PLACED, [feedId, places])
  const byPlace = grouped(placed, ({ place }) => place!)
  const texts = await textsOf(sql, [...open.flatMap((each) => each.named), ...placed])
  return identify(entries, {
    named,
    placed: (place) => byPlace.get(place) ?? [],
    textOf: (id) => texts.get(id) ?? '',
  })
}

async function textsOf(sql: Sql, known: readonly KnownEntry[]): Promise<ReadonlyMap<number, string>> {
  if (known.length === 0) return new Map()
  const rows = await sql.rows<{ id: number; text: string }>(
    'SELECT entry_id AS id, text FROM entry_texts WHERE entry_id = ANY($1)',
    [[...new Set(known.map(({ id }) => id))]],
  )
  return new Map(rows.map(({ id, text }) => [id, text]))
}
