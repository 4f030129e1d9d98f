/**
 * Keeps feeds from leading the daemon into its owner's network: says which addresses may be connected to,
 * and resolves names so that every address of the answer is checked right where the connection is made.
 * Must not be the only check of a URL: an address literal never reaches a resolver, see `checkUrl`.
 */
import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import { FetchFault } from './fault.ts'

export type Lookup = LookupFunction

/** RFC 4291, section 2.4: all global unicast there is today. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
/** RFC 6052: an IPv4 address behind a NAT64 gateway, in the last four bytes. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/** Whether an address belongs to the public Internet and not to this machine or its networks. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return isPublicRange(parsed) && !ownAddresses().has(parsed.toNormalizedString())
}

function isPublicRange(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast'
  if (address.match(NAT64)) return isPublicRange(new ipaddr.IPv4(address.toByteArray().slice(12)))
  return address.match(GLOBAL_UNICAST) && address.range() === 'unicast'
}

/** A public address can still be this machine's: then its other ports are the owner's business. */
function ownAddresses(): Set<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return new Set(all.map(({ address }) => ipaddr.process(address.replace(/%.*$/, '')).toNormalizedString()))
}

/**
 * Checks one hop before it is requested: its scheme and, where the host is an address, that address.
 * The URL parser has already turned octal, hex and integer spellings into the plain one.
 * @throws FetchFault
 */
export function checkUrl(url: URL, allowPrivate: boolean): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FetchFault(`not an http or https address: ${url.protocol}`)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && ipaddr.isValid(host) && !isPublicAddress(host)) throw forbidden(host)
}

/** A resolver that refuses a name when any of its addresses is not public, so that rebinding gains nothing. */
export function guardedLookup(lookup: Lookup = systemLookup as Lookup): Lookup {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, answer) => {
      if (error) return callback(error, [])
      const addresses = Array.isArray(answer) ? answer : [{ address: answer, family: 4 }]
      const bad = addresses.find(({ address }) => !isPublicAddress(address))
      const first = addresses[0]
      if (bad) return callback(forbidden(bad.address), [])
      if (!first) return callback(new FetchFault('the name has no address'), [])
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/** RFC 6761, RFC 8375 and names that networks give themselves: nobody's but the owner's. */
const LOCAL_NAMES =
  /^[^.]+\.?$|\.(?:localhost|local|internal|intranet|lan|home|corp|private|arpa|test|invalid)\.?$/i

/**
 * Checks what a proxy is to be asked for. The proxy resolves the name itself; here it is resolved only to see where it
 * leads. A name that this machine cannot resolve is left to the proxy, unless it is one of a local network.
 * @param lookup a guarded one
 * @throws FetchFault
 */
export function checkProxied(url: URL, lookup: Lookup | undefined, signal: AbortSignal): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host)) return Promise.resolve() // `checkUrl` has seen it
  const resolve = lookup ?? guardedLookup()
  return new Promise((done, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
    resolve(host, { all: true }, (error) => {
      if (error instanceof FetchFault) fail(error)
      else if (error && LOCAL_NAMES.test(host))
        fail(new FetchFault(`address not allowed: ${host} is a local name${IF_MEANT}`))
      else done()
    })
  })
}

const IF_MEANT = ' (if it is meant, set allowPrivateAddresses: for the feed, or under fetch)'

function forbidden(address: string): FetchFault {
  return new FetchFault(`address not allowed: ${address} is private or this machine's${IF_MEANT}`)
}
