/**
 * Follows redirects from one address to the answer that counts, checking every hop anew.
 * Must not send a secret or a validator to any address but the one it belongs to.
 */
import type { IncomingMessage } from 'node:http'
import type { Validators } from '../model.ts'
import type { Deadlines } from './deadlines.ts'
import { FetchFault } from './fault.ts'
import { checkUrl, type Lookup } from './guard.ts'
import { basicAuthorization, conditional } from './headers.ts'
import { send } from './request.ts'

export interface Journey {
  readonly start: URL
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: string | null
  readonly validators: Validators
  readonly allowPrivate: boolean
  readonly lookup: Lookup | undefined
  readonly deadlines: Deadlines
}

export interface Arrival {
  readonly answer: IncomingMessage
  readonly url: URL
  /** How far permanent redirects alone led, or null. */
  readonly permanentUrl: string | null
  /** Whether nothing but permanent redirects led here. */
  readonly permanent: boolean
  readonly conditional: boolean
}

const mostHops = 8
const permanentStatuses = new Set([301, 308])
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** @throws FetchFault and whatever a connection throws */
export async function follow(journey: Journey): Promise<Arrival> {
  const seen = new Set<string>()
  let url = journey.start
  let permanentUrl: string | null = null
  let permanent = true
  let trusted = true
  for (let hop = 0; hop <= mostHops; hop += 1) {
    if (seen.has(url.href)) throw new FetchFault('the redirects go round in a loop')
    seen.add(url.href)
    const validators = validatorsFor(url, journey.validators)
    const answer = await ask(journey, url, validators, trusted)
    const status = answer.statusCode ?? 0
    if (!redirectStatuses.has(status))
      return { answer, url, permanentUrl, permanent, conditional: Object.keys(validators).length > 0 }
    answer.destroy()
    const target = redirectTarget(answer.headers.location, url)
    permanent &&= permanentStatuses.has(status)
    if (permanent) permanentUrl = target.href
    trusted &&= target.origin === journey.start.origin
    url = target
  }
  throw new FetchFault(`more than ${mostHops} redirects`)
}

function ask(journey: Journey, url: URL, validators: Record<string, string>, trusted: boolean) {
  checkUrl(url, journey.allowPrivate)
  const { headers, credentials, lookup, deadlines } = journey
  const secret: Record<string, string> =
    credentials && trusted ? { authorization: basicAuthorization(credentials) } : {}
  deadlines.awaitFirstByte()
  return send({ url, headers: { ...headers, ...validators, ...secret }, lookup, signal: deadlines.signal })
}

/** A validator means something only to the address that gave it. */
function validatorsFor(url: URL, validators: Validators): Record<string, string> {
  return validators.url && validators.url !== url.href ? {} : conditional(validators)
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
