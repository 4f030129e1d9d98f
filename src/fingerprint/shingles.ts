/** Runs of words as hashes: what two texts have in common is counted in them. */
import { scramble } from './hash.ts'

/** Words in a shingle: five in a row are seldom the same by chance (Broder 1997 uses shingles the same way). */
export const SHINGLE_WORDS = 5

const FACTOR = 0x9e3779b1
/** What a word counts once five others follow it. */
const LEAVING = Array.from({ length: SHINGLE_WORDS }).reduce<number>((all) => Math.imul(all, FACTOR), 1)

/** The hashes of all runs of five words, in the order of the text; flags do not count. */
export function shingle(tokens: Uint32Array): Uint32Array {
  const shingles = new Uint32Array(shinglesIn(tokens))
  writeShingles(tokens, shingles)
  return shingles
}

/** How many shingles so many words make. */
export function shinglesIn({ length }: Uint32Array): number {
  return Math.max(0, length - SHINGLE_WORDS + 1)
}

/**
 * Writes the hashes into a row that has room for them. Each is told from the one before, which loses a word and gains one
 * (Karp and Rabin 1987).
 */
export function writeShingles(tokens: Uint32Array, shingles: Uint32Array): void {
  let h = 0
  for (let end = 0; end < tokens.length; end++) {
    h = Math.imul(h, FACTOR) + (tokens[end]! >>> 8)
    const at = end - SHINGLE_WORDS + 1
    if (at > 0) h -= Math.imul(tokens[at - 1]! >>> 8, LEAVING)
    h |= 0
    if (at >= 0) shingles[at] = scramble(h)
  }
}
