/** From what a person typed to the feeds it names: a feed itself, or those that a web page offers. */
import type { Fetcher } from '../fetch/fetch-feed.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import { type FeedLink, findFeedLinks } from '../parse/find-feed-links.ts'

export type Found =
  | { readonly kind: 'feed'; readonly url: string }
  | { readonly kind: 'page'; readonly url: string; readonly links: readonly FeedLink[] }
  | { readonly kind: 'failed'; readonly url: string; readonly reason: string }

/** Asks for the address; a bare host is tried by https first. No address of the result holds credentials. */
export async function findFeeds(
  { fetchDocument }: Pick<Fetcher, 'fetchDocument'>,
  typed: string,
): Promise<Found> {
  let failed: Found | null = null
  for (const url of spellings(typed)) {
    const outcome = await fetchDocument(url)
    if (outcome.kind === 'modified') return foundIn(outcome.body, outcome.finalUrl, url)
    const reason = 'reason' in outcome ? outcome.reason : `HTTP ${outcome.status}`
    failed ??= { kind: 'failed', url: named(url), reason }
  }
  return failed ?? { kind: 'failed', url: 'the address', reason: 'not a valid address' }
}

/** `url`: where the document is from; `asked`: what led there. */
function foundIn(body: Uint8Array, url: string, asked: string): Found {
  if (isFeed(body)) return { kind: 'feed', url }
  return { kind: 'page', url: named(asked), links: findFeedLinks(new TextDecoder().decode(body), url) }
}

/** `example.org` → https://example.org, http://example.org; an address as it is, `feed://` as http. */
export function spellings(typed: string): string[] {
  const text = withoutFeedScheme(typed.trim())
  const candidates = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? [text] : [`https://${text}`, `http://${text}`]
  return candidates.filter((url) => URL.canParse(url))
}

/** `feed://host/x` and `feed:https://host/x`: how browsers once handed addresses to feed readers. */
export function withoutFeedScheme(address: string): string {
  return address.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://')
}

/** The address as it may be repeated: without the secrets that a person may have typed. */
function named(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return shownAddress(url.href)
}

function isFeed(body: Uint8Array): boolean {
  const head = new TextDecoder().decode(body.subarray(0, 2048))
  return /<(rss|feed|rdf:RDF)[\s>]/i.test(head) || /^\s*\{[\s\S]*jsonfeed\.org/.test(head)
}
