/** Finds the feeds that a web page names. */
import { Parser } from 'htmlparser2'
import type { Attributes } from './attributes.ts'
import { isWebUrl, resolveUrl } from './web-url.ts'

export interface FeedLink {
  readonly url: string
  readonly title: string | null
  readonly type: string
}

const FEED_TYPES = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/feed+json',
  'application/json',
])
/** Characters of a page in which its head is looked for. */
const SEARCHED = 500_000

/** The feeds that a web page offers by `<link rel="alternate">`, in its order, each address once. */
export function findFeedLinks(html: string, baseUrl: string): FeedLink[] {
  const links = new Map<string, FeedLink>()
  let base = baseUrl
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'base' && attributes.href) base = resolveUrl(attributes.href, baseUrl)
      const link = name === 'link' ? feedLink(attributes, base) : null
      if (link && !links.has(link.url)) links.set(link.url, link)
    },
  })
  parser.end(html.slice(0, SEARCHED))
  return [...links.values()]
}

function feedLink(attributes: Attributes, base: string): FeedLink | null {
  const type = (attributes.type ?? '').split(';')[0]!.trim().toLowerCase()
  const rels = (attributes.rel ?? '').toLowerCase().split(/\s+/)
  if (!FEED_TYPES.has(type) || !rels.includes('alternate')) return null
  const url = resolveUrl(attributes.href ?? '', base)
  return isWebUrl(url) ? { url, title: attributes.title?.trim() || null, type } : null
}
