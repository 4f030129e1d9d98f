/**
 * Feeds whose addresses differ only in their secrets would be shown alike: the second is shown with a number behind its
 * address. A stored feed keeps its name, in whatever order feeds are named. Pure.
 */
import type { Subscription } from '../contract/model.ts'
import type { Origin } from './feed-rows.ts'
import type { FeedSecrets, SecretFeed } from './secrets.ts'

/**
 * The subscriptions under the names that they have, or get. One with an unknown secret, at the address of a stored feed, is
 * that feed with a new token where both are of the config; where either was imported, it is another feed.
 */
export function tellApart(
  subscriptions: readonly Subscription[],
  stored: readonly SecretFeed[],
  origin: Origin,
): Subscription[] {
  const owners = new Map(stored.map((feed) => [askedBy(feed.secrets, withoutNumber(feed.url)), feed.url]))
  const others = new Set(stored.filter((feed) => keepsToken(feed, origin)).map(({ url }) => url))
  const taken = new Set<string>()
  const known = subscriptions.map((subscription) => {
    const name = owners.get(askedBy(subscription, subscription.url))
    if (name === undefined || taken.has(name)) return null
    taken.add(name)
    return name
  })
  return subscriptions.map((subscription, i) => {
    const hasToken = subscription.address !== null
    const isFree = (name: string) => !taken.has(name) && !(hasToken && others.has(name))
    const url = known[i] ?? firstOf(subscription.url, isFree)
    taken.add(url)
    return { ...subscription, url }
  })
}

/** Whether a feed is asked by a token that a subscription of this origin does not replace. */
function keepsToken({ isSubscribed, isImported, secrets }: SecretFeed, by: Origin): boolean {
  return isSubscribed && secrets.address !== null && (by === 'import' || isImported)
}

/** What a feed is asked by, as one text. */
function askedBy(
  { credentials, address }: Pick<FeedSecrets, 'credentials' | 'address'>,
  url: string,
): string {
  return JSON.stringify([credentials, address ?? url])
}

function withoutNumber(url: string): string {
  return url.replace(/#\d+$/, '')
}

function firstOf(url: string, isFree: (name: string) => boolean): string {
  for (let nth = 1; ; nth++) {
    const name = nth === 1 ? url : `${url}#${nth}`
    if (isFree(name)) return name
  }
}
