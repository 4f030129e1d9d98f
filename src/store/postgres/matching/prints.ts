/** The `prints` table: fingerprints of the entries whose window is open, and the index keys that go with them. */
import { allKeys } from '../../../contract/matching.ts'
import type { PrintTable } from '../../../matching/engine.ts'
import { grouped } from '../../../matching/grouped.ts'
import {
  type CountRow,
  type EntryRow,
  FACTS,
  type FactRow,
  HEAD,
  type HeadRow,
  toHead,
  toKeyCounts,
  toMatchEntry,
  toPrintable,
} from '../../match-rows.ts'
import { arraysOf, given, type Sql } from '../connect.ts'

const FROM_WANTED = `FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place)
  JOIN entries ON entries.id = wanted.id JOIN feeds ON feeds.id = entries.feed_id`
const PRINTABLES = `SELECT ${FACTS}, prints.revision, coalesce(text, '') AS text ${FROM_WANTED}
  LEFT JOIN entry_texts ON entry_texts.entry_id = entries.id LEFT JOIN prints ON prints.entry_id = entries.id
  ORDER BY wanted.place`
const ENTRIES = `SELECT ${FACTS}, prints.revision, prints.version, prints.bytes ${FROM_WANTED}
  JOIN prints ON prints.entry_id = entries.id ORDER BY wanted.place`
const COUNTS =
  'SELECT entry_id AS id, cardinality(keys) AS keys, text_keys FROM prints WHERE entry_id = ANY($1)'
const HEADS = `SELECT ${HEAD} ${FROM_WANTED}
  JOIN prints ON prints.entry_id = entries.id ORDER BY wanted.place`
const RECENT = `SELECT wanted.id, newest.ids FROM unnest($1::bigint[]) AS wanted (id) CROSS JOIN LATERAL (
    SELECT array_agg(entry_id) AS ids FROM (
      SELECT prints.entry_id FROM entries JOIN prints ON prints.entry_id = entries.id
      WHERE entries.feed_id = wanted.id ORDER BY entries.id DESC LIMIT $2) AS recent) AS newest
  WHERE newest.ids IS NOT NULL`

const OUTDATED =
  'SELECT entry_id AS id FROM prints WHERE entry_id > $1 AND version <> $2 ORDER BY entry_id LIMIT $3'
const TEXTS = 'SELECT entry_id AS id, text FROM entry_texts WHERE entry_id = ANY($1)'

const KEYS = { entry_id: 'bigint', key: 'bigint' } as const
// In the order of the keys, neighbours of which are neighbours in the index, too.
const HOLDERS = `
  SELECT wanted.entry_id AS id, wanted.key, holder.entry_id AS holder FROM (
    SELECT given.entry_id, given.key, coalesce(place, ${Number.MAX_SAFE_INTEGER}) AS place
    FROM ${given(KEYS)} LEFT JOIN prints ON prints.entry_id = given.entry_id ORDER BY given.key) AS wanted
  CROSS JOIN LATERAL (
    SELECT entry_id FROM print_keys WHERE print_keys.key = wanted.key AND print_keys.place < wanted.place
    ORDER BY print_keys.place DESC LIMIT $3) AS holder`

interface HeldKey {
  readonly id: number
  readonly key: number
  readonly holder: number
}

const AGENCIES = { id: 'bigint', agency: 'text' } as const
const CREDIT = `UPDATE entries SET agency = given.agency FROM ${given(AGENCIES)}
  WHERE entries.id = given.id AND entries.agency IS DISTINCT FROM given.agency`

const PRINT = { entry_id: 'bigint', version: 'int', bytes: 'bytea', keys: 'text', text_keys: 'int' } as const
// A place is never given twice, also not by a transaction that was undone; so it is a revision that caches can go by.
const SAVE = `
  INSERT INTO prints (entry_id, version, bytes, keys, text_keys, place, revision)
  SELECT entry_id, version, bytes, keys::bigint[], text_keys, place, place
  FROM (SELECT given.*, nextval('print_places') AS place FROM ${given(PRINT)}) AS placed
  ON CONFLICT (entry_id) DO UPDATE SET version = excluded.version, bytes = excluded.bytes, keys = excluded.keys,
    text_keys = excluded.text_keys, place = excluded.place, revision = excluded.revision`
