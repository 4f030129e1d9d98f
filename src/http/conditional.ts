/** Conditional requests for feed documents (RFC 9110, section 13): their ETag, their date, and who has them already. */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { withoutCodings } from './codings.ts'

/** A strong ETag of a body without content coding: equal only for equal bytes. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
}

/**
 * Last-Modified of each address. It counts whole seconds, and libcurl drops a body whose date is not newer than the one
 * it knows, while the reader behind it keeps the new ETag: an entry would be lost to it. So a document that differs from
 * the one before is always at least a second younger, also where both changed within one second.
 */
export function createModificationTimes(size: number) {
  const known = new Map<string, { readonly etag: string; readonly at: number }>()
  return (address: string, etag: string, changedAt: number): number => {
    const last = known.get(address)
    const at = Math.max(changedAt, last === undefined ? 0 : last.etag === etag ? last.at : last.at + 1000)
    known.delete(address)
    known.set(address, { etag, at })
    if (known.size > size) known.delete(known.keys().next().value!)
    return at
  }
}

/** True where the client already has the document, in any coding. If-None-Match outranks If-Modified-Since. */
export function isFresh(
  { headers }: Pick<IncomingMessage, 'headers'>,
  etag: string,
  lastModified: number | null,
): boolean {
  const asked = headers['if-none-match']
  if (asked !== undefined) return asked.trim() === '*' || tagsOf(withoutCodings(asked)).includes(etag)
  const since = headers['if-modified-since']
  if (since === undefined || lastModified === null) return false
  return Math.floor(lastModified / 1000) * 1000 <= Date.parse(since)
}

/** The document's tag as the client has it: in one coding or another. */
export function tagHeld({ headers }: Pick<IncomingMessage, 'headers'>, etag: string): string {
  return tagsOf(headers['if-none-match'] ?? '').find((tag) => withoutCodings(tag) === etag) ?? etag
}

/** Headers: strong ETag, Last-Modified, and how long a cache in front may serve the document, stale too while it asks anew. */
export function validators(
  etag: string,
  lastModified: number | null,
  caching: string,
): Readonly<Record<string, string>> {
  return {
    etag,
    'cache-control': caching,
    vary: 'accept, accept-encoding, a-im, sec-fetch-dest',
    ...(lastModified === null ? {} : { 'last-modified': httpDate(lastModified) }),
  }
}

/** Writing a date takes longer than the rest of an answer that is ready, so the last one is kept. */
let lastDate: { readonly ms: number; readonly text: string } = { ms: 0, text: new Date(0).toUTCString() }

function httpDate(ms: number): string {
  if (lastDate.ms !== ms) lastDate = { ms, text: new Date(ms).toUTCString() }
  return lastDate.text
}

/** The opaque tags of a list; weak ones too, because a cache in front may weaken ours (RFC 9110, 13.1.2). */
function tagsOf(list: string): string[] {
  return list.match(/"[^"]*"/g) ?? []
}
