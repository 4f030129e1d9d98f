/** The full-text index in PostgreSQL, which follows the entries in batches. */
import { type Database, type Sql, toColumns } from '../connect.ts'
import { foldWords } from './words.ts'

/** Places beyond this are not told apart, and of one word no more than MOST_PLACES: limits of `tsvector`. */
const LAST_PLACE = 16_383
const MOST_PLACES = 255
/** Bytes of different words that a `tsvector` holds, and some to spare; a text with more is not prose. */
const MOST_BYTES = 700_000

interface TextRow {
  readonly entry_id: number
  readonly title: string
  readonly text: string
}

// Whoever else lets the index follow at this moment takes other entries. `MATERIALIZED`: asked anew for each row, it would
// find more than the limit.
const TAKE = `
WITH taken AS MATERIALIZED (
  SELECT entry_id FROM search_pending ORDER BY entry_id LIMIT $1 FOR UPDATE SKIP LOCKED)
DELETE FROM search_pending WHERE entry_id IN (SELECT entry_id FROM taken)
RETURNING entry_id`

const TEXTS = `
SELECT entry_id, title, text FROM entry_texts JOIN entries ON entries.id = entry_id WHERE entry_id = ANY ($1)`

const PUT = `
INSERT INTO search_index (entry_id, words, long_text)
SELECT * FROM unnest($1::bigint[], $2::tsvector[], $3::text[])
ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words, long_text = excluded.long_text`

/**
 * Lets the full-text index follow up to `limit` entries. Returns how many it took; call it until that is 0. One
 * transaction.
 */
export function indexEntries(database: Database, limit: number): Promise<number> {
  return database.transaction((sql) => indexSome(sql, limit))
}

/** The same, in a transaction that goes on. */
export async function indexSome(sql: Sql, limit: number): Promise<number> {
  const taken = await sql.rows<{ entry_id: number }>(TAKE, [limit])
  await putWords(sql, await sql.rows<TextRow>(TEXTS, [taken.map((row) => row.entry_id)]))
  return taken.length
}

async function putWords(sql: Sql, rows: readonly TextRow[]): Promise<void> {
  const indexed = rows.map(({ entry_id, title, text }) => ({ entry_id, ...toIndexed(title, text) }))
  await sql.run(PUT, toColumns(indexed, ['entry_id', 'words', 'long_text']))
}

interface Indexed {
  /** A `tsvector` as it is written: `'ferry':1A,7 'strike':2A`. */
  readonly words: string
  /** The words in a row, where the `tsvector` does not hold all their places; else null. */
  readonly long_text: string | null
}

/** Between title and text is a place without a word, so that no phrase goes from the one into the other. */
function toIndexed(title: string, text: string): Indexed {
  const [head, body] = [foldWords(title), foldWords(text)]
  const places = new Map<string, string[]>()
  let bytes = 0
  let isWhole = head.length + body.length < LAST_PLACE
  const put = (word: string, place: number, weight: string) => {
    const known = places.get(word)
    if (known === undefined) bytes += Buffer.byteLength(word) + 8
    if (bytes > MOST_BYTES) return
    if (known !== undefined && known.length >= MOST_PLACES) isWhole = false
    else if (place < LAST_PLACE) places.set(word, [...(known ?? []), `${place}${weight}`])
    else if (known === undefined) places.set(word, [])
  }
  for (const [n, word] of head.entries()) put(word, n + 1, 'A')
  for (const [n, word] of body.entries()) put(word, head.length + n + 2, '')
  const words = [...places].map(([word, at]) => (at.length === 0 ? `'${word}'` : `'${word}':${at.join()}`))
  return { words: words.join(' '), long_text: isWhole ? null : ` ${head.join(' ')} | ${body.join(' ')} ` }
}
