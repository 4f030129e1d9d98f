/** Which subscription a person means by an address. Pure. */

import type { FeedStatus } from '../contract/model.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import { spellings } from '../subscribe/find-feeds.ts'
import { UsageError } from './context.ts'

/** By its address, with or without scheme and last slash, or by where it moved. Throws UsageError. */
export function findFeed(feeds: readonly FeedStatus[], typed: string): FeedStatus {
  const addresses = spellings(typed)
  const wanted = new Set(addresses.map((address) => plain(shownAddress(address))))
  const found = feeds.find(({ url, movedTo }) => wanted.has(plain(url)) || wanted.has(plain(movedTo ?? url)))
  if (found) return found
  const [address = ''] = addresses
  const host = address && new URL(address).host
  const near = feeds.filter(({ url }) => new URL(url).host === host).map(({ url }) => `\n  ${url}`)
  const hint = near.length > 0 ? `; of that host:${near.join('')}` : ': wirefold feeds lists what is'
  throw new UsageError(`no such subscription${hint}`)
}

/** The number that tells feeds apart which differ in their secrets alone is a part of it. */
function plain(address: string): string {
  const { host, pathname, search, hash } = new URL(address)
  return `${host}${pathname.replace(/\/$/, '')}${search}${hash}`
}
