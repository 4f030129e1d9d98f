import { createFetcherFor } from '../app.ts'
import { loadConfig } from '../config/load-config.ts'
import { findFeedLinks } from '../parse/find-feed-links.ts'
import type { CommandContext } from './context.ts'

/** 0 and a line per feed that the page offers; 1 where there is none. */
export async function discover(context: CommandContext, url: string): Promise<number> {
  const fetcher = createFetcherFor(loadConfig(context.config, context.env))
  try {
    const outcome = await fetcher.fetchDocument(url)
    if (outcome.kind !== 'modified') {
      const reason = 'reason' in outcome ? outcome.reason : `HTTP ${outcome.status}`
      context.print(`${named(url)} cannot be read: ${reason}`)
      return 1
    }
    if (isFeed(outcome.body)) {
      context.print(`${outcome.finalUrl}  is a feed itself`)
      return 0
    }
    const links = findFeedLinks(new TextDecoder().decode(outcome.body), outcome.finalUrl)
    for (const link of links) context.print([link.url, link.title ?? ''].join('  ').trimEnd())
    if (links.length === 0) context.print(`${named(url)} offers no feed`)
    return links.length > 0 ? 0 : 1
  } finally {
    fetcher.close()
  }
}

/** The address as it may be repeated: without the credentials that a person may have typed. */
function named(address: string): string {
  if (!URL.canParse(address)) return 'the address'
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}

function isFeed(body: Uint8Array): boolean {
  const head = new TextDecoder().decode(body.subarray(0, 2048))
  return /<(rss|feed|rdf:RDF)[\s>]/i.test(head) || /^\s*\{[\s\S]*jsonfeed\.org/.test(head)
}
