import { createHash } from 'node:crypto'
import type { Enclosure, EntrySource, ParsedEntry } from '../model.ts'
import { mendHtml } from './mend-html.ts'
import { plainText, titleText } from './plain-text.ts'
import { sanitise } from './sanitise.ts'
import { tame } from './tame.ts'

/** An entry as some format gave it: choices made, texts still HTML of the publisher's. */
export interface RawEntry {
  /** The feed's own id, or null. */
  readonly guid: string | null
  readonly link: string | null
  readonly canonicalUrl: string | null
  readonly titleHtml: string
  readonly author: string | null
  readonly publishedAt: number | null
  readonly updatedAt: number | null
  readonly content: RawText | null
  readonly summary: RawText | null
  readonly enclosures: readonly Enclosure[]
  readonly imageUrl: string | null
  readonly categories: readonly string[]
  readonly language: string | null
  readonly source: EntrySource | null
}

/** HTML and the address that its links start from. */
export interface RawText {
  readonly html: string
  readonly base: string
}

/** Entries in the document's order; of those with one id the first. */
export function toEntries(raws: readonly RawEntry[]): ParsedEntry[] {
  const shared = sharedLinks(raws)
  const entries = new Map<string, ParsedEntry>()
  for (const raw of raws) {
    const entry = toEntry(raw, shared)
    if (!entries.has(entry.guid)) entries.set(entry.guid, entry)
  }
  return [...entries.values()]
}

/** Links that several entries without an id have in common: they say where to go, not which entry it is. */
function sharedLinks(raws: readonly RawEntry[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const { guid, link } of raws) {
    if (guid !== null || link === null) continue
    if (seen.has(link)) shared.add(link)
    seen.add(link)
  }
  return shared
}

function toEntry(raw: RawEntry, shared: ReadonlySet<string>): ParsedEntry {
  const [body, summary] = bodyAndSummary(raw).map(tamed)
  const entry = {
    link: raw.link,
    canonicalUrl: raw.canonicalUrl,
    title: titleText(raw.titleHtml),
    author: raw.author,
    publishedAt: raw.publishedAt,
    updatedAt: raw.updatedAt,
    contentHtml: body ? sanitise(body.html, body.base) : '',
    summaryHtml: summary ? sanitise(summary.html, summary.base) : null,
    text: body ? plainText(body.html) : '',
    enclosures: raw.enclosures,
    imageUrl: raw.imageUrl,
    categories: raw.categories,
    language: raw.language,
    source: raw.source,
  }
  return { guid: raw.guid ?? (raw.link && !shared.has(raw.link) ? raw.link : madeGuid(raw)), ...entry }
}

function tamed(text: RawText | null | undefined): RawText | null {
  return text ? { html: tame(mendHtml(text.html)), base: text.base } : null
}

/** Content over summary; a summary alone is the content. */
function bodyAndSummary({ content, summary }: RawEntry): [RawText | null, RawText | null] {
  if (!content?.html.trim()) return [summary, null]
  return summary?.html.trim() && summary.html.trim() !== content.html.trim()
    ? [content, summary]
    : [content, null]
}

/** For an entry that has no id and no link of its own: the same as long as it says the same. */
function madeGuid(raw: RawEntry): string {
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify([raw.link, raw.titleHtml, raw.publishedAt, raw.content?.html, raw.summary?.html]),
  )
  return `sha256:${hash.digest('hex').slice(0, 32)}`
}
