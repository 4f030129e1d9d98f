/**
 * Follows redirects from one address to the answer that counts, checking every hop anew.
 * Must not send a secret or a validator to any address but the one it belongs to.
 */
import { CookieJar } from 'tough-cookie'
import type { Validators } from '../contract/model.ts'
import type { Deadlines } from './deadlines.ts'
import { FetchFault } from './fault.ts'
import { checkProxied, checkUrl, type Lookup } from './guard.ts'
import { basicAuthorization, conditional } from './headers.ts'
import { type ProxyRules, proxyFor } from './proxies.ts'
import { send } from './request.ts'
import type { WireAnswer } from './wire.ts'

export interface Journey {
  readonly start: URL
  /** Sent to whatever redirects lead to. */
  readonly headers: Readonly<Record<string, string>>
  /** Sent to the origin of `start` only: headers that may hold a secret, and `user:password`. */
  readonly ownHeaders: Readonly<Record<string, string>>
  readonly credentials: string | null
  readonly validators: Validators
  /** An address without its secrets, as validators name theirs. */
  readonly shown: (address: string) => string
  readonly allowPrivate: boolean
  readonly lookup: Lookup | undefined
  readonly proxy: ProxyRules | null
  readonly ca: string | null
  /** Whether cookies are sent back along the way; they are forgotten at its end. */
  readonly keepsCookies: boolean
  readonly deadlines: Deadlines
}

export interface Arrival {
  readonly answer: WireAnswer
  readonly url: URL
  /** How far permanent redirects alone led, or null. */
  readonly permanentUrl: string | null
  /** Whether nothing but permanent redirects led here. */
  readonly permanent: boolean
  readonly conditional: boolean
}

const MOST_HOPS = 8
const PERMANENT = new Set([301, 308])
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** @throws FetchFault and whatever a connection throws */
export async function follow(journey: Journey): Promise<Arrival> {
  const seen = new Set<string>()
  const jar = journey.keepsCookies ? new CookieJar() : null
  let url = journey.start
  let permanentUrl: string | null = null
  let permanent = true
  let trusted = true
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const cookie = jar?.getCookieStringSync(url.href) ?? ''
    const place = `${url.href} ${cookie}` // a cookie may be all that changes from one hop to the next
    if (seen.has(place)) throw new FetchFault('the redirects go round in a loop')
    seen.add(place)
    const validators = validatorsFor(url, journey)
    const answer = await ask(journey, url, { ...validators, ...(cookie ? { cookie } : {}) }, trusted)
    const { status } = answer
    for (const set of answer.headers['set-cookie'] ?? [])
      jar?.setCookieSync(set, url.href, { ignoreError: true })
    if (!REDIRECTS.has(status))
      return { answer, url, permanentUrl, permanent, conditional: Object.keys(validators).length > 0 }
    answer.body.destroy()
    const target = redirectTarget(answer.headers.location, url)
    permanent &&= PERMANENT.has(status)
    if (permanent) permanentUrl = target.href
    trusted &&= target.origin === journey.start.origin
    url = target
  }
  throw new FetchFault(`more than ${MOST_HOPS} redirects`)
}

async function ask(
  journey: Journey,
  url: URL,
  more: Readonly<Record<string, string>>,
  trusted: boolean,
): Promise<WireAnswer> {
  const { headers, ownHeaders, credentials, allowPrivate, lookup, ca, deadlines } = journey
  checkUrl(url, allowPrivate)
  deadlines.awaitFirstByte()
  const proxy = proxyFor(url, journey.proxy)
  if (proxy && !allowPrivate) await checkProxied(url, lookup, deadlines.signal)
  const own = trusted ? { ...ownHeaders, ...secret(credentials) } : {}
  const merged = mergeHeaders(headers, own, more)
  return send({ url, headers: merged, lookup, proxy, ca, signal: deadlines.signal })
}

function secret(credentials: string | null): Record<string, string> {
  return credentials ? { authorization: basicAuthorization(credentials) } : {}
}

/** Names in small letters; later ones win, but for cookies, which are joined. */
function mergeHeaders(...all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const [written, value] of all.flatMap((headers) => Object.entries(headers))) {
    const name = written.toLowerCase()
    merged[name] = name === 'cookie' && merged.cookie ? `${merged.cookie}; ${value}` : value
  }
  return merged
}

/** A validator means something only to the address that gave it. */
function validatorsFor(url: URL, { validators, shown }: Journey): Record<string, string> {
  return validators.url && validators.url !== shown(url.href) ? {} : conditional(validators)
}

/** Location as RFC 9110, section 10.2.2 has it; user names in it are the server's, not ours, and are dropped. */
function redirectTarget(location: string | undefined, base: URL): URL {
  if (!location) throw new FetchFault('a redirect without a Location')
  const text = asUtf8(location)
  if (!URL.canParse(text, base.href)) throw new FetchFault('a redirect to no valid address')
  const target = new URL(text, base)
  target.username = ''
  target.password = ''
  target.hash = ''
  return target
}

/** Header bytes arrive as latin1; many servers send addresses in UTF-8. */
function asUtf8(header: string): string {
  const decoded = Buffer.from(header, 'latin1').toString('utf8')
  return decoded.includes('\ufffd') ? header : decoded
}
