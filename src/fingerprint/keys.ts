/** The index keys of an entry: who shares one with it is worth a comparison. */
import type { IndexKeys } from '../contract/matching.ts'
import { originalOf, readAddress, slugWords, tellingWords } from './address.ts'
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
/** The first telling words of a headline that make a key: in an address it is cut at any length. */
const SLUG_KEY = 5

/** Salts keep the kinds of key apart. */
const TITLE = 0x7469746c
const ADDRESS = 0x61646472

/** The parts of an entry that give index keys. */
interface Keyed {
  readonly title: string
  readonly link: string | null
  readonly canonicalUrl: string | null
}

/** All index keys of an entry: of its text (the shingles that are no boilerplate, in order), its title and its addresses. */
export function keysOf(entry: Keyed, shingles: Uint32Array): IndexKeys {
  const seen = new Set<number>()
  const fresh = (keys: readonly number[]) => keys.filter((key) => !seen.has(key) && seen.add(key))
  const title = words(entry.title).map((word) => word.text)
  return {
    ofText: fresh(textKeys(shingles)),
    ofTitle: fresh(titleKeys(title)),
    ofAddress: fresh([
      ...addressKeys(entry.link),
      ...addressKeys(entry.canonicalUrl),
      ...headlineKeys(tellingWords(title)),
    ]),
  }
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
function titleKeys(title: readonly string[]): number[] {
  const texts = title.slice(0, TITLE_WORDS)
  const keys: number[] = []
  for (const [i, text] of texts.entries()) {
    for (const next of texts.slice(i + 1, i + 3)) {
      if (text.length + next.length < 7) continue
      keys.push(hashPair(hashText(text) ^ TITLE, hashText(next)))
    }
  }
  return keys
}

/** A publisher's key for a page, which outlives its change of headline, is a key too; so is the headline in its slug. */
function addressKeys(link: string | null): number[] {
  const keys: number[] = []
  for (const url of [link, originalOf(link)]) {
    const address = readAddress(url)
    for (const page of address.pages) keys.push(hashPair(ADDRESS, hashText(page)))
    keys.push(...headlineKeys(tellingWords(slugWords(address))))
  }
  return keys
}

/** The key of a headline, above a text or in an address: one outlet changes the one and keeps the other. */
function headlineKeys(telling: Uint32Array): number[] {
  if (telling.length < SLUG_KEY) return []
  return [telling.slice(0, SLUG_KEY).reduce((all, word) => hashPair(all, word), ADDRESS)]
}
