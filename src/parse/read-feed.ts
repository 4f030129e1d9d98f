/**
 * Any feed → what its publisher meant: bytes are decoded, the markup is made canonical, rss-parser reads that, and its
 * output is adapted to the model. Pure: the same document gives the same feed. It must not fetch, store or log.
 */
import type { ParsedFeed } from '../model.ts'
import { adapt } from './adapt.ts'
import { decode } from './charset/decode.ts'
import { findFeedLinks } from './find-feed-links.ts'
import { readJsonFeed } from './json-feed.ts'
import { ParseError } from './parse-error.ts'
import { canonicalise } from './xml/canonicalise.ts'

/** A body as it arrived. */
export interface FeedDocument {
  readonly body: Uint8Array
  /** The Content-Type header as sent, or null. */
  readonly contentType: string | null
  /** Where the body came from: the base of its relative links. */
  readonly url: string
}

/** Bytes. Real feeds stay far below, and what is larger could not be read within a second. */
export const MAX_BODY = 20 * 2 ** 20

/** Throws ParseError, whose message names the feed and the reason, when the document is no feed that can be read. */
export async function readFeed(document: FeedDocument): Promise<ParsedFeed> {
  try {
    return await read(document)
  } catch (error) {
    if (error instanceof ParseError)
      throw new ParseError(`${document.url} cannot be read as a feed: ${error.message}`)
    throw error
  }
}

async function read({ body, contentType, url }: FeedDocument): Promise<ParsedFeed> {
  if (body.length > MAX_BODY) throw new ParseError(`it is larger than ${MAX_BODY / 2 ** 20} MiB`)
  const text = decode(body, contentType)
  if (text.trim() === '') throw new ParseError('it is empty')
  if (/^\s*\{/.test(text)) return readJsonFeed(text, url)
  const { xml, root, dropped } = canonicalise(text, url)
  if (xml === null) throw new ParseError(whatElse(text, root, url))
  return adapt(xml, dropped)
}

function whatElse(text: string, root: string | null, url: string): string {
  if (root === null) return 'it has no element at all'
  if (!/^(?:html|head|body|div|p)$/i.test(root) && !/<!doctype html/i.test(text.slice(0, 500))) {
    return `it is neither RSS nor Atom: its first element is <${root.slice(0, 50)}>`
  }
  const offers = findFeedLinks(text, url).map((link) => link.url)
  return offers.length > 0 ? `it is a web page, which offers ${offers.join(' and ')}` : 'it is a web page'
}
