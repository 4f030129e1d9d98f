/** Full-text search in SQLite: the index that follows the entries, and searches as it understands them. */
import type { Database } from 'better-sqlite3'
import { type Alternative, parseSearch, type SearchTerm } from '../../pages/search-query.ts'
import { spaced } from '../../texts.ts'

/**
 * Lets the full-text index follow up to `limit` entries. Returns how many it took; call it until that is 0. One
 * transaction.
 */
export function indexEntries(db: Database, limit: number): number {
  const next = 'SELECT entry_id FROM search_pending ORDER BY entry_id LIMIT @limit'
  const add = db.prepare(
    `INSERT INTO search (rowid, title, text) SELECT entry_id, title, text FROM searchable WHERE entry_id IN (${next})`,
  )
  const done = db.prepare(`DELETE FROM search_pending WHERE entry_id IN (${next})`)
  const follow = db.transaction(() => {
    add.run({ limit })
    return done.run({ limit }).changes
  })
  return follow.immediate()
}

/** A search as FTS5 runs it: stories that match the first, and all those that do not match the second. */
interface FtsSearch {
  readonly matching: string | null
  readonly notMatching: string | null
}

/**
 * Alternatives as FTS5 queries (https://www.sqlite.org/fts5.html#full_text_query_syntax). FTS5 knows no query for what
 * lacks a word: of alternatives that only exclude, all is found but what every one of them excludes.
 */
export function toFtsSearch(text: string): FtsSearch {
  const alternatives = parseSearch(text)
  const including = alternatives.filter(({ all }) => all.length > 0).map(withAll)
  const excluding = alternatives.filter(({ all }) => all.length === 0).map(({ none }) => anyOf(none))
  return { matching: joined(including, 'OR'), notMatching: joined(excluding, 'AND') }
}

function withAll({ all, none }: Alternative): string {
  const wanted = joined(all.map(toPhrase), 'AND')!
  return none.length === 0 ? wanted : `(${wanted} NOT ${anyOf(none)})`
}

function anyOf(terms: readonly SearchTerm[]): string {
  return joined(terms.map(toPhrase), 'OR')!
}

function joined(parts: readonly string[], operator: string): string | null {
  return parts.length === 0 ? null : `(${parts.join(` ${operator} `)})`
}

function toPhrase({ words, inTitle }: SearchTerm): string {
  return `${inTitle ? 'title : ' : ''}"${spaced(words).replace(/["\0]/g, ' ')}"`
}
