import { createHash } from 'node:crypto'
import { webUrl } from '../publish/legal.ts'

/** Addresses under `publicUrl`, which may hold a path. Feeds carry absolute ones, pages path-absolute ones. Pure. */
export interface Links {
  /** The path of `publicUrl`: `''` or `/wire`. */
  readonly prefix: string
  /** What a client sent may be in the path: the result is a URI in any case. */
  absolute(path: string): string
  story(id: string): string
  /** A feed's id (RFC 4122, version 8): the same for its formats and archived pages, not for another server's feed. */
  feedId(scope: string, query: string): string
  /** The same, as the client that sent this Host header knows it. */
  seenFrom(host: string): Links
}

/** `idBase`: the address that feed ids are made from, whatever name a client uses. */
export function createLinks(publicUrl: string, idBase = publicUrl): Links {
  const base = publicUrl.replace(/\/+$/, '')
  const absolute = (path: string) => webUrl(base + path)!
  return {
    prefix: new URL(base).pathname.replace(/\/+$/, ''),
    absolute,
    story: (id) => absolute(storyPath(id)),
    feedId: (scope, query) => {
      const hex = createHash('sha256')
        .update(`${idBase.replace(/\/+$/, '')}${scope}/${query}`)
        .digest('hex')
      const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]
      return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    },
    seenFrom: (host) => createLinks(named(publicUrl, host), idBase),
  }
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/**
 * This machine has several names for itself, and a feed's self link must be the address that was asked for; so a loopback
 * publicUrl takes the loopback name, and the port, of the request. Any other stays as it is configured.
 */
function named(publicUrl: string, host: string): string {
  const url = new URL(publicUrl)
  if (!LOOPBACK.test(url.host) || !LOOPBACK.test(host)) return publicUrl
  url.host = host
  if (!host.includes(':', host.lastIndexOf(']'))) url.port = ''
  return url.href
}

export function storyPath(id: string): string {
  return `/stories/${encodeURIComponent(id)}`
}

export function groupPath(group: string | null): string {
  return group === null ? '' : `/groups/${encodeURIComponent(group)}`
}
