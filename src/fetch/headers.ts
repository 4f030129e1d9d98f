/**
 * The request headers: who we are, what we take, and the validators exactly as they were given to us.
 * Must not add cookies or a referer, and never makes up or reformats a validator.
 */
import * as zlib from 'node:zlib'
import type { Validators } from '../contract/model.ts'

const HAS_ZSTD = 'createZstdDecompress' in zlib
export const ACCEPT_ENCODING = HAS_ZSTD ? 'gzip, br, deflate, zstd' : 'gzip, br, deflate'

export const ACCEPT_FEED =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1'
export const ACCEPT_PAGE = 'text/html, application/xhtml+xml, */*;q=0.5'

/** `Wirefold/VERSION (+contact)`. */
export function userAgent({
  version,
  contact,
}: {
  readonly version: string
  readonly contact: string | null
}) {
  const plain = contact?.replace(/[^\x21-\x7e]|[()]/g, encodeURIComponent)
  return plain ? `Wirefold/${version} (+${plain})` : `Wirefold/${version}`
}

/** If-None-Match and If-Modified-Since. Node reads and writes header bytes as latin1, so they stay the same. */
export function conditional({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(sendable(etag) ? { 'if-none-match': etag } : {}),
    ...(sendable(lastModified) ? { 'if-modified-since': lastModified } : {}),
  }
}

/** RFC 9110, section 5.5: what a field value may hold; anything else would make the request throw. */
function sendable(value: string | null): value is string {
  return value !== null && value !== '' && /^[\t\x20-\x7e\x80-\xff]+$/.test(value)
}

/** RFC 7617, with UTF-8. */
export function basicAuthorization(credentials: string): string {
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`
}
