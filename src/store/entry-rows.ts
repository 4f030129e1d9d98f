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
  return hashShown(shownOf(entry))
}

/** An entry's name in every database: a hash of the feed's address and the guid. */
export function entryKey(feedUrl: string, guid: string): string {
  return createHash('sha256').update(feedUrl).update('\0').update(guid).digest('hex').slice(0, 32)
}

/** All of an entry that anybody is shown: what an entry that differs in nothing of it did not change. */
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

function hashShown(shown: ReturnType<typeof shownOf>): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64')
}

/** The columns of an entry that its document tells. `now` in epoch milliseconds. */
export function toEntryRow(entry: ParsedEntry, now: number) {
  const shown = shownOf(entry)
  const { contentHtml: _html, summaryHtml: _summary, text: _text, ...columns } = shown
  const counted = { words: countWords(entry.text), teaser: isTeaser(entry.text) ? 1 : 0 }
  const details = shown.details ?? null
  return {
    ...columns,
    ...counted,
    details,
    place: placeOf(entry),
    contentHash: hashShown(shown),
    now: toText(now),
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
    contentHtml: packHtml(contentHtml, text),
    summaryHtml: summaryHtml === null ? null : packHtml(summaryHtml, text),
    searchTitle: searchForm(title),
    searchText: searchForm(text),
  }
}
