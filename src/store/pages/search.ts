import type { Database } from 'better-sqlite3'
import { spaced } from '../texts.ts'

/** A search that cannot be understood; its message says where. */
export class QueryError extends Error {
  override name = 'QueryError'
}

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

/**
 * What a person wrote, as an FTS5 query (https://www.sqlite.org/fts5.html#full_text_query_syntax): its operators are kept,
 * words that its grammar has no place for (`covid-19`, `AT&T`) become phrases. Throws QueryError.
 */
export function toFtsQuery(db: Database, text: string): string {
  const query = text.replace(/"[^"]*"|[^\s"()]+/g, (word) => phrase(word))
  try {
    db.prepare('SELECT rowid FROM search WHERE search MATCH ? LIMIT 1').get(query)
  } catch (error) {
    const reason = (error as Error).message.replace(/^fts5: /, '')
    throw new QueryError(`q=${text}: ${reason}`)
  }
  return query
}

function phrase(word: string): string {
  if (word.startsWith('"') || /^(title|text):$/.test(word)) return spaced(word)
  const [, column = '', rest = '', star = ''] = /^((?:title|text):)?(.*?)(\*?)$/su.exec(word)!
  if (/^[\p{Letter}\p{Number}_]+$/u.test(rest) && spaced(rest) === rest) return word
  return rest === '' ? word : `${column}"${spaced(rest)}"${star}`
}
