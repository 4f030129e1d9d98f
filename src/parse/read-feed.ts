/**
 * Any feed → what its publisher meant: bytes are decoded, the markup is made canonical, rss-parser reads that, and its
 * output is adapted to the model. Pure: the same document gives the same feed. It must not fetch, store or log.
 */
import type { ParsedFeed } from '../contract/model.ts'
import { decode } from './charset/decode.ts'
import { findFeedLinks } from './find-feed-links.ts'
import { identifiedBy } from './identity.ts'
import { readJsonFeed } from './json-feed.ts'
import { adapt } from './meaning/adapt.ts'
import { ParseError } from './parse-error.ts'
import { type Rules, sift } from './rules.ts'
import { faultOfSize } from './size.ts'
import { canonicalise } from './xml/canonicalise.ts'
import { decodeReferences } from './xml/entities.ts'

/** A body as it arrived. */
export interface FeedDocument {
  readonly body: Uint8Array
  /** The Content-Type header as sent, or null. */
  readonly contentType: string | null
  /** Where the body came from: the base of its relative links. */
  readonly url: string
  readonly settings?: ReadingSettings
}

/** What the config says of how a feed is read. */
export interface ReadingSettings extends Rules {
  /** Overrules what the document and its server say; null: they are believed. */
  readonly charset: string | null
  /** What alone tells entries apart; null: guid, link and words together. */
  readonly identity: 'guid' | 'link' | 'title' | null
}

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

async function read(document: FeedDocument): Promise<ParsedFeed> {
  const feed = await readWhole(document)
  const { settings } = document
  if (!settings) return feed
  const { wanted, leftOut } = sift(feed.entries, settings)
  return { ...feed, entries: identifiedBy(settings.identity, wanted), leftOut }
}

async function readWhole({ body, contentType, url, settings }: FeedDocument): Promise<ParsedFeed> {
  const fault = faultOfSize(body)
  if (fault) throw new ParseError(fault)
  const text = decode(body, contentType, settings?.charset)
  if (text.trim() === '') throw new ParseError('it is empty')
  const feed = feedShownInPage(text) ?? text
  if (/^\s*\{/.test(feed)) return readJsonFeed(feed, url)
  const { xml, texts, root, losses } = canonicalise(feed, url)
  if (xml === null) throw new ParseError(whatElse(text, root, url))
  return adapt({ xml, texts }, url, losses)
}

const ESCAPED_START = /&lt;(?:\?xml|rss|feed|rdf:RDF)[\s&]/i
const JSON_START = /\{\s*(?:"|&quot;)(?=[^{]*jsonfeed\.org)/

/** A feed that a web page shows as its source, and nothing else: the markup is escaped. */
function feedShownInPage(text: string): string | null {
  if (!/^\s*(?:<!doctype html|<html)/i.test(text)) return null
  const json = text.search(JSON_START)
  const start = json < 0 ? text.search(ESCAPED_START) : json
  const end = json < 0 ? text.lastIndexOf('&gt;') + 4 : text.lastIndexOf('}') + 1
  if (start < 0 || end < start) return null
  const around = text.slice(0, start).replace(/<title>[^<]*<\/title>/i, '') + text.slice(end)
  return /\S/.test(around.replace(/<[^<>]*>/g, ' ')) ? null : decodeReferences(text.slice(start, end))
}

function whatElse(text: string, root: string | null, url: string): string {
  if (root === null) return 'it has no element at all'
  if (!/^(?:html|head|body|div|p)$/i.test(root) && !/<!doctype html/i.test(text.slice(0, 500))) {
    return `it is neither RSS nor Atom: its first element is <${printable(root)}>`
  }
  const offers = findFeedLinks(text, url).map((link) => link.url)
  return offers.length > 0 ? `it is a web page, which offers ${offers.join(' and ')}` : 'it is a web page'
}

/** A stranger's text, safe to print: a terminal would obey its control characters. */
function printable(name: string): string {
  return name.slice(0, 50).replace(/[\p{Cc}\p{Cf}]/gu, '')
}
