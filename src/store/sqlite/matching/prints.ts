/** The `prints` table: fingerprints of the entries whose window is open, and the index keys that go with them. */
import type { Database } from 'better-sqlite3'
import { allKeys } from '../../../contract/matching.ts'
import type { PrintRow, PrintTable } from '../../../matching/engine.ts'
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
import { packKeys } from '../../rows.ts'
import { createKeyIndex, type KeyIndex } from './key-index.ts'

const FROM_WANTED = `FROM json_each(?) AS wanted JOIN entries ON entries.id = wanted.value
  JOIN feeds ON feeds.id = entries.feed_id`

export interface PrintStore extends PrintTable {
  /** Forgets an entry's print. Keys that lie in a run go with it. */
  drop(id: number): void
  /** Forgets up to `limit` prints, and verdicts on them, whose window closed before `before` (UTC text); returns how many. */
  forget(before: string, limit: number): number
  /** Keeps the index of keys small. */
  tidy(): void
  /** Called after a transaction was undone: memory holds what is stored again. */
  reload(): void
}

const PRINTABLES = `SELECT ${FACTS}, prints.revision, coalesce(text, '') AS text ${FROM_WANTED}
  LEFT JOIN entry_texts ON entry_texts.entry_id = entries.id LEFT JOIN prints ON prints.entry_id = entries.id`
const ENTRIES = `SELECT ${FACTS}, prints.revision, prints.version, prints.bytes ${FROM_WANTED}
  JOIN prints ON prints.entry_id = entries.id`
const HEADS = `SELECT ${HEAD} ${FROM_WANTED} JOIN prints ON prints.entry_id = entries.id`
const COUNTS = `SELECT entry_id AS id, length(keys) / 4 AS keys, text_keys FROM prints
  WHERE entry_id IN (SELECT value FROM json_each(?))`
const RECENT = `
  SELECT entries.id FROM entries JOIN prints ON prints.entry_id = entries.id
  WHERE entries.feed_id = ? ORDER BY entries.id DESC LIMIT ?`
const OUTDATED = 'SELECT entry_id FROM prints WHERE entry_id > ? AND version <> ? ORDER BY entry_id LIMIT ?'
const TEXTS = 'SELECT entry_id, text FROM entry_texts WHERE entry_id IN (SELECT value FROM json_each(?))'
// A place is given once while this process runs, also where a transaction is undone; so it is a revision that caches can go by.
const SAVE = `
  INSERT INTO prints (entry_id, version, revision, bytes, keys, text_keys, place)
  VALUES (@id, @version, @place, @bytes, @keys, @textKeys, @place)
  ON CONFLICT (entry_id) DO UPDATE SET version = excluded.version, revision = excluded.revision, bytes = excluded.bytes,
    keys = excluded.keys, text_keys = excluded.text_keys, place = excluded.place`
const CLOSED = `
  SELECT entry_id FROM prints CROSS JOIN entries ON entries.id = prints.entry_id
  WHERE entries.first_seen_at < @before AND coalesce(entries.published_at, '') < @before LIMIT @limit`

export function createPrintStore(db: Database): PrintStore {
  const index = createKeyIndex(db)
  const printables = db.prepare(PRINTABLES)
  const entries = db.prepare(ENTRIES)
  const heads = db.prepare(HEADS)
  const counts = db.prepare(COUNTS)
  const recent = db.prepare(RECENT).pluck()
  const save = createSave(db, index)
  const place = db.prepare('SELECT place FROM prints WHERE entry_id = ?').pluck()
  const outdated = db.prepare(OUTDATED).pluck()
  const texts = db.prepare(TEXTS).raw()
  const remove = db.prepare('DELETE FROM prints WHERE entry_id = ?')
  const drop = (id: number): void => {
    index.drop(id)
    remove.run(id)
  }

  return {
    printables: async (ids) =>
      (printables.all(JSON.stringify(ids)) as (FactRow & { text: string })[]).map(toPrintable),
    heads: async (ids) => (heads.all(JSON.stringify(ids)) as HeadRow[]).map(toHead),
    keyCounts: async (ids) => toKeyCounts(counts.all(JSON.stringify(ids)) as CountRow[]),
    entries: async (ids) => (entries.all(JSON.stringify(ids)) as EntryRow[]).map(toMatchEntry),
    outdated: async (version, after, limit) => outdated.all(after, version, limit) as number[],
    recent: async (feedIds, each) => new Map(feedIds.map((id) => [id, recent.all(id, each) as number[]])),
    save: async (rows) => save(rows),
    holders: async (entries, limit) =>
      new Map(
        entries.map(({ id }) => {
          const before = (place.get(id) as number | undefined) ?? Number.MAX_SAFE_INTEGER
          return [id, { get: (key: number) => index.holders(key, before, limit) }]
        }),
      ),
    texts: async (ids) => new Map(texts.all(JSON.stringify(ids)) as [number, string][]),
    drop,
    forget: createForget(db, drop),
    tidy: () => index.tidy(),
    reload: () => index.reload(),
  }
}

function createSave(db: Database, index: KeyIndex) {
  const last = db.prepare('SELECT coalesce(max(place), 0) FROM prints').pluck()
  const save = db.prepare(SAVE)
  const credit = db.prepare('UPDATE entries SET agency = @agency WHERE id = @id AND agency IS NOT @agency')
  return (rows: readonly PrintRow[]): void => {
    // What is stored knows of other processes, the index of prints that are gone.
    let place = Math.max(last.get() as number, index.newest())
    for (const { id, agency, print, keys } of rows) {
      place++
      credit.run({ id, agency })
      const all = allKeys(keys)
      index.add(place, id, all)
      save.run({ ...print, id, keys: packKeys(all), textKeys: keys.ofText.length, place })
    }
  }
}

function createForget(db: Database, drop: PrintStore['drop']): PrintStore['forget'] {
  const forgetVerdicts = db.prepare('DELETE FROM verdicts WHERE a = @id OR b = @id')
  const closed = db.prepare(CLOSED).pluck()
  return (before, limit) => {
    const ids = closed.all({ before, limit }) as number[]
    for (const id of ids) {
      forgetVerdicts.run({ id })
      drop(id)
    }
    return ids.length
  }
}
