import type { Database } from 'better-sqlite3'
import type { MatchEntry, Print } from '../../matching-model.ts'
import { packKeys, toMs, toMsOrNull, unpackKeys } from '../rows.ts'

/** Members of a story that a newcomer must fit; further ones follow their story. */
const FOUNDERS = 24

const COLUMNS = `entries.id, entries.key, feeds.url AS feed_url, feeds.outlet, entries.story_id, entries.title, entries.author, entries.link,
  entries.canonical_url, entries.published_at, entries.first_seen_at, prints.version, prints.bytes, prints.keys`

interface MatchRow {
  id: number
  key: string
  feed_url: string
  outlet: string
  story_id: string
  title: string
  author: string | null
  link: string | null
  canonical_url: string | null
  published_at: string | null
  first_seen_at: string
  version: number
  bytes: Buffer
  keys: Buffer
}

export type PrintStore = ReturnType<typeof createPrintStore>

/** The prints of entries, and the index keys that go with them. */
export function createPrintStore(db: Database) {
  const putPrint = db.prepare(
    'INSERT OR REPLACE INTO prints (entry_id, version, bytes, keys) VALUES (?, ?, ?, ?)',
  )
  const getKeys = db.prepare('SELECT keys FROM prints WHERE entry_id = ?')
  const addKey = db.prepare('INSERT OR IGNORE INTO print_keys (key, entry_id) VALUES (?, ?)')
  const dropKey = db.prepare('DELETE FROM print_keys WHERE key = ? AND entry_id = ?')
  const dropPrint = db.prepare('DELETE FROM prints WHERE entry_id = ?')
  const byIds = db.prepare(`
    SELECT ${COLUMNS} FROM json_each(?) AS wanted
    JOIN entries ON entries.id = wanted.value JOIN feeds ON feeds.id = entries.feed_id
    JOIN prints ON prints.entry_id = entries.id`)
  const foundersOf = db
    .prepare(`
    SELECT id FROM (
      SELECT entries.id, row_number() OVER (PARTITION BY entries.story_id ORDER BY entries.id) AS place
      FROM json_each(?) AS wanted JOIN entries ON entries.story_id = wanted.value)
    WHERE place <= ${FOUNDERS}`)
    .pluck()
  const feedsOf = db.prepare("SELECT id FROM feeds WHERE outlet = ? AND match = 'auto'").pluck()
  const newestOf = db
    .prepare(`
    SELECT entries.id FROM entries JOIN prints ON prints.entry_id = entries.id
    WHERE entries.feed_id = ? ORDER BY entries.id DESC LIMIT ?`)
    .pluck()
  const closed = db
    .prepare(`
    SELECT entry_id FROM prints CROSS JOIN entries ON entries.id = prints.entry_id
    WHERE entries.first_seen_at < @before AND coalesce(entries.published_at, '') < @before LIMIT @limit`)
    .pluck()

  function dropKeys(id: number): void {
    const old = getKeys.get(id) as { keys: Buffer } | undefined
    if (old) for (const key of unpackKeys(old.keys)) dropKey.run(key, id)
  }

  /** Forgets an entry's print and its keys. */
  function drop(id: number): void {
    dropKeys(id)
    dropPrint.run(id)
  }

  return {
    /** Stores an entry's print and brings its index keys in line. */
    put(id: number, print: Print): void {
      dropKeys(id)
      putPrint.run(id, print.version, print.bytes, packKeys(print.keys))
      for (const key of print.keys) addKey.run(key, id)
    },

    byIds(ids: readonly number[]): MatchEntry[] {
      return (byIds.all(JSON.stringify(ids)) as MatchRow[]).map(toMatchEntry)
    },

    /** The first members of each story: what a story carried by hundreds is about, at a bounded cost. */
    foundersOf(storyIds: readonly string[]): number[] {
      return foundersOf.all(JSON.stringify(storyIds)) as number[]
    },

    /** The newest entries of an outlet, over all its feeds. */
    recentIds(outlet: string, limit: number): number[] {
      const ids = (feedsOf.all(outlet) as number[]).flatMap((feed) => newestOf.all(feed, limit) as number[])
      return ids.sort((x, y) => y - x).slice(0, limit)
    },

    /** Forgets up to `limit` prints whose window closed before `before` (UTC text); returns how many. */
    forget(before: string, limit: number): number {
      const ids = closed.all({ before, limit }) as number[]
      for (const id of ids) drop(id)
      return ids.length
    },

    drop,
  }
}

function toMatchEntry(row: MatchRow): MatchEntry {
  return {
    id: row.id,
    key: row.key,
    feedUrl: row.feed_url,
    outlet: row.outlet,
    storyId: row.story_id || null,
    title: row.title,
    author: row.author,
    link: row.link,
    canonicalUrl: row.canonical_url,
    publishedAt: toMsOrNull(row.published_at),
    firstSeenAt: toMs(row.first_seen_at),
    print: { version: row.version, bytes: row.bytes, keys: unpackKeys(row.keys) },
  }
}
