/** What a reader sees of a story. */
import { timeOf } from '../contract/matching.ts'
import type { Copy, Enclosure, Episode, LeadCopy, Story } from '../contract/model.ts'
import { isoTime } from '../contract/words.ts'
import { alsoIn, altText, escapeHtml, excerpt, withoutPlayers } from './html.ts'
import { languageTag, legalLine, magnetLink, webUrl } from './legal.ts'

/**
 * A story as a feed's entry: every choice that the three formats share is made here, once (id, title, link, text, who
 * gets the credit), so that they cannot disagree. Pure; knows no format, no clock and no store.
 */
export interface Entry {
  /** A tag: URI (RFC 4151). It holds neither host nor number, so no move, restart or restored backup changes it. */
  readonly id: string
  readonly title: string
  readonly link: string
  readonly permalink: string
  /** The lead's text and, below it, who else carries the story; empty when there is neither. */
  readonly contentHtml: string
  readonly summary: string
  readonly author: string | null
  readonly outlet: string
  readonly feedUrl: string | null
  readonly publishedAt: number
  readonly sourceUpdatedAt: number
  /** RFC 3339 with microseconds: the second is when it changed, the fraction its number (two never look the same). */
  readonly updated: string
  readonly language: string | null
  readonly categories: readonly string[]
  readonly enclosures: readonly EntryEnclosure[]
  readonly imageUrl: string | null
  readonly episode: Episode | null
  /** Who made the picture, and what is said of it. */
  readonly credit: string | null
  readonly caption: string | null
  readonly copies: readonly EntryCopy[]
}

interface EntryCopy {
  readonly outlet: string
  readonly title: string
  readonly link: string | null
  readonly feedUrl: string | null
  /** RFC 3339. */
  readonly date: string
}

interface EntryEnclosure {
  readonly url: string
  readonly type: string
  /** Bytes, 0 where unknown. */
  readonly length: number
}

/** The title as it is shown, of a copy by this outlet. */
export type CleanTitle = (title: string, outlet: string) => string

/** How much of a story's text is shown. */
export type TextMode = (typeof TEXT_MODES)[number]
export const TEXT_MODES = ['full', 'excerpt', 'none'] as const

/** The feeds of which only excerpts may be shown. */
export type ExcerptOnly = Pick<ReadonlySet<string>, 'has'>

/** The one that shows less. */
export function stricter(a: TextMode, b: TextMode): TextMode {
  return TEXT_MODES[Math.max(TEXT_MODES.indexOf(a), TEXT_MODES.indexOf(b))]!
}

export interface EntryOptions {
  readonly permalink: (storyId: string) => string
  readonly cleanTitle: CleanTitle
  /** Feeds of which only excerpts may be shown, whatever is asked for. */
  readonly excerptOnly: ExcerptOnly
  readonly text?: TextMode
  /** The title begins with the outlet's name. */
  readonly outletInTitle?: boolean
}

export function toEntry(story: Story, options: EntryOptions): Entry {
  const { permalink, cleanTitle, excerptOnly, outletInTitle = false } = options
  const { lead } = story
  const shown = stricter(options.text ?? 'full', excerptOnly.has(lead.feedUrl) ? 'excerpt' : 'full')
  const page = permalink(story.id)
  const copies = story.copies.map(toCopy)
  const outlet = legalLine(lead.outlet)
  return {
    id: storyTag(story.id),
    title: `${outletInTitle ? `${outlet}: ` : ''}${title(lead, cleanTitle)}`,
    link: webUrl(lead.link) ?? page,
    permalink: page,
    ...textOf(lead, shown, alsoIn(outlet, copies, page)),
    author: legalLine(lead.author ?? '') || null,
    outlet,
    feedUrl: webUrl(lead.feedUrl),
    publishedAt: story.publishedAt,
    sourceUpdatedAt: lead.firstSeenAt,
    updated: distinctTime(story.updatedAt, story.number),
    language: languageTag(lead.language),
    categories: categories(story.copies),
    enclosures: lead.enclosures.map(toEnclosure).filter((enclosure) => enclosure !== null),
    imageUrl: webUrl(lead.imageUrl),
    episode: lead.episode ?? null,
    credit: legalLine(lead.credit ?? '') || null,
    caption: legalLine(lead.caption ?? '') || null,
    copies,
  }
}

/** The story with no more of its text than its publisher lets us show. */
export function withinRights(story: Story, excerptOnly: ExcerptOnly): Story {
  if (!excerptOnly.has(story.lead.feedUrl)) return story
  const { contentHtml } = textOf(story.lead, 'excerpt', '')
  return { ...story, lead: { ...story.lead, contentHtml, summaryHtml: null } }
}

function textOf(
  { contentHtml, summaryHtml }: LeadCopy,
  mode: TextMode,
  also: string,
): Pick<Entry, 'contentHtml' | 'summary'> {
  if (mode === 'none') return { contentHtml: '', summary: '' }
  const text = contentHtml || summaryHtml || ''
  const summary = excerpt(summaryHtml || text) || altText(text)
  if (mode === 'full') return { contentHtml: withoutPlayers(text) + also, summary }
  return { contentHtml: (summary && `<p>${escapeHtml(summary)}</p>`) + also, summary }
}

/** A story's id in feeds. */
export function storyTag(id: string): string {
  return `tag:wirefold,2026:story/${id}`
}

function title(lead: LeadCopy, cleanTitle: CleanTitle): string {
  const given = legalLine(lead.title)
  return (
    legalLine(cleanTitle(given, lead.outlet)) ||
    given ||
    excerpt(lead.contentHtml, 80) ||
    legalLine(lead.outlet)
  )
}

function toCopy(copy: Copy): EntryCopy {
  return {
    outlet: legalLine(copy.outlet),
    title: legalLine(copy.title),
    link: webUrl(copy.link),
    feedUrl: webUrl(copy.feedUrl),
    date: isoTime(timeOf(copy)),
  }
}

function distinctTime(ms: number, number: number): string {
  return `${isoTime(ms).slice(0, 19)}.${String(number % 1_000_000).padStart(6, '0')}Z`
}

function categories(copies: readonly Copy[]): string[] {
  const byName = new Map<string, string>()
  for (const name of copies.flatMap((copy) => copy.categories)) {
    const line = legalLine(name)
    const key = line.toLowerCase()
    if (line !== '' && !byName.has(key)) byName.set(key, line)
  }
  return [...byName.values()]
}

const TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  mp4: 'video/mp4',
  webm: 'video/webm',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  pdf: 'application/pdf',
  torrent: 'application/x-bittorrent',
}

function toEnclosure({ url, type, length }: Enclosure): EntryEnclosure | null {
  const address = webUrl(url) ?? magnetLink(url)
  if (address === null) return null
  const given = type !== null && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : null
  return {
    url: address,
    type: given ?? typeOf(address),
    length: length !== null && Number.isSafeInteger(length) && length > 0 ? length : 0,
  }
}

/** The media type that an address's ending stands for. */
function typeOf(address: string): string {
  if (address.startsWith('magnet:')) return TYPES.torrent!
  const ending = /\.(\w+)$/.exec(new URL(address).pathname)?.[1]?.toLowerCase() ?? ''
  return TYPES[ending] ?? 'application/octet-stream'
}
