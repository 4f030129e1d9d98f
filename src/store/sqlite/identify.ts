/** What SQLite knows of the stored entries that a document's may be. */
import type { Database } from 'better-sqlite3'
import type { ParsedEntry } from '../../contract/model.ts'
import { type Identity, identify, type KnownEntry, LOOKED_AT } from '../identity/identify.ts'

export function createIdentify(db: Database) {
  const columns = 'id, guid, own_guid, content_hash, last_listed_at, place, link, title, published_at'
  const byGuid = db.prepare<[number, string], KnownEntry>(
    `SELECT ${columns} FROM entries WHERE feed_id = ? AND guid = ?`,
  )
  const byOwnGuid = db.prepare<[number, string], KnownEntry>(
    `SELECT ${columns} FROM entries WHERE feed_id = ? AND own_guid = ? ORDER BY id DESC LIMIT ${LOOKED_AT}`,
  )
  const byPlace = db.prepare<[number, number], KnownEntry>(
    `SELECT ${columns} FROM entries WHERE feed_id = ? AND place = ? ORDER BY id DESC LIMIT ${LOOKED_AT}`,
  )
  const textOf = db.prepare<[number], string>('SELECT text FROM entry_texts WHERE entry_id = ?').pluck()

  return (feedId: number, entries: readonly ParsedEntry[]): Identity[] =>
    identify(entries, {
      named: entries.map(({ guid }) => [...byGuid.all(feedId, guid), ...byOwnGuid.all(feedId, guid)]),
      placed: (place) => byPlace.all(feedId, place),
      textOf: (id) => textOf.get(id) ?? '',
    })
}
