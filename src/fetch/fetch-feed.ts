/**
 * One conditional GET of a feed, which trusts nothing that it is answered. Whatever a server does comes back as a
 * FetchOutcome; only a fault of ours throws. Must not parse a body, keep state between calls or decide when to ask again.
 */
import type { Caching, Feed, FetchOutcome } from '../contract/model.ts'
import { splitCredentials } from './credentials.ts'
import { type After, after, startDeadlines } from './deadlines.ts'
import { reasonOf } from './fault.ts'
import { follow, type Journey } from './follow.ts'
import { guardedLookup, type Lookup } from './guard.ts'
import { ACCEPT_ENCODING, ACCEPT_FEED, ACCEPT_PAGE, userAgent } from './headers.ts'
import type { ProxyRules } from './proxies.ts'
import { type Asked, readArrival } from './read-arrival.ts'
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
  /** Sent instead of ours; null: ours. */
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
  /** Waits for deadlines; Node's timers unless a test brings its own. */
  readonly after?: After
}

export type FetchFeed = (feed: Feed) => Promise<FetchOutcome>

export type Fetcher = FetchFeed & {
  /** GETs any page unconditionally, under the same guards and limits. The address may hold credentials. */
  fetchDocument(url: string): Promise<FetchOutcome>
  /** Ends every exchange that is under way. */
  close(): void
}

interface Source extends Asked, Pick<Feed, 'credentials' | 'allowPrivateAddresses'> {
  readonly settings: FetchSettings
  readonly accept: string
}

const NO_CACHING: Caching = { freshUntil: null, retryAt: null }

/** A fetcher for any number of feeds at a time; who may be asked at the same time is not decided here. */
export function createFetcher(config: FetchConfig, edges: FetchEdges): Fetcher {
  const closing = new AbortController()
  const settingsOf = config.settingsOf ?? (() => PLAIN)

  async function exchange(source: Source): Promise<FetchOutcome> {
    const deadlines = startDeadlines(config.timeoutMs, closing.signal, edges.after ?? after)
    try {
      const agent = source.settings.userAgent ?? userAgent(config)
      const arrival = await follow({ ...journeyOf(source, agent, config, edges), deadlines })
      const { maxBytes } = config
      return await readArrival(arrival, source, { deadlines, maxBytes, now: edges.now() })
    } catch (error) {
      const cause = deadlines.signal.aborted ? deadlines.signal.reason : error
      return { kind: 'failed', status: null, reason: reasonOf(cause), caching: NO_CACHING }
    } finally {
      deadlines.clear()
    }
  }

  async function fetchFeed(feed: Feed): Promise<FetchOutcome> {
    const settings = settingsOf(feed.subscribedAs)
    const shown = (address: string) => shownAddress(address, settings.private)
    const outcome = await exchange({ ...feed, settings, shown, accept: ACCEPT_FEED })
    if (outcome.kind !== 'modified') return outcome
    return { ...outcome, body: withoutSecrets(outcome.body, feed.address, settings.private) }
  }

  return Object.assign(fetchFeed, {
    fetchDocument: (url: string) => exchange({ ...PAGE, address: url, settings: settingsOf(null) }),
    close: () => closing.abort(),
  })
}

/** Any document that is not a subscribed feed. */
const PAGE: Omit<Source, 'address' | 'settings'> = {
  accept: ACCEPT_PAGE,
  credentials: null,
  validators: { etag: null, lastModified: null },
  allowPrivateAddresses: false,
  shown: (address) => address,
}

/** @throws FetchFault when the source has no address */
function journeyOf(
  source: Source,
  agent: string,
  config: FetchConfig,
  { lookup }: FetchEdges,
): Omit<Journey, 'deadlines'> {
  const { settings, validators, shown } = source
  const { url, credentials } = splitCredentials(source.address)
  const allowPrivate = config.allowPrivateAddresses || source.allowPrivateAddresses
  return {
    start: url,
    headers: { 'user-agent': agent, accept: source.accept, 'accept-encoding': ACCEPT_ENCODING },
    ownHeaders: settings.headers,
    credentials: source.credentials ?? credentials,
    proxy: settings.proxy,
    ca: settings.ca,
    keepsCookies: settings.cookies === 'chain',
    validators,
    shown,
    allowPrivate,
    lookup: allowPrivate ? lookup : guardedLookup(lookup),
  }
}
