/** Makes entries of what the formats gave: with clean texts, usable addresses and an identity. */
import { createHash } from 'node:crypto'
import type { Enclosure, EntrySource, Episode, ParsedEntry } from '../contract/model.ts'
import { flattenDeepHtml } from './html/flatten.ts'
import { mendHtml } from './html/mend.ts'
import { type Rendered, render } from './html/render.ts'
import { titleText } from './html/title.ts'
import { isWebUrl } from './web-url.ts'

/** An entry as some format gave it: choices are made, its texts are still the publisher's HTML. */
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

/** Where entries come from. */
interface Origin {
  /** The document's address. */
  readonly url: string
  /** The feed's home page: a guid that says this tells no entries apart. */
  readonly home: string | null
}

/** Entries in the document's order; one that is listed twice is the first of the two. */
export function toEntries(raws: readonly RawEntry[], origin: Origin): ParsedEntry[] {
  const byGuid = new Map<string, ParsedEntry[]>()
  const entries: ParsedEntry[] = []
  for (const raw of raws) {
    const entry = toEntry(raw, origin)
    const same = byGuid.get(entry.guid) ?? []
    if (same.some((other) => isListedTwice(entry, other))) continue
    byGuid.set(entry.guid, [...same.slice(0, MOST_ALIKE), entry])
    entries.push(entry)
  }
  return entries
}

/** Entries of one guid that are compared with the next one. */
const MOST_ALIKE = 50
/** Two versions of one page are not further apart. */
const VERSIONS_MS = 12 * 3_600_000

/**
 * Whether two entries of one guid are the same: they have the same words (without a text, also the same link), or are
 * versions of one page from about the same time.
 */
function isListedTwice(a: ParsedEntry, b: ParsedEntry): boolean {
  const isSameText = a.title === b.title && a.text === b.text && (a.text !== '' || a.link === b.link)
  if (!a.hasOwnGuid) return isSameText && a.publishedAt === b.publishedAt && a.contentHtml === b.contentHtml
  const isPermalink = isWebUrl(a.guid) && [a.link, b.link].every((link) => link === null || link === a.guid)
  const apart = a.publishedAt === null || b.publishedAt === null ? 0 : Math.abs(a.publishedAt - b.publishedAt)
  const isSameHead = a.title === b.title && a.link === b.link && a.publishedAt === b.publishedAt
  return isSameText || (isSameHead && a.publishedAt !== null) || (isPermalink && apart < VERSIONS_MS)
}

function toEntry(raw: RawEntry, { url, home }: Origin): ParsedEntry {
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
  const guid = raw.guid ?? raw.link ?? madeGuid(raw)
  const isMade = raw.guid === null && raw.link === null
  return { guid, hasOwnGuid: isMade || (raw.guid !== null && !isHome(raw.guid, home)), ...entry }
}

function isHome(guid: string, home: string | null): boolean {
  const bare = (url: string) => url.replace(/^https?:\/\//i, '').replace(/\/+$/, '')
  return home !== null && bare(guid) === bare(home)
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

/** For an entry without id and link: stays the same as long as the entry says the same. */
function madeGuid(raw: RawEntry): string {
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify([raw.link, raw.titleHtml, raw.publishedAt, raw.content?.html, raw.summary?.html]),
  )
  return `sha256:${hash.digest('hex').slice(0, 32)}`
}
