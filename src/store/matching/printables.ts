import type { Database } from 'better-sqlite3'
import type { Printable } from '../../matching-model.ts'
import type { Matching } from './matching.ts'

/** What a stored entry's print is made from, as SQL; a WHERE may follow. */
export const SELECT_PRINTABLES = `
  SELECT entries.id, entries.title, coalesce(text, '') AS text, author, link, canonical_url AS canonicalUrl, feeds.match
  FROM entries JOIN feeds ON feeds.id = entries.feed_id LEFT JOIN entry_texts ON entry_texts.entry_id = entries.id`

export type PrintableRow = Printable & {
  readonly id: number
  readonly match: 'auto' | 'never'
}

/** Prints made again in one transaction: keeps each short. */
const RENEWED_AT_ONCE = 500

/** Makes the prints of stored entries again. */
export function reprint(rows: readonly PrintableRow[], matching: Matching): void {
  for (const row of rows) matching.print(row.id, row, row.match)
}

/** Makes again what another version printed: only prints of one version can be compared. */
export function renewPrints(db: Database, matching: Matching, version: number): void {
  const others = db.prepare(`
    ${SELECT_PRINTABLES} JOIN prints ON prints.entry_id = entries.id WHERE prints.version <> ? LIMIT ${RENEWED_AT_ONCE}`)
  const renew = db.transaction(() => {
    const rows = others.all(version) as PrintableRow[]
    reprint(rows, matching)
    return rows.length
  }).immediate
  while (renew() === RENEWED_AT_ONCE);
}
