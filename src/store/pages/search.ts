import type { Database } from 'better-sqlite3'

/** A search that cannot be understood; its message says where. */
export class QueryError extends Error {
  override name = 'QueryError'
}

// Scripts that put no space between words: each character is a word of its own, and a query for several is a phrase.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/**
 * Lets the full-text index follow up to `limit` stories that changed: leads only. Returns how many it took; call it until
 * that is 0. One transaction.
 */
export function indexStories(db: Database, limit: number): number {
  const stale = db.prepare<[number], { number: number; title: string | null; text: string | null }>(
    `SELECT stories.number, entries.title, entries.text
     FROM stories
     LEFT JOIN entries ON entries.id = stories.lead_entry_id AND stories.alias_of IS NULL
     WHERE search_stale = 1 ORDER BY stories.number LIMIT ?`,
  )
  const remove = db.prepare('DELETE FROM search WHERE rowid = ?')
  const add = db.prepare('INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)')
  const done = db.prepare('UPDATE stories SET search_stale = 0 WHERE number = ?')
  const follow = db.transaction(() => {
    const rows = stale.all(limit)
    for (const { number, title, text } of rows) {
      remove.run(number)
      if (title !== null && text !== null) add.run(number, spaced(title), spaced(text))
      done.run(number)
    }
    return rows.length
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

/** Also without the joiners inside words, which some write and some do not. */
function spaced(text: string): string {
  return text.replace(/\u200c|\u200d/g, '').replace(UNSPACED, ' $& ')
}
