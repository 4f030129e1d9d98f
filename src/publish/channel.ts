/** What a feed document says of itself. */
import type { Entry } from './entry.ts'

/** A feed document's own data; the same for the three formats but for its addresses. */
export interface Channel {
  /** The logical feed: the same for its three formats and all its archived pages. */
  readonly id: string
  readonly title: string
  readonly description: string
  /** The page for people. */
  readonly homeUrl: string
  readonly selfUrl: string
  readonly hubs: readonly string[]
  /** A square PNG. */
  readonly iconUrl: string
  /** A picture twice as wide as high. */
  readonly logoUrl: string
  readonly stylesheetUrl: string
  /** When anything in it last changed, or null for an empty feed. */
  readonly updatedAt: number | null
  /** RFC 5005, section 4. */
  readonly archive: ArchiveLinks
}

export interface ArchiveLinks {
  /** Only in an archived page. */
  readonly current: string | null
  readonly previous: string | null
  readonly next: string | null
}

/** `updated` of a feed that never held anything: it must have one, and it must not move. */
export const NEVER = Date.UTC(2026, 0, 1)

/** The language that all entries share, or null. */
export function commonLanguage(entries: readonly Entry[]): string | null {
  const languages = new Set(entries.map((entry) => entry.language))
  return languages.size === 1 ? [...languages][0]! : null
}

/** The feed-level links that RSS and Atom share, as [rel, address]. */
export function channelLinks({ selfUrl, hubs, archive }: Channel): [rel: string, href: string][] {
  const links: [string, string | null][] = [
    ['self', selfUrl],
    ...hubs.map((hub): [string, string] => ['hub', hub]),
    ['current', archive.current],
    ['prev-archive', archive.previous],
    ['next-archive', archive.next],
  ]
  return links.filter((link): link is [string, string] => link[1] !== null)
}

/** Plain text that readers would take for HTML (they look for end tags and entities): it must be written as HTML. */
export function looksLikeHtml(text: string): boolean {
  return /<\/\w+\s*>|&#?\w+;/.test(text)
}

/** An entry's copies as links: what the others wrote (related) and the feeds they were read in (via). */
export function copyLinks({ copies, link }: Entry): { rel: string; href: string; title: string }[] {
  const links = new Map<string, { rel: string; href: string; title: string }>()
  for (const copy of copies) {
    const title = `${copy.outlet}, ${copy.date}`
    const add = (rel: 'related' | 'via', href: string | null) => {
      const name = `${rel} ${href}`
      if (href !== null && !links.has(name)) links.set(name, { rel, href, title })
    }
    if (copy.link !== link) add('related', copy.link)
    add('via', copy.feedUrl)
  }
  return [...links.values()]
}
