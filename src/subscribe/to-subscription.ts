/** From feeds as the config or a person names them to subscriptions. Pure. */
import type { Subscription } from '../contract/model.ts'
import { splitCredentials } from '../fetch/credentials.ts'
import { shownAddress } from '../fetch/shown-address.ts'

/** A feed as it was named, its address with all its secrets; `private`: its path is one. */
type NamedFeed = Omit<Subscription, 'credentials' | 'address'> & { readonly private?: boolean }

/** A feed of which nothing is said but its address. */
export const PLAIN_FEED: Omit<NamedFeed, 'url'> = {
  outlet: null,
  groups: [],
  match: 'auto',
  trust: 'normal',
  agency: null,
  allowPrivateAddresses: false,
}

/** Credentials and other secrets leave the address here and travel apart from it. */
export function toSubscription(feed: NamedFeed): Subscription {
  const { url, credentials } = splitCredentials(feed.url)
  const shown = shownAddress(url.href, feed.private)
  const { outlet, groups, match, trust, agency, allowPrivateAddresses } = feed
  const address = shown === url.href ? null : url.href
  return { url: shown, address, credentials, outlet, groups, match, trust, agency, allowPrivateAddresses }
}