const ADD_KEYS = `
  INSERT INTO print_keys (key, place, entry_id) SELECT DISTINCT held.key, place, entry_id
  FROM prints CROSS JOIN LATERAL unnest(prints.keys) AS held (key) WHERE entry_id = ANY($1) ORDER BY held.key`
const DROP_KEYS = `
  DELETE FROM print_keys USING prints CROSS JOIN LATERAL unnest(prints.keys) AS held (key)
  WHERE prints.entry_id = ANY($1) AND print_keys.key = held.key AND print_keys.place = prints.place`

export function createPrintTable(sql: Sql): PrintTable {
  return {
    async printables(ids) {
      return (await sql.rows<FactRow & { text: string }>(PRINTABLES, [ids])).map(toPrintable)
    },
    async heads(ids) {
      return (await sql.rows<HeadRow>(HEADS, [ids])).map(toHead)
    },
    async keyCounts(ids) {
      return toKeyCounts(await sql.rows<CountRow>(COUNTS, [ids]))
    },
    async entries(ids) {
      return (await sql.rows<EntryRow>(ENTRIES, [ids])).map(toMatchEntry)
    },
    async outdated(version, after, limit) {
      const rows = await sql.rows<{ id: number }>(OUTDATED, [after, version, limit])
      return rows.map(({ id }) => id)
    },
    async recent(feedIds, each) {
      const rows = await sql.rows<{ id: number; ids: readonly string[] }>(RECENT, [feedIds, each])
      return new Map(rows.map(({ id, ids }) => [id, ids.map(Number)]))
    },
    async save(rows) {
      const ids = rows.map(({ id }) => id)
      const prints = rows.map(({ id, print, keys }) => {
        const all = allKeys(keys)
        return { entry_id: id, ...print, keys: `{${all.join()}}`, text_keys: keys.ofText.length }
      })
      await sql.run(CREDIT, arraysOf(AGENCIES, rows))
      await sql.run(DROP_KEYS, [ids])
      await sql.run(SAVE, arraysOf(PRINT, prints))
      await addKeys(sql, ids)
    },
    async holders(entries, limit) {
      const wanted = entries.flatMap(({ id, keys }) => allKeys(keys).map((key) => ({ entry_id: id, key })))
      const rows = await sql.rows<HeldKey>(HOLDERS, [...arraysOf(KEYS, wanted), limit])
      const held = [...grouped(rows, ({ id }) => id)].map(([id, theirs]) => {
        const byKey = [...grouped(theirs, ({ key }) => key)]
        return [id, new Map(byKey.map(([key, of]) => [key, of.map(({ holder }) => holder)]))] as const
      })
      return new Map(held)
    },
    async texts(ids) {
      const rows = await sql.rows<{ id: number; text: string }>(TEXTS, [ids])
      return new Map(rows.map(({ id, text }) => [id, text]))
    },
  }
}

/** Indexes the keys of prints that were just put. */
export async function addKeys(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql.run(ADD_KEYS, [ids])
}

/** Forgets prints of entries, and their keys. */
export async function dropPrints(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql.run(DROP_KEYS, [ids])
  await sql.run('DELETE FROM prints WHERE entry_id = ANY($1)', [ids])
}

/** Forgets prints of entries that stay, and verdicts on them. */
export async function forgetPrintsOf(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql.run('DELETE FROM verdicts WHERE a = ANY($1) OR b = ANY($1)', [ids])
  await dropPrints(sql, ids)
}

/** Forgets up to `limit` prints, and verdicts on them, whose window closed before `before` (UTC text); returns how many. */
export async function forgetPrints(sql: Sql, before: string, limit: number): Promise<number> {
  const rows = await sql.rows<{ id: number }>(
    `SELECT entry_id AS id FROM prints JOIN entries ON entries.id = prints.entry_id
     WHERE entries.first_seen_at < $1 AND coalesce(entries.published_at, '') < $1 LIMIT $2`,
    [before, limit],
  )
  const ids = rows.map(({ id }) => id)
  await forgetPrintsOf(sql, ids)
  return ids.length
}
