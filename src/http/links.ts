/** Where things are on this server, as addresses. */
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
  /** False where the client chose the addresses: a shared cache must not keep what holds them. */
  readonly mayBeShared: boolean
}

interface LinkOptions {
  /** Names of this server, beside publicUrl's, that addresses may have. */
  readonly hosts?: readonly string[]
  /** The address that feed ids are made from, whatever name a client uses. */
  readonly idBase?: string
  readonly mayBeShared?: boolean
}

export function createLinks(
  publicUrl: string,
  { hosts = [], idBase = publicUrl, mayBeShared = true }: LinkOptions = {},
): Links {
  const base = publicUrl.replace(/\/+$/, '')
  const idRoot = idBase.replace(/\/+$/, '')
  const absolute = (path: string) => webUrl(base + path)!
  return {
    prefix: new URL(base).pathname.replace(/\/+$/, ''),
    absolute,
    story: (id) => absolute(storyPath(id)),
    feedId: (scope, query) => `urn:uuid:${uuidOf(`${idRoot}${scope}/${query}`)}`,
    seenFrom: (host) => {
      const url = named(publicUrl, host, hosts)
      return createLinks(url, { hosts, idBase, mayBeShared: url === publicUrl || !isLoopback(host) })
    },
    mayBeShared,
  }
}

/** A UUID of version 8, made of a hash. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]
  const middle = [hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20)]
  return [hex.slice(0, 8), ...middle, hex.slice(20, 32)].join('-')
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/
const isLoopback = (host: string) => LOOPBACK.test(host)

/**
 * The address by which a client asked, as its feed's self link must be: with a name that the config lists, or, of a
 * publicUrl on this machine, which has several names for itself, with the request's loopback name and port. Whatever
 * else a client says is not believed.
 */
function named(publicUrl: string, host: string, hosts: readonly string[]): string {
  const url = new URL(publicUrl)
  const [, name = ''] = /^(.*?)(?::\d*)?$/.exec(host.toLowerCase())!
  if (hosts.includes(name)) {
    url.hostname = name
    return url.href
  }
  if (!isLoopback(url.host) || !isLoopback(host) || url.host === host) return publicUrl
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
