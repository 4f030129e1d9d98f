/** From a feed as the config or a person names it to a subscription. */
import { splitCredentials } from '../fetch/fetch-feed.ts'
import type { Subscription } from '../model.ts'

/** Credentials leave the address here and travel apart from it. */
export function toSubscription(feed: Omit<Subscription, 'credentials'>): Subscription {
  const { url, credentials } = splitCredentials(feed.url)
  const { outlet, groups, match, allowPrivateAddresses } = feed
  return { url: url.href, credentials, outlet, groups, match, allowPrivateAddresses }
}
