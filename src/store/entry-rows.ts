/** Entries as they are stored: the columns that a parsed entry fills, its key and its hash. Pure, and the same for every engine. */
import { createHash } from 'node:crypto'
import type { ParsedEntry } from '../contract/model.ts'
import { placeOf } from './identity/address.ts'
import { toText, toTextOrNull } from './rows.ts'
import { countWords, isTeaser, packHtml, searchForm } from './texts.ts'

/** A guid, and what it was before its feed moved to https, or back. */
export function namesOf(guid: string): string[] {
  if (guid.startsWith('https:')) return [guid, guid.replace('https:', 'http:')]
  return guid.startsWith('http:') ? [guid, guid.replace('http:', 'https:')] : [guid]
}

/** Tells whether an entry changed: a hash of all that is shown of it. */
export function contentHashOf(entry: ParsedEntry): string {
  if (entry.contentHash !== undefined) return entry.contentHash
  return createHash('sha256')
    .update(JSON.stringify(shownOf(entry)))
    .digest('base64')
}

/** An entry's name in every database: a hash of the feed's address and the guid. */
export function entryKey(feedUrl: string, guid: string): string {
  return createHash('sha256').update(feedUrl).update('\0').update(guid).digest('hex').slice(0, 32)
}

/** The key of an entry whose guid was another's before, which keeps the guid's own key. */
export function laterKey(feedUrl: string, guid: string, now: number): string {
  return entryKey(feedUrl, `${guid} ${toText(now)}`)
}

const DAY = 86_400_000

/** Whether it is time to note again that a feed lists an entry: once a day is often enough. */
export function isNotedLongAgo(lastListedAt: string, now: number): boolean {
  return now - Date.parse(lastListedAt) > DAY
}

/** All of an entry that anybody is shown. Where nothing of this differs, the entry has not changed. */
function shownOf(entry: ParsedEntry) {
  const details = detailsOf(entry)
  return {
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
    ...(details === null ? {} : { details }),
  }
}

/** The columns of an entry that its document tells. */
export function toEntryRow(entry: ParsedEntry) {
  const shown = shownOf(entry)
  return {
    link: shown.link,
    canonical_url: shown.canonicalUrl,
    title: shown.title,
    author: shown.author,
    published_at: shown.publishedAt,
    updated_at: shown.updatedAt,
    words: countWords(entry.text),
    teaser: isTeaser(entry.text) ? 1 : 0,
    enclosures: shown.enclosures,
    image_url: shown.imageUrl,
    categories: shown.categories,
    language: shown.language,
    source: shown.source,
    details: shown.details ?? null,
    place: placeOf(entry),
    content_hash: contentHashOf(entry),
  }
}

/** What few entries have. */
function detailsOf({ episode, credit, caption }: ParsedEntry): string | null {
  return episode || credit || caption ? JSON.stringify({ episode, credit, caption }) : null
}

/** The texts of an entry as they are kept. */
export function toTextsRow({ title, text, contentHtml, summaryHtml }: ParsedEntry) {
  return {
    text,
    content_html: packHtml(contentHtml, text),
    summary_html: summaryHtml === null ? null : packHtml(summaryHtml, text),
    search_title: searchForm(title),
    search_text: searchForm(text),
  }
}
