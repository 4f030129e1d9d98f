import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Story } from '../model.ts'

/**
 * Conditional requests (RFC 9110, section 13) and feed deltas (RFC 3229 with `A-IM: feed`) for feed documents.
 *
 * An ETag here is `"HASH.TIME.NUMBER"`: the hash of the document as it is before compression, and how far it reaches: the
 * latest change of a story in it and, among the stories of that second, the highest number. So a client's ETag says what
 * it has, and what is newer can be told without remembering what anybody was sent.
 */
export interface Reach {
  readonly changedAt: number
  readonly number: number
}

export function reachOf(stories: readonly Story[]): Reach | null {
  return stories.reduce<Reach | null>(
    (reach, story) => (reach === null || beyond(story, reach) ? story : reach),
    null,
  )
}

/** A strong ETag: equal only for equal bytes. */
export function etagOf(body: string, reach: Reach | null): string {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  return reach === null
    ? `"${hash}"`
    : `"${hash}.${reach.changedAt.toString(36)}.${reach.number.toString(36)}"`
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

/** True where the client already has the document. If-None-Match outranks If-Modified-Since. */
export function isFresh(request: FastifyRequest, etag: string, lastModified: number | null): boolean {
  const asked = request.headers['if-none-match']
  if (asked !== undefined) return asked.trim() === '*' || tagsOf(asked).includes(etag)
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  return lastModified !== null && Math.floor(lastModified / 1000) * 1000 <= since
}

/** The stories that a client with `A-IM: feed` has not got; null where it must be sent the whole document. */
export function newStories(request: FastifyRequest, stories: readonly Story[]): readonly Story[] | null {
  const reach = acceptsFeedDelta(request) ? knownReach(request.headers['if-none-match'] ?? '') : null
  if (reach === null) return null
  const fresh = stories.filter((story) => beyond(story, reach))
  return fresh.length === 0 || fresh.length === stories.length ? null : fresh
}

/** Strong ETag, Last-Modified and how long a cache in front may serve the document, stale too while it asks anew. */
export function setValidators(
  reply: FastifyReply,
  etag: string,
  lastModified: number | null,
  caching: string,
): void {
  reply.header('etag', etag).header('cache-control', caching).header('vary', 'accept, accept-encoding, a-im')
  if (lastModified !== null) reply.header('last-modified', new Date(lastModified).toUTCString())
}

function beyond(story: Reach, reach: Reach): boolean {
  if (story.changedAt !== reach.changedAt) return story.changedAt > reach.changedAt
  return story.number > reach.number
}

/**
 * Python's feedparser asks for deltas in the name of programs that know nothing of them: rss2email takes a 226 for a
 * failure, shows nothing of it and never gets past it. Those are sent whole documents.
 */
const REFUSES_DELTAS = /feedparser|rss2email/i

function acceptsFeedDelta(request: FastifyRequest): boolean {
  if (REFUSES_DELTAS.test(request.headers['user-agent'] ?? '')) return false
  const manipulations = String(request.headers['a-im'] ?? '').toLowerCase()
  return manipulations.split(',').some((one) => one.trim() === 'feed')
}

function knownReach(ifNoneMatch: string): Reach | null {
  const [tag, ...others] = tagsOf(ifNoneMatch)
  const match = /^"[\w-]{22}\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})"$/.exec(tag ?? '')
  if (match === null || others.length > 0) return null
  return { changedAt: Number.parseInt(match[1]!, 36), number: Number.parseInt(match[2]!, 36) }
}

/** The opaque tags of a list; weak ones too, because a cache in front may weaken ours (RFC 9110, 13.1.2). */
function tagsOf(list: string): string[] {
  return list.match(/"[^"]*"/g) ?? []
}
