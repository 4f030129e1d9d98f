import { hashPair, hashText } from './hash.ts'
import { words } from './words.ts'

/** Shingles from here to the end are sampled thinly; those of the lead (and of the boilerplate above it) densely. */
const LEAD = 150
const LEAD_EVERY = 4
const HEAD = 40
const HEAD_EVERY = 2
/** At most about this many keys from the rest of a text: the longer it is the thinner it is sampled. */
const BODY_KEYS = 40
const TITLE_WORDS = 24

/** Salts keep the kinds of key apart. */
const TITLE = 0x7469746c
const ADDRESS = 0x61646472

/** The parts of an entry that give index keys. */
export interface Keyed {
  readonly title: string
  readonly link: string | null
  readonly canonicalUrl: string | null
}

/** All index keys of an entry: of its text (the shingles that are no boilerplate, in order), its title and its addresses. */
export function keysOf(entry: Keyed, shingles: Uint32Array): number[] {
  const keys = new Set([
    ...textKeys(shingles),
    ...titleKeys(entry.title),
    ...addressKeys(entry.link),
    ...addressKeys(entry.canonicalUrl),
  ])
  return [...keys]
}

/**
 * Index keys of a text: those of its shingles whose hash is divisible by a power of two, so that two texts
 * choose the same ones wherever they agree (modulo sampling, Manber 1994) and samples of different density nest.
 */
function textKeys(shingles: Uint32Array): number[] {
  let every = 16
  while (shingles.length / every > BODY_KEYS) every *= 2
  const keys: number[] = []
  for (let i = 0; i < shingles.length; i++) {
    const shingle = shingles[i]!
    const step = i < HEAD ? HEAD_EVERY : i < LEAD ? LEAD_EVERY : every
    if ((shingle & (step - 1)) === 0) keys.push(shingle)
  }
  return keys
}

/** Pairs of near words of a title, in order: two headlines of one story share some even when words were changed. */
function titleKeys(title: string): number[] {
  const texts = words(title)
    .slice(0, TITLE_WORDS)
    .map((word) => word.text)
  const keys: number[] = []
  for (const [i, text] of texts.entries()) {
    for (const next of texts.slice(i + 1, i + 3)) {
      if (text.length + next.length < 7) continue
      keys.push(hashPair(hashText(text) ^ TITLE, hashText(next)))
    }
  }
  return keys
}

/** A publisher's number for a page, which outlives the page's change of headline, is a key too. */
function addressKeys(link: string | null): number[] {
  const number = pageNumber(link)
  return number ? [hashText(number) ^ ADDRESS] : []
}

/** A number of so many digits is met on one publisher's sites only; a shorter one is that host's own. */
const UNIQUE_DIGITS = 8

/** The longest run of at least six digits in an address's path that is no date (with the host, when short), or null. */
export function pageNumber(link: string | null): string | null {
  if (!link || !URL.canParse(link)) return null
  const { hostname, pathname } = new URL(link)
  const runs = (pathname.match(/\d{6,}/g) ?? []).filter((run) => !DATE.test(run))
  const number = runs.sort((a, b) => b.length - a.length)[0]
  if (number === undefined) return null
  return number.length < UNIQUE_DIGITS ? `${hostname}/${number}` : number
}

const DATE = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:\d{2})?$/
