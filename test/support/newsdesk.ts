import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openDatabase, openReadOnly } from '../../src/store/sqlite/open.ts'
import { makeEmptyFile } from './empty-file.ts'
import {
  type CopyFields,
  entryRow,
  type FeedFields,
  feedRow,
  type Row,
  storyRow,
  textRow,
} from './news-rows.ts'

/** A database file filled by hand: stories as the store keeps them, without polls or matching. */
export interface Newsdesk {
  readonly db: Database
  /** A second connection, as the server has it. */
  readonly reader: Database
  feed(feed?: Partial<FeedFields>): number
  story(...copies: [CopyFields, ...CopyFields[]]): string
  /** Adds a copy to a story, now. */
  copy(storyId: string, copy: CopyFields): number
  close(): void
}

export { NOON } from './news-rows.ts'

export function openNewsdesk(): Newsdesk {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-'))
  const file = makeEmptyFile(join(folder, 'wire.db'))
  const db = openDatabase(file)
  const reader = openReadOnly(file)
  return {
    db,
    reader,
    feed: (feed = {}) => insertFeed(db, feed),
    story: (...copies) => insertStory(db, copies),
    copy: (storyId, copy) => insertCopy(db, storyId, copy),
    close: () => {
      reader.close()
      db.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function insertFeed(db: Database, feed: Partial<FeedFields>): number {
  const id = insert(db, 'feeds', feedRow(count(db, 'feeds') + 1, feed))
  if (feed.credentials) {
    insert(db, 'feed_credentials', { feed_id: id, secret: Buffer.from(feed.credentials), is_encrypted: 0 })
  }
  return id
}

function insertStory(db: Database, copies: readonly CopyFields[]): string {
  const row = storyRow(count(db, 'stories') + 1, copies)
  const id = String(row.id)
  db.transaction(() => {
    insert(db, 'stories', row)
    const [lead] = copies.map((copy) => insertCopy(db, id, copy))
    db.prepare('UPDATE stories SET lead_entry_id = ? WHERE id = ?').run(lead, id)
  })()
  return id
}

function insertCopy(db: Database, storyId: string, copy: CopyFields): number {
  const id = insert(db, 'entries', entryRow(count(db, 'entries') + 1, storyId, copy))
  insert(db, 'entry_texts', textRow(id, copy))
  return id
}

function insert(db: Database, table: string, row: Row): number {
  const columns = Object.keys(row)
  const places = columns.map((column) => `@${column}`)
  return Number(
    db.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${places.join()})`).run(row).lastInsertRowid,
  )
}

function count(db: Database, table: string): number {
  return db.prepare<[], number>(`SELECT coalesce(max(rowid), 0) FROM ${table}`).pluck().get()!
}
