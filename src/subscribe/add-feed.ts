/** Subscribes to what a person typed: a feed's address, or a page or bare host that offers one. */
import type { Subscription } from '../contract/model.ts'
import { splitCredentials } from '../fetch/credentials.ts'
import type { Fetcher } from '../fetch/fetch-feed.ts'
import { lacksSecret, shownText } from '../fetch/shown-address.ts'
import type { FeedLink } from '../parse/find-feed-links.ts'
import { findFeeds, spellings } from './find-feeds.ts'
import { PLAIN_FEED, toSubscription } from './to-subscription.ts'

/** The result for one address that was typed. */
export interface Addition {
  /** The feed; without credentials. Null where none was found. */
  readonly url: string | null
  readonly subscribed: 'now' | 'before' | 'not'
  /** Why not. */
  readonly reason: string | null
  /** Other feeds that the page offered. */
  readonly alsoOffered: readonly string[]
}

/** Subscribes; whether it was not subscribed before. */
export type Subscribe = (feed: Subscription) => Promise<boolean>

export async function addFeed(
  fetcher: Pick<Fetcher, 'fetchDocument'>,
  typed: string,
  subscribe: Subscribe,
): Promise<Addition> {
  if (spellings(typed).some(lacksSecret)) {
    return failure(
      `${shownText(typed)} lacks its token ("hidden" stands in its place): give the whole address`,
    )
  }
  const found = await findFeeds(fetcher, typed)
  if (found.kind === 'failed') return failure(`${found.url} cannot be read: ${found.reason}`)
  if (found.kind === 'feed') return addition(withCredentials(found.url, typed), [], subscribe)
  return firstOf(found, typed, subscribe)
}

async function firstOf(
  page: { readonly url: string; readonly links: readonly FeedLink[] },
  typed: string,
  subscribe: Subscribe,
): Promise<Addition> {
  const [main, ...others] = mainFirst(page.links)
  if (main === undefined) {
    return failure(`${page.url} offers no feed: give the address of the feed itself, if you know it`)
  }
  const alsoOffered = others.map(({ url }) => url)
  return addition(withCredentials(main.url, typed), alsoOffered, subscribe)
}

/** A site's comments are not what somebody subscribes to who names the site. */
function mainFirst(links: readonly FeedLink[]): FeedLink[] {
  const isComments = ({ url, title }: FeedLink) => /comment/i.test(`${url} ${title ?? ''}`)
  return [...links.filter((link) => !isComments(link)), ...links.filter(isComments)]
}

async function addition(
  address: string,
  alsoOffered: readonly string[],
  subscribe: Subscribe,
): Promise<Addition> {
  const subscription = toSubscription({ ...PLAIN_FEED, url: address })
  const isNew = await subscribe(subscription)
  return { url: subscription.url, subscribed: isNew ? 'now' : 'before', reason: null, alsoOffered }
}

function failure(reason: string): Addition {
  return { url: null, subscribed: 'not', reason, alsoOffered: [] }
}

/** Credentials go with the feed only where it is on the host that they were typed for. */
function withCredentials(url: string, typed: string): string {
  const [address = url] = spellings(typed)
  const { username, password, host } = new URL(address)
  const feed = new URL(url)
  if (host !== feed.host || username + password === '') return splitCredentials(url).url.href
  feed.username = username
  feed.password = password
  return feed.href
}
