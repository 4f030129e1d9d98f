import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { ParsedEntry } from '../model.ts'
import { createRevisionStore } from './revisions.ts'
import { toText, toTextOrNull } from './rows.ts'
import { countWords, isTeaser, packHtml, searchForm } from './texts.ts'

const DAY = 86_400_000

/** What happened to the entries of one document. */
export interface StoredEntries {
  readonly added: readonly { readonly id: number; readonly index: number }[]
  readonly changed: readonly ChangedEntry[]
}

/** `retold`: its title or text changed, not only what stands around them. */
export interface ChangedEntry {
  readonly id: number
  readonly index: number
  readonly retold: boolean
}

export type EntryStore = ReturnType<typeof createEntryStore>

/** The `entries` table, every entry once per feed and guid, and its texts beside it. */
export function createEntryStore(db: Database) {
  const find = db.prepare(
    'SELECT id, content_hash, published_at, last_listed_at FROM entries WHERE feed_id = ? AND guid = ?',
  )
  const revisions = createRevisionStore(db)
  const buried = db
    .prepare('SELECT last_listed_at FROM removed_entries WHERE feed_id = ? AND guid = ?')
    .pluck()
  const listedAgain = db.prepare(
    'UPDATE removed_entries SET last_listed_at = ? WHERE feed_id = ? AND guid = ?',
  )
  const told = db.prepare(
    'SELECT title, text FROM entries LEFT JOIN entry_texts ON entry_id = entries.id WHERE entries.id = ?',
  )
  const insert = db.prepare(`
    INSERT INTO entries (feed_id, guid, key, story_id, link, canonical_url, title, author, published_at, updated_at,
      first_seen_at, last_listed_at, words, teaser, enclosures, image_url, categories, language, source, content_hash)
    VALUES (@feedId, @guid, @key, '', @link, @canonicalUrl, @title, @author, @publishedAt, @updatedAt,
      @now, @now, @words, @teaser, @enclosures, @imageUrl, @categories, @language, @source, @contentHash)`)
  const update = db.prepare(`
    UPDATE entries SET link = @link, canonical_url = @canonicalUrl, title = @title, author = @author,
      published_at = coalesce(@publishedAt, published_at), updated_at = @updatedAt, last_listed_at = @now,
      changed_at = @now, words = @words, teaser = @teaser, enclosures = @enclosures, image_url = @imageUrl,
      categories = @categories, language = @language, source = @source, content_hash = @contentHash
    WHERE id = @id`)
  const putTexts = db.prepare(`
    INSERT INTO entry_texts (entry_id, text, content_html, summary_html, search_title, search_text)
    VALUES (@id, @text, @contentHtml, @summaryHtml, @searchTitle, @searchText)
    ON CONFLICT (entry_id) DO UPDATE SET text = excluded.text, content_html = excluded.content_html,
      summary_html = excluded.summary_html, search_title = excluded.search_title, search_text = excluded.search_text`)
  const listed = db.prepare('UPDATE entries SET last_listed_at = ? WHERE id = ?')

  const remeasure = db.prepare(`
    UPDATE stories SET longest_words = (SELECT max(words) FROM entries WHERE story_id = stories.id)
    WHERE id = (SELECT story_id FROM entries WHERE id = ?)`)

  /** Returns the new entry's id, or null where retention removed it before: listed again, it is not news. */
  function add(feed: { id: number; url: string }, entry: ParsedEntry, now: number): number | null {
    const seenAt = buried.get(feed.id, entry.guid) as string | undefined
    if (seenAt !== undefined) {
      if (now - Date.parse(seenAt) > DAY) listedAgain.run(toText(now), feed.id, entry.guid)
      return null
    }
    const key = entryKey(feed.url, entry.guid)
    const row = { ...toRow(entry, now), feedId: feed.id, guid: entry.guid, key }
    const id = Number(insert.run(row).lastInsertRowid)
    putTexts.run({ ...textsOf(entry), id })
    return id
  }

  /** Returns whether it says something else now, or only looks different. */
  function change(id: number, entry: ParsedEntry, now: number): boolean {
    const { title, text } = told.get(id) as { title: string; text: string | null }
    revisions.add(id, { title, text: text ?? '' }, entry, now)
    update.run({ ...toRow(entry, now), id })
    putTexts.run({ ...textsOf(entry), id })
    remeasure.run(id)
    return title !== entry.title || text !== entry.text
  }

  return {
    /** Inserts what is new, updates what changed, touches the rest. The caller gives new entries their story. */
    save(feed: { id: number; url: string }, entries: readonly ParsedEntry[], now: number): StoredEntries {
      const added: { id: number; index: number }[] = []
      const changed: ChangedEntry[] = []
      for (const [index, entry] of entries.entries()) {
        const known = find.get(feed.id, entry.guid) as KnownEntry | undefined
        if (!known) {
          const id = add(feed, entry, now)
          if (id !== null) added.push({ id, index })
        } else if (known.content_hash !== toRow(entry, now).contentHash) {
          changed.push({ id: known.id, index, retold: change(known.id, entry, now) })
        } else if (now - Date.parse(known.last_listed_at) > DAY) {
          listed.run(toText(now), known.id)
        }
      }
      return { added, changed }
    },
  }
}

interface KnownEntry {
  readonly id: number
  readonly content_hash: string
  readonly last_listed_at: string
}

/** An entry's name in every database: a hash of the feed's address and the guid. */
export function entryKey(feedUrl: string, guid: string): string {
  return createHash('sha256').update(feedUrl).update('\0').update(guid).digest('hex').slice(0, 32)
}

function toRow(entry: ParsedEntry, now: number) {
  const shown = {
    link: entry.link,
    canonicalUrl: entry.canonicalUrl,
    title: entry.title,
    author: entry.author,
    publishedAt: toTextOrNull(entry.publishedAt),
    updatedAt: toTextOrNull(entry.updatedAt),
    contentHtml: entry.contentHtml,
    summaryHtml: entry.summaryHtml,
    text: entry.text,
    enclosures: JSON.stringify(entry.enclosures),
    imageUrl: entry.imageUrl,
    categories: JSON.stringify(entry.categories),
    language: entry.language,
    source: entry.source ? JSON.stringify(entry.source) : null,
  }
  const contentHash = createHash('sha256').update(JSON.stringify(shown)).digest('base64')
  const { contentHtml: _html, summaryHtml: _summary, text: _text, ...columns } = shown
  const counted = { words: countWords(entry.text), teaser: isTeaser(entry.text) ? 1 : 0 }
  return { ...columns, ...counted, contentHash, now: toText(now) }
}

function textsOf({ title, text, contentHtml, summaryHtml }: ParsedEntry) {
  return {
    text,
    contentHtml: packHtml(contentHtml, text),
    summaryHtml: summaryHtml === null ? null : packHtml(summaryHtml, text),
    searchTitle: searchForm(title),
    searchText: searchForm(text),
  }
}
