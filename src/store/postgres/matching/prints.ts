/** The `prints` table: fingerprints of the entries whose window is open, and the index keys that go with them. */
import type { PrintRow, PrintTable } from '../../../matching/engine.ts'
import { grouped } from '../../grouped.ts'
import {
  type EntryRow,
  FACTS,
  type FactRow,
  HEAD,
  type HeadRow,
  toHead,
  toMatchEntry,
  toPrintable,
} from '../../match-rows.ts'
import { arraysOf, given, namesOf, type Sql } from '../connect.ts'

const FROM_WANTED = `FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place)
  JOIN entries ON entries.id = wanted.id JOIN feeds ON feeds.id = entries.feed_id`
const PRINTABLES = `SELECT ${FACTS}, prints.revision, coalesce(text, '') AS text ${FROM_WANTED}
  LEFT JOIN entry_texts ON entry_texts.entry_id = entries.id LEFT JOIN prints ON prints.entry_id = entries.id
  ORDER BY wanted.place`
const ENTRIES = `SELECT ${FACTS}, prints.revision, prints.version, prints.bytes ${FROM_WANTED}
  JOIN prints ON prints.entry_id = entries.id ORDER BY wanted.place`
const HEADS = `SELECT ${HEAD} ${FROM_WANTED} JOIN prints ON prints.entry_id = entries.id ORDER BY wanted.place`
const RECENT = `SELECT entries.id FROM entries JOIN prints ON prints.entry_id = entries.id
  WHERE entries.feed_id = $1 ORDER BY entries.id DESC LIMIT $2`

const HOLDERS = `
  SELECT wanted.key, holder.entry_id AS id FROM unnest($1::bigint[]) AS wanted (key)
  CROSS JOIN LATERAL (
    SELECT entry_id FROM print_keys WHERE print_keys.key = wanted.key ORDER BY entry_id DESC LIMIT $2) AS holder`

const AGENCIES = { id: 'bigint', agency: 'text' } as const
const CREDIT = `UPDATE entries SET agency = given.agency FROM ${given(AGENCIES)}
  WHERE entries.id = given.id AND entries.agency IS DISTINCT FROM given.agency`

const PRINT = { entry_id: 'bigint', version: 'int', bytes: 'bytea' } as const
// A revision is never given twice, also not by a transaction that was undone: caches of other processes go by it.
const SAVE = `
  INSERT INTO prints (${namesOf(PRINT)}, revision) SELECT ${namesOf(PRINT)}, nextval('print_revisions') FROM ${given(PRINT)}
  ON CONFLICT (entry_id) DO UPDATE SET version = excluded.version, bytes = excluded.bytes, revision = excluded.revision`

const KEYS = { entry_id: 'bigint', key: 'bigint' } as const
const SAVE_KEYS = `INSERT INTO print_keys (${namesOf(KEYS)}) SELECT ${namesOf(KEYS)} FROM ${given(KEYS)}
  ON CONFLICT DO NOTHING`
const NOTE_KEYS = 'UPDATE prints SET keys = $2 WHERE entry_id = $1'

export function createPrintTable(sql: Sql): PrintTable {
  return {
    async printables(ids) {
      return (await sql.rows<FactRow & { text: string }>(PRINTABLES, [ids])).map(toPrintable)
    },
    async heads(ids) {
      return (await sql.rows<HeadRow>(HEADS, [ids])).map(toHead)
    },
    async entries(ids) {
      return (await sql.rows<EntryRow>(ENTRIES, [ids])).map(toMatchEntry)
    },
    async recent(feedId, limit) {
      return (await sql.rows<{ id: number }>(RECENT, [feedId, limit])).map(({ id }) => id)
    },
    async save(rows) {
      await sql.run(CREDIT, arraysOf(AGENCIES, rows))
      const prints = rows.map(({ id, print }) => ({ entry_id: id, ...print }))
      await sql.run(SAVE, arraysOf(PRINT, prints))
      await saveKeys(sql, rows)
    },
    async holders(keys, limit) {
      const rows = await sql.rows<{ key: number; id: number }>(HOLDERS, [keys, limit])
      return new Map(
        [...grouped(rows, ({ key }) => key)].map(([key, held]) => [key, held.map(({ id }) => id)]),
      )
    },
    async text(id) {
      const row = await sql.first<{ text: string }>('SELECT text FROM entry_texts WHERE entry_id = $1', [id])
      return row?.text ?? ''
    },
  }
}

async function saveKeys(sql: Sql, rows: readonly PrintRow[]): Promise<void> {
  const keyed = rows.filter((row) => row.keys !== null)
  if (keyed.length === 0) return
  await dropKeys(
    sql,
    keyed.map(({ id }) => id),
  )
  const all = keyed.flatMap(({ id, keys }) => keys!.map((key) => ({ entry_id: id, key })))
  await sql.run(SAVE_KEYS, arraysOf(KEYS, all))
  for (const { id, keys } of keyed) await sql.run(NOTE_KEYS, [id, keys])
}

async function dropKeys(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql.run(
    `DELETE FROM print_keys USING prints CROSS JOIN LATERAL unnest(prints.keys) AS old (key)
     WHERE prints.entry_id = ANY($1) AND print_keys.key = old.key AND print_keys.entry_id = prints.entry_id`,
    [ids],
  )
}

/** Forgets prints of entries, and their keys. */
export async function dropPrints(sql: Sql, ids: readonly number[]): Promise<void> {
  await dropKeys(sql, ids)
  await sql.run('DELETE FROM prints WHERE entry_id = ANY($1)', [ids])
}

/** Forgets up to `limit` prints, and verdicts on them, whose window closed before `before` (UTC text); returns how many. */
export async function forgetPrints(sql: Sql, before: string, limit: number): Promise<number> {
  const rows = await sql.rows<{ id: number }>(
    `SELECT entry_id AS id FROM prints JOIN entries ON entries.id = prints.entry_id
     WHERE entries.first_seen_at < $1 AND coalesce(entries.published_at, '') < $1 LIMIT $2`,
    [before, limit],
  )
  const ids = rows.map(({ id }) => id)
  await sql.run('DELETE FROM verdicts WHERE a = ANY($1) OR b = ANY($1)', [ids])
  await dropPrints(sql, ids)
  return ids.length
}
