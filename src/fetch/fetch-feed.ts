/**
 * One conditional GET of a feed: never unasked-for, never trusting what answers. Everything a server can do
 * comes back as a FetchOutcome; only a fault of ours throws. Must not parse a body, keep state between calls or
 * decide when to ask again.
 */
import { STATUS_CODES } from 'node:http'
import type { Answer, Caching, Feed, FetchOutcome, Validators } from '../contract/model.ts'
import { readBody } from './body.ts'
import { readCaching } from './caching.ts'
import { type Deadlines, startDeadlines } from './deadlines.ts'
import { FetchFault, reasonOf } from './fault.ts'
import { type Arrival, follow } from './follow.ts'
import { guardedLookup, type Lookup } from './guard.ts'
import { ACCEPT_ENCODING, ACCEPT_FEED, ACCEPT_PAGE, userAgent } from './headers.ts'
import type { ProxyRules } from './proxies.ts'
import { shownAddress, withoutSecrets } from './shown-address.ts'

export interface FetchConfig {
  /** For the whole exchange, redirects and body included. Milliseconds. */
  readonly timeoutMs: number
  /** Most bytes of a body, before and after decompression. */
  readonly maxBytes: number
  readonly allowPrivateAddresses: boolean
  /** An address where the owner of this daemon can be reached, for the User-Agent. */
  readonly contact: string | null
  readonly version: string
  /** How a feed is to be asked, by the address it was subscribed with; null: any other document. */
  readonly settingsOf?: (address: string | null) => FetchSettings
}

/** How one feed is asked. */
export interface FetchSettings {
  /** Instead of ours. */
  readonly userAgent: string | null
  /** May hold secrets: sent to the feed's own origin only. */
  readonly headers: Readonly<Record<string, string>>
  readonly proxy: ProxyRules | null
  /** Certificates (PEM) of authorities that are trusted beside the usual ones. */
  readonly ca: string | null
  /** `chain`: kept within one chain of redirects. */
  readonly cookies: 'none' | 'chain'
  /** The path of its address is a secret. */
  readonly private: boolean
}

const PLAIN: FetchSettings = {
  userAgent: null,
  headers: {},
  proxy: null,
  ca: null,
  cookies: 'none',
  private: false,
}

export interface FetchEdges {
  readonly now: () => number
  /** Resolves names; the system's resolver unless a test brings its own. */
  readonly lookup?: Lookup
}

export interface FetchOptions {
  readonly signal?: AbortSignal
  /** How many people read this feed through us, where that is known. */
  readonly subscribers?: number
}

export type FetchFeed = (feed: Feed, options?: FetchOptions) => Promise<FetchOutcome>

export type Fetcher = FetchFeed & {
  /** GETs any page unconditionally, under the same guards and limits. Credentials may stand in the address. */
  fetchDocument(url: string, options?: FetchOptions): Promise<FetchOutcome>
  /** Ends every exchange that is under way. */
  close(): void
}

type Source = Pick<Feed, 'address' | 'credentials' | 'validators' | 'allowPrivateAddresses'> & {
  readonly settings: FetchSettings
  /** Of an address, what may be repeated. */
  readonly shown: (address: string) => string
}

const NO_VALIDATORS: Validators = { etag: null, lastModified: null }
const NO_CACHING: Caching = { freshUntil: null, retryAt: null }

/** A fetcher for any number of feeds at a time; who may be asked at the same time is not decided here. */
export function createFetcher(config: FetchConfig, edges: FetchEdges): Fetcher {
  const closing = new AbortController()

  async function exchange(source: Source, accept: string, options: FetchOptions): Promise<FetchOutcome> {
    const stops = options.signal ? [closing.signal, options.signal] : [closing.signal]
    const deadlines = startDeadlines(config.timeoutMs, stops)
    try {
      const { url, credentials } = splitCredentials(source.address)
      const allowPrivate = config.allowPrivateAddresses || source.allowPrivateAddresses
      const { settings } = source
      const agent = settings.userAgent ?? userAgent({ ...config, subscribers: options.subscribers })
      const arrival = await follow({
        start: url,
        headers: { 'user-agent': agent, accept, 'accept-encoding': ACCEPT_ENCODING },
        ownHeaders: settings.headers,
        credentials: source.credentials ?? credentials,
        proxy: settings.proxy,
        ca: settings.ca,
        keepsCookies: settings.cookies === 'chain',
        validators: source.validators,
        shown: source.shown,
        allowPrivate,
        lookup: allowPrivate ? edges.lookup : guardedLookup(edges.lookup),
        deadlines,
      })
      return await readArrival(arrival, source, deadlines, config.maxBytes, edges.now())
    } catch (error) {
      const cause = deadlines.signal.aborted ? deadlines.signal.reason : error
      return { kind: 'failed', status: null, reason: reasonOf(cause), caching: NO_CACHING }
    } finally {
      deadlines.clear()
    }
  }

  const settingsOf = config.settingsOf ?? (() => PLAIN)
  async function fetchFeed(feed: Feed, options: FetchOptions = {}): Promise<FetchOutcome> {
    const settings = settingsOf(feed.subscribedAs)
    const shown = (address: string) => shownAddress(address, settings.private)
    const outcome = await exchange({ ...feed, settings, shown }, ACCEPT_FEED, options)
    if (outcome.kind !== 'modified') return outcome
    return { ...outcome, body: withoutSecrets(outcome.body, feed.address, settings.private) }
  }
  return Object.assign(fetchFeed, {
    fetchDocument(url: string, options: FetchOptions = {}) {
      const page = {
        address: url,
        credentials: null,
        validators: NO_VALIDATORS,
        allowPrivateAddresses: false,
      }
      const asItIs = { settings: settingsOf(null), shown: (address: string) => address }
      return exchange({ ...page, ...asItIs }, ACCEPT_PAGE, options)
    },
    close: () => closing.abort(),
  })
}

