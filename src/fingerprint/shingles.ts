/** Runs of words as hashes: what two texts have in common is counted in them. */
import { scramble } from './hash.ts'

/** Words in a shingle: five in a row are seldom the same by chance (Broder 1997 uses shingles the same way). */
export const SHINGLE_WORDS = 5

/** The hashes of all runs of five words, in the order of the text; flags do not count. */
export function shingle(tokens: Uint32Array): Uint32Array {
  const count = Math.max(0, tokens.length - SHINGLE_WORDS + 1)
  const shingles = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    let h = 0
    for (let j = i; j < i + SHINGLE_WORDS; j++) h = Math.imul(h, 0x9e3779b1) + ((tokens[j] ?? 0) >>> 8)
    shingles[i] = scramble(h)
  }
  return shingles
}
