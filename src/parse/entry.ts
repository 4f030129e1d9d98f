import { createHash } from 'node:crypto'
import type { Enclosure, EntrySource, Episode, ParsedEntry } from '../model.ts'
import { flattenDeepHtml } from './html/flatten.ts'
import { mendHtml } from './html/mend.ts'
import { type Rendered, render } from './html/render.ts'
import { titleText } from './html/title.ts'

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
  readonly episode: Episode | null
  readonly credit: string | null
  readonly caption: string | null
}

/** HTML and the address that its links start from, where the document gives one. */
export interface RawText {
  readonly html: string
  readonly base: string | null
}

/** Entries in the document's order; of those with one id the first. `url` is the document's address. */
export function toEntries(raws: readonly RawEntry[], url: string): ParsedEntry[] {
  const shared = sharedLinks(raws)
  const entries = new Map<string, ParsedEntry>()
  for (const raw of raws) {
    const entry = toEntry(raw, url, shared)
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

function toEntry(raw: RawEntry, url: string, shared: ReadonlySet<string>): ParsedEntry {
  const page = raw.link ?? url
  const [body, summary] = bodyAndSummary(raw).map((text) => text && rendered(text, page))
  const entry = {
    link: raw.link,
    canonicalUrl: raw.canonicalUrl,
    title: titleText(raw.titleHtml),
    author: raw.author,
    publishedAt: raw.publishedAt,
    updatedAt: raw.updatedAt,
    contentHtml: body?.html ?? '',
    summaryHtml: summary?.html ?? null,
    text: body?.text ?? '',
    enclosures: raw.enclosures,
    imageUrl: raw.imageUrl,
    categories: raw.categories,
    language: raw.language,
    source: raw.source,
    episode: raw.episode,
    credit: raw.credit,
    caption: raw.caption,
  }
  return { guid: raw.guid ?? (raw.link && !shared.has(raw.link) ? raw.link : madeGuid(raw)), ...entry }
}

/** Relative links start from the base that the document gives or else, as on the page itself, from the entry's page. */
function rendered({ html, base }: RawText, page: string): Rendered {
  return render(flattenDeepHtml(mendHtml(html)), { base: base ?? page, page })
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
