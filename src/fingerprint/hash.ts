/** 32-bit hashes. All results are unsigned; the same input gives the same hash on every machine. */

/** Finaliser of MurmurHash3 (Austin Appleby, public domain): spreads every input bit over all output bits. */
export function scramble(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** FNV-1a over UTF-16 code units, scrambled. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return scramble(h)
}

/** The hash of a part of a text that is letters and digits of ASCII alone, as `hashText` has it for small letters. */
export function hashPlain(text: string, start: number, end: number): number {
  let h = 0x811c9dc5
  for (let i = start; i < end; i++) h = Math.imul(h ^ (text.charCodeAt(i) | 0x20), 0x01000193)
  return scramble(h)
}

/** Order-dependent combination of two hashes. */
export function hashPair(a: number, b: number): number {
  return scramble(Math.imul(a, 0x9e3779b1) + b)
}
