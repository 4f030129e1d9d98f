import type { Database } from 'better-sqlite3'
import type { MatchEntry } from '../../matching-model.ts'

/** A key that stands in very many entries says little; only its newest entries are candidates, so that cost stays flat. */
const NEWEST_PER_KEY = 100
const CANDIDATES = 50
const SAME_ADDRESS = 10

export type FindCandidates = ReturnType<typeof createCandidates>

/** From an entry to those that may be its copies, by the index of keys and by address. */
export function createCandidates(db: Database) {
  const holders = db
    .prepare(`SELECT entry_id FROM print_keys WHERE key = ? ORDER BY entry_id DESC LIMIT ${NEWEST_PER_KEY}`)
    .pluck()
  const sameAddress = db
    .prepare(`
    SELECT id FROM (
      SELECT id, feed_id FROM entries WHERE link = @url UNION SELECT id, feed_id FROM entries WHERE canonical_url = @url)
    WHERE id <> @id AND feed_id NOT IN (SELECT id FROM feeds WHERE match = 'never')
      AND id IN (SELECT entry_id FROM prints) ORDER BY id DESC LIMIT ${SAME_ADDRESS}`)
    .pluck()
  const willing = db
    .prepare(`
    SELECT wanted.value FROM json_each(?) AS wanted JOIN entries ON entries.id = wanted.value
    JOIN feeds ON feeds.id = entries.feed_id WHERE feeds.match = 'auto'`)
    .pluck()

  /** Ids of entries that share the most keys with this one, or an address; most first. */
  return (entry: MatchEntry): number[] => {
    if (entry.print.keys.length === 0) return []
    const shared = new Map<number, number>()
    for (const key of entry.print.keys) {
      for (const id of holders.all(key) as number[]) shared.set(id, (shared.get(id) ?? 0) + 1)
    }
    shared.delete(entry.id)
    const ranked = [...shared].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, CANDIDATES)
    const addresses = [entry.link, entry.canonicalUrl].filter((url) => url !== null)
    const same = addresses.flatMap((url) => sameAddress.all({ url, id: entry.id }) as number[])
    // A feed may have opted out after its entries were indexed.
    const near = willing.all(JSON.stringify(ranked.map(([id]) => id))) as number[]
    return [...new Set([...same, ...near])]
  }
}
