import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { toText } from '../../src/store/rows.ts'
import { openDatabase, openReadOnly } from '../../src/store/sqlite/open.ts'
import { countWords, packHtml, searchForm } from '../../src/store/texts.ts'

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

export interface FeedFields {
  readonly outlet: string
  readonly url: string
  readonly title: string
  readonly groups: readonly string[]
  readonly state: string
  readonly error: string | null
  readonly credentials: string | null
}

export interface CopyFields {
  readonly feed: number
  readonly title?: string
  readonly link?: string | null
  readonly author?: string | null
  readonly publishedAt?: number | null
  readonly seenAt?: number
  readonly html?: string
  readonly summary?: string | null
  readonly text?: string
  readonly enclosures?: readonly object[]
  readonly image?: string | null
  readonly categories?: readonly string[]
  readonly language?: string | null
}

export const NOON = Date.UTC(2026, 2, 4, 12)

export function openNewsdesk(): Newsdesk {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-'))
  const file = join(folder, 'wire.db')
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
  const number = count(db, 'feeds') + 1
  const url = feed.url ?? `https://outlet${number}.example/feed`
  const outlet = feed.outlet ?? `Outlet ${number}`
  const id = Number(
    db
      .prepare(
        `INSERT INTO feeds (url, poll_url, outlet, title, groups, origin, state, error)
         VALUES (?, ?, ?, ?, ?, 'config', ?, ?)`,
      )
      .run(
        url,
        url,
        outlet,
        feed.title ?? `${outlet} news`,
        JSON.stringify(feed.groups ?? []),
        feed.state ?? 'ok',
        feed.error ?? null,
      ).lastInsertRowid,
  )
  if (feed.credentials) {
    db.prepare('INSERT INTO feed_credentials VALUES (?, ?, 0)').run(id, Buffer.from(feed.credentials))
  }
  return id
}

function insertStory(db: Database, copies: readonly CopyFields[]): string {
  const number = count(db, 'stories') + 1
  const id = `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`
  const seen = Math.min(...copies.map((copy) => copy.seenAt ?? NOON))
  const published = Math.min(seen, ...copies.map((copy) => copy.publishedAt ?? copy.seenAt ?? NOON))
  db.transaction(() => {
    db.prepare(
      `INSERT INTO stories (id, published_at, first_seen_at, updated_at, outlets) VALUES (?, ?, ?, ?, ?)`,
    ).run(id, toText(published), toText(seen), toText(seen), new Set(copies.map((copy) => copy.feed)).size)
    const [lead] = copies.map((copy) => insertCopy(db, id, copy))
    db.prepare('UPDATE stories SET lead_entry_id = ? WHERE id = ?').run(lead, id)
  })()
  return id
}

function insertCopy(db: Database, storyId: string, copy: CopyFields): number {
  const number = count(db, 'entries') + 1
  const html = copy.html ?? `<p>The text of copy ${number}.</p>`
  const text = copy.text ?? html.replace(/<[^>]*>/g, '')
  const title = copy.title ?? `Headline ${number}`
  const row = [
    copy.feed,
    `guid-${number}`,
    `key-${number}`,
    storyId,
    copy.link === undefined ? `https://outlet${copy.feed}.example/news/${number}` : copy.link,
    title,
    copy.author ?? null,
    copy.publishedAt === undefined
      ? toText(NOON)
      : copy.publishedAt === null
        ? null
        : toText(copy.publishedAt),
    toText(copy.seenAt ?? NOON),
    toText(NOON),
    countWords(text),
    JSON.stringify(copy.enclosures ?? []),
    copy.image ?? null,
    JSON.stringify(copy.categories ?? []),
    copy.language ?? null,
    `hash-${number}`,
  ]
  const id = Number(
    db
      .prepare(
        `INSERT INTO entries (feed_id, guid, key, story_id, link, title, author, published_at, first_seen_at,
           last_listed_at, words, enclosures, image_url, categories, language, content_hash)
         VALUES (${row.map(() => '?').join(', ')})`,
      )
      .run(row).lastInsertRowid,
  )
  const summary = copy.summary == null ? null : packHtml(copy.summary, text)
  db.prepare('INSERT INTO entry_texts VALUES (?, ?, ?, ?, ?, ?)').run(
    id,
    text,
    packHtml(html, text),
    summary,
    searchForm(title),
    searchForm(text),
  )
  return id
}

function count(db: Database, table: string): number {
  return db.prepare<[], number>(`SELECT coalesce(max(rowid), 0) FROM ${table}`).pluck().get()!
}
