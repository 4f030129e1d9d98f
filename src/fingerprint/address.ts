/**
 * What an address says of its page: the publisher's keys for it, the headline in its slug, the agency in its folders,
 * and the original that a gathering service wraps in it. Pure; nothing is fetched.
 */
import { hashText } from './hash.ts'
import { words } from './words.ts'

export interface Address {
  /** Without `www.`; empty where there is no address. */
  readonly host: string
  /** What tells the page from any other: its publisher's keys for it, and host, path and query. */
  readonly pages: readonly string[]
  /** The words of the longest name in the path, or none where it has fewer than SLUG_WORDS. */
  readonly slug: readonly string[]
  /** The words of that name, however few. */
  readonly name: readonly string[]
  /** A publisher's key behind the slug, or null. */
  readonly slugKey: string | null
  /** The folders of the path, as words, and the first two words of the slug, where agencies mark their own. */
  readonly folders: readonly string[]
}

/** A path's name of so many words is a headline, not a section. */
const SLUG_WORDS = 6
/** Longer addresses are cut: what follows is tracking. Characters. */
const LONGEST = 2000
/** Hexadecimal with letters and digits in it, or a UUID: no word and no date. */
const HEX_KEY = /^(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,40}$/
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/
const EXTENSION = /\.(?:s?html?|php|aspx?|amp|jsp)$/
const TRACKING = /^(?:utm_\w+|fbclid|gclid|cmpid|ref|source|guce_\w+|xtor|traffic_source|amp|oc)$/

const NOTHING: Address = { host: '', pages: [], slug: [], name: [], slugKey: null, folders: [] }

export function readAddress(link: string | null): Address {
  const url = parse(link)
  if (!url) return NOTHING
  const host = url.hostname.replace(/^www\./, '')
  const parts = decodePath(url.pathname).split('/').filter(Boolean)
  const { slug, name, slugKey } = slugOf(parts)
  const keys = [
    numberOf(url),
    slugKey,
    UUID.exec(url.pathname)?.[0] ?? null,
    idOf(parts, host),
    addressOf(url, host),
  ]
  return {
    host,
    pages: keys.filter((key) => key !== null),
    slug,
    name,
    slugKey,
    folders: [
      ...parts.slice(0, -1).map((part) => part.replaceAll(/[-_]/g, ' ').toLowerCase()),
      slug.slice(0, 2).join(' '),
    ],
  }
}

function parse(link: string | null): URL | null {
  if (!link || link.length > LONGEST) return null
  try {
    return new URL(link)
  } catch {
    return null
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The part of the path with the most words, and the key at its end. */
function slugOf(parts: readonly string[]): Pick<Address, 'slug' | 'name' | 'slugKey'> {
  let best: string[] = []
  for (const part of parts) {
    const pieces = part
      .toLowerCase()
      .replace(EXTENSION, '')
      .split(/[-_,.\s]+/)
      .filter(Boolean)
    if (pieces.length > best.length) best = pieces
  }
  const last = best.at(-1) ?? ''
  const slugKey = HEX_KEY.test(last) || /^\d{8,}$/.test(last) ? last : null
  const slug = slugKey || /^\d{5,}$/.test(last) ? best.slice(0, -1) : best
  return slug.length >= SLUG_WORDS ? { slug, name: best, slugKey } : { slug: [], name: best, slugKey: null }
}

/** A number of so many digits is met on one publisher's sites only; a shorter one is that host's own. */
const UNIQUE_DIGITS = 8
const DATE = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:\d{2})?$/

/** The longest run of at least six digits in the path that is no date (with the host, when short), or null. */
function numberOf({ hostname, pathname }: URL): string | null {
  const runs = (pathname.match(/\d{6,}/g) ?? []).filter((run) => !DATE.test(run))
  const number = runs.sort((a, b) => b.length - a.length)[0]
  if (number === undefined) return null
  return number.length < UNIQUE_DIGITS ? `${hostname}/${number}` : number
}

/** Letters and digits at random: what a publisher calls a page on all its hosts. */
const RANDOM_ID = /^(?=(?:\D*\d){2})(?=(?:[^a-z]*[a-z]){4})[a-z0-9]{10,}$/i

/** A page's random name within its publisher's site, whichever host serves it. */
function idOf(parts: readonly string[], host: string): string | null {
  const id = parts.findLast((part) => RANDOM_ID.test(part))
  return id ? `${siteName(host)}/${id}` : null
}

/** The part of a host that is a name: `edition.cnn.com` → `cnn`, `www.bbc.co.uk` → `bbc`. */
export function siteName(host: string): string {
  const parts = host.split('.')
  const name = parts.length > 2 && parts.at(-2)!.length <= 3 ? parts.at(-3) : parts.at(-2)
  return (name ?? '').replaceAll('-', '')
}

/** Host, path and query without what tells where a reader came from; a front page is no entry's address. */
function addressOf({ pathname, searchParams }: URL, host: string): string | null {
  const query = [...searchParams].filter(([name]) => !TRACKING.test(name)).map((pair) => pair.join('='))
  if (pathname.length < 2 && !query.length) return null
  return [host + pathname.replace(/\/$/, ''), ...query.sort()].join('&')
}

/** An address written into the query of another one, or packed into its path in base64 as news gatherers do. */
const WRAPPED = /[?&](?:url|u|to|target|redirect|link)=(https?(?::|%3a)[^&]+)/i
const PACKED = /\/(?:articles|read)\/(CBM[\w-]{20,})/
const ADDRESS = /https?:\/\/[\x21-\x7e]+/

/** The original address that a gathering service's link carries, or null. */
export function originalOf(link: string | null): string | null {
  if (!link || link.length > LONGEST) return null
  const wrapped = WRAPPED.exec(link)?.[1]
  const packed = PACKED.exec(link)?.[1]
  const text = wrapped
    ? decodePath(wrapped)
    : packed
      ? Buffer.from(packed, 'base64url').toString('latin1')
      : ''
  const found = ADDRESS.exec(text)?.[0] ?? null
  return found && URL.canParse(found) ? found : null
}

/** Words of fewer letters are left out of slugs at will. */
const TELLING_LETTERS = 4

/** The words of a headline or a slug that both would keep, hashed, in order. */
export function tellingWords(texts: readonly string[]): Uint32Array {
  const kept = texts
    .map((text) => text.replaceAll(/['’.,]/g, ''))
    .filter((text) => text.length >= TELLING_LETTERS)
  return Uint32Array.from(kept, hashText)
}

/** The words of a slug spelt as a headline's are. */
export function slugWords({ slug }: Pick<Address, 'slug'>): string[] {
  return slug.flatMap((piece) => words(piece).map((word) => word.text))
}