async function readArrival(
  arrival: Arrival,
  source: Source,
  deadlines: Deadlines,
  maxBytes: number,
  now: number,
): Promise<FetchOutcome> {
  const { answer, permanentUrl, permanent } = arrival
  const { status } = answer
  const caching = readCaching(answer.headers, now, status)
  const known = { status, caching, permanentUrl, finalUrl: source.shown(arrival.url.href) }
  if (status === 200 || status === 203) return readDocument(arrival, source, known, deadlines, maxBytes)
  answer.body.destroy()
  const kept: Answer = { ...known, validators: source.validators }
  if (status === 304 && arrival.conditional)
    return { ...kept, kind: 'not-modified', validators: renewed(source, arrival) }
  if (status === 429 || status === 503) return { ...kept, kind: 'throttled' }
  if (status === 410 && permanent) return { ...kept, kind: 'gone' }
  return { kind: 'failed', status, reason: refusal(status, source, arrival.url), caching }
}

async function readDocument(
  arrival: Arrival,
  source: Source,
  known: Omit<Answer, 'validators'> & { finalUrl: string },
  deadlines: Deadlines,
  maxBytes: number,
): Promise<FetchOutcome> {
  const { answer } = arrival
  try {
    deadlines.alive()
    const body = await readBody(answer, maxBytes, deadlines.alive)
    const contentType = answer.headers['content-type'] ?? null
    const leniencies = answer.leniencies()
    return { ...known, kind: 'modified', validators: sent(arrival, source), body, contentType, leniencies }
  } catch (error) {
    answer.body.destroy()
    const cause = deadlines.signal.aborted ? deadlines.signal.reason : error
    return { kind: 'failed', status: known.status, reason: reasonOf(cause), caching: known.caching }
  }
}

/** Both as this answer has them: what it leaves out is forgotten. */
function sent({ answer, url }: Arrival, { shown }: Source): Validators {
  const { etag, 'last-modified': lastModified } = answer.headers
  return { etag: etag || null, lastModified: lastModified || null, url: shown(url.href) }
}

/** RFC 9111, section 4.3.4: a 304 may bring new validators; what it does not name stays. */
function renewed(source: Source, arrival: Arrival): Validators {
  const { validators } = source
  const { etag, lastModified, url } = sent(arrival, source)
  return {
    etag: etag ?? validators.etag,
    lastModified: lastModified ?? validators.lastModified,
    url: url ?? null,
  }
}

function refusal(status: number, source: Source, url: URL): string {
  const words = `${status} ${STATUS_CODES[status] ?? ''}`.trim()
  const elsewhere = url.host === new URL(source.address).host ? '' : ` (redirected to ${url.host})`
  if (status === 304) return `${words}, though nothing conditional was asked${elsewhere}`
  if (status === 206) return `${words}, though the whole was asked for${elsewhere}`
  return words + elsewhere
}

/**
 * Takes `user:password` out of an address; the fragment goes too, it is never sent.
 * @throws FetchFault when it is no address
 */
export function splitCredentials(address: string): { url: URL; credentials: string | null } {
  if (!URL.canParse(address)) throw new FetchFault('not a valid address')
  const url = new URL(address)
  const named = url.username !== '' || url.password !== ''
  const credentials = named ? `${unescaped(url.username)}:${unescaped(url.password)}` : null
  url.username = ''
  url.password = ''
  url.hash = ''
  return { url, credentials }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
