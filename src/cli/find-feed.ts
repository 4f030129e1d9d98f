/** Which subscription a person means by an address. Pure. */
import { ExpectedError } from '../contract/errors.ts'
import type { FeedStatus } from '../contract/model.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import { spellings } from '../subscribe/find-feeds.ts'

/** An address of which there is no feed. */
export class NoSuchFeedError extends ExpectedError {
  override name = 'NoSuchFeedError'
}

/** By its address, with or without scheme and last slash, or by where it moved. Throws NoSuchFeedError. */
export function findFeed(feeds: readonly FeedStatus[], typed: string): FeedStatus {
  const addresses = spellings(typed)
  const wanted = new Set(addresses.map((address) => plain(shownAddress(address))))
  const found = feeds.filter(
    ({ url, movedTo }) => wanted.has(plain(url)) || wanted.has(plain(movedTo ?? url)),
  )
  if (found[0] && addresses.some(hasSecret)) refuseSeveral(feeds, found[0].url)
  if (found[0]) return found[0]
  const [address = ''] = addresses
  const host = address && new URL(address).host
  const near = feeds.filter(({ url }) => new URL(url).host === host).map(({ url }) => `\n  ${url}`)
  const hint = near.length > 0 ? `; of that host:${near.join('')}` : ': wirefold feeds lists what is'
  throw new NoSuchFeedError(`no such subscription${hint}`)
}

const hasSecret = (address: string) => shownAddress(address) !== address

/** Which of several that are shown alike has this secret is not told here: its name is to be given. */
function refuseSeveral(feeds: readonly FeedStatus[], shown: string): void {
  const alike = feeds.map(({ url }) => url).filter((url) => url.replace(/#\d+$/, '') === shown)
  if (alike.length > 1)
    throw new ExpectedError(
      `several feeds are shown so, give one of these:${alike.map((url) => `\n  ${url}`).join('')}`,
    )
}

/**
 * An address without its scheme and last slash. The fragment belongs to it: a number there tells apart feeds that differ
 * in their secrets alone.
 */
function plain(address: string): string {
  const { host, pathname, search, hash } = new URL(address)
  return `${host}${pathname.replace(/\/$/, '')}${search}${hash}`
}
