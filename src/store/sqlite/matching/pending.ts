/** The `pending_entries` table: entries that are stored and wait for a decision. */
import type { Database } from 'better-sqlite3'
import type { PendingEntry, PendingTable } from '../../../matching/engine.ts'

export interface PendingStore extends PendingTable {
  add(entryId: number, feedId: number, isRelinked: boolean): void
  /** Puts every entry whose print another version of the program made among them. */
  addOutdated(version: number): void
}

type PendingRow = Omit<PendingEntry, 'isRelinked'> & { readonly isRelinked: 0 | 1 }

export function createPendingStore(db: Database): PendingStore {
  const add = db.prepare(`
    INSERT INTO pending_entries (entry_id, feed_id, relinked) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET relinked = max(relinked, excluded.relinked)`)
  const addOutdated = db.prepare(`
    INSERT INTO pending_entries (entry_id, feed_id) SELECT entries.id, feed_id FROM prints JOIN entries ON entries.id = prints.entry_id
    WHERE prints.version <> ? ON CONFLICT DO NOTHING`)
  const nextFeed = db.prepare('SELECT min(feed_id) FROM pending_entries WHERE feed_id > ?').pluck()
  const ofFeed = db.prepare(`
    SELECT entry_id AS id, feed_id AS feedId, relinked AS isRelinked FROM pending_entries WHERE feed_id = ? ORDER BY entry_id LIMIT ?`)
  const settle = db.prepare('DELETE FROM pending_entries WHERE entry_id IN (SELECT value FROM json_each(?))')
  /** The feed whose turn was last. */
  let last = 0

  function take(limit: number): PendingEntry[] {
    const taken: PendingEntry[] = []
    const feeds = new Set<number>()
    for (let turn = 0; taken.length < limit && turn < limit; turn++) {
      const feed = (nextFeed.get(last) ?? nextFeed.get(0)) as number | null
      if (feed === null || feeds.has(feed)) break
      feeds.add(feed)
      last = feed
      const rows = ofFeed.all(feed, limit - taken.length) as PendingRow[]
      taken.push(...rows.map((row) => ({ ...row, isRelinked: row.isRelinked === 1 })))
    }
    return taken
  }

  return {
    add: (entryId, feedId, isRelinked) => void add.run(entryId, feedId, isRelinked ? 1 : 0),
    addOutdated: (version) => void addOutdated.run(version),
    take: async (limit) => take(limit),
    settle: async (ids) => void settle.run(JSON.stringify(ids)),
  }
}
