/** Addresses of entries as far as they say which entry it is. */
import { createHash } from 'node:crypto'

/** Parameters that say who led a reader to a page, not which page it is. */
const TRACKING =
  /^(?:utm_\w+|at_\w+|mc_[ce]id|mkt_tok|fbclid|gclid|dclid|msclkid|yclid|igshid|ref|ref_src|rss|xtor|wt_mc|cmpid?|ns_\w+|ncid|ito|s?cid|icid|partner|source|feature|_hs\w+|oly_\w+_id|wprov|smid|soc_\w+|traffic_source|sr_share|__twitter_impression)$/i

/** The address without scheme, `www.`, tracking and a slash at the end; null where there is none. */
export function sameAddress(url: string | null): string | null {
  const parts = url === null ? null : partsOf(url)
  return parts && parts.host + parts.path
}

/** What two addresses of one page on different hosts have in common; '' for a home page. */
export function pathOf(url: string): string {
  return partsOf(url)?.path ?? ''
}

function partsOf(url: string): { host: string; path: string } | null {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null
  const { host, pathname, searchParams, hash } = new URL(url)
  const kept = [...searchParams].filter(([name]) => !TRACKING.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  const query = kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`
  const fragment = /^#(?:xtor|utm_|rss|ref)/i.test(hash) ? '' : hash
  return { host: host.replace(/^www\./, ''), path: pathname.replace(/\/+$/, '') + query + fragment }
}

/** The facts of an entry that its place is made from. */
interface Placed {
  readonly guid: string
  readonly link: string | null
  readonly title: string
}

/** A number that an entry keeps when its feed moves to another host or scheme, or gives it another guid. */
export function placeOf({ guid, link, title }: Placed): number {
  const url = link ?? (/^https?:/i.test(guid) ? guid : null)
  const name = url === null ? `title ${title}` : `path ${pathOf(url)}`
  return createHash('sha1').update(name).digest().readUIntBE(0, 6)
}
