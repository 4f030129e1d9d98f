/** UTF-8 that was encoded twice, in a field or in a whole document. */

/** Bytes 0x80 to 0x9F as windows-1252 has them, where it has any. */
const WESTERN =
  '\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178'
const WESTERN_BYTES = [
  0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95,
  0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
]
const BYTE_OF = new Map([...WESTERN].map((char, at) => [char, String.fromCharCode(WESTERN_BYTES[at]!)]))

const FOREIGN = new RegExp(`[${WESTERN}]`, 'g')
const BEYOND = new RegExp(`[^\\p{ASCII}\\u0080-\\u00ff${WESTERN}]`, 'u')
const DOUBLED = new RegExp(`(?:[\\u00c2-\\u00f4][\\u0080-\\u00bf${WESTERN}]+)+`, 'g')
const LIKELY_LATIN = /[\u00c2-\u00f4][\u0080-\u00bf]/
const BEYOND_LATIN = /[^\p{ASCII}\u0080-\u00ff]/u
const LIKELY = new RegExp(`[\\u00c2-\\u00f4][\\u0080-\\u00bf${WESTERN}]`)

/**
 * UTF-8 that was read as ISO 8859-1 and encoded once more shows as "Ã©". It is undone for a text whose every character
 * beyond ASCII takes part in such a sequence; a text that only quotes one, or holds any other character, stays. With
 * `western`, what was read as windows-1252 is undone too.
 */
export function undoDoubleUtf8(text: string, western: boolean): string {
  if (!(western ? LIKELY : LIKELY_LATIN).test(text) || (western ? BEYOND : BEYOND_LATIN).test(text))
    return text
  try {
    const bytes = western ? text.replace(FOREIGN, (char) => BYTE_OF.get(char)!) : text
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return text
  }
}

/**
 * Whether a document is sound, except a field or two. One that was encoded twice as a whole by way of windows-1252 is
 * stored so at its publisher, and is shown so everywhere.
 */
export function isDoubledInPart(document: string): boolean {
  if (!LIKELY.test(document)) return false
  const doubled = document.match(DOUBLED)?.reduce((sum, run) => sum + run.length, 0) ?? 0
  const all = document.match(/\P{ASCII}/gu)?.length ?? 0
  return all - doubled > doubled
}
