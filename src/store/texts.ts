/** How an entry's texts are kept, and what is counted of them. Pure, and the same for every engine. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Little memory, which is set to zero for each text: more takes a quarter longer or twice as long, and saves 0.2 %. */
const MEM_LEVEL = 5

/**
 * HTML as it is stored: deflated with the entry's plain text as the dictionary. The words are in the text already, so
 * that little but the markup is left.
 */
export function packHtml(html: string, text: string): Buffer {
  return deflateRawSync(html, { dictionary: dictionaryOf(text), memLevel: MEM_LEVEL })
}

export function unpackHtml(bytes: Uint8Array, text: string): string {
  return inflateRawSync(bytes, { dictionary: dictionaryOf(text) }).toString()
}

/** A dictionary must not be empty. */
function dictionaryOf(text: string): Buffer {
  return Buffer.from(text || '<p>')
}

/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** Where they are, and the joiners: most texts have nothing from there. */
const MAYBE_UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u200c-\u200d\u2e80-\uffff]/

/**
 * A text as the search index reads it: in scripts without spaces each character is a word of its own, and the joiners
 * inside words are left out, because some write them and some do not.
 */
export function spaced(text: string): string {
  if (!MAYBE_UNSPACED.test(text)) return text
  return text.replace(/\u200c|\u200d/g, '').replace(UNSPACED, ' $& ')
}

/** What `spaced` makes of a text, or null where that is the text itself. */
export function searchForm(text: string): string | null {
  const form = spaced(text)
  return form === text ? null : form
}

const WORD = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu
/** Letters and numbers of the Latin alphabet. Words of these alone are found in a fifteenth of the time. */
const LATIN = '0-9A-Za-zª²³µ¹º¼-¾À-ÖØ-öø-ɏ'
const LATIN_WORD = new RegExp(`[${LATIN}]+(?:['’.-][${LATIN}]+)*`, 'g')
/** Whatever may be a letter or a number of another one: neither Latin nor punctuation. */
const BEYOND_LATIN = /[^\0-\u024f\u2000-\u203f€]/

/** Words, and in scripts without spaces characters. */
export function countWords(text: string): number {
  const form = spaced(text)
  const word = BEYOND_LATIN.test(form) ? WORD : LATIN_WORD
  let count = 0
  for (word.lastIndex = 0; word.test(form); ) count++
  return count
}

/** `…`, `...`, `[…]`, `Read more`, `Continue reading →` at the very end. */
const BREAKS_OFF =
  /(?:…|\.{3})[\])\s]*$|\b(?:read|see|view|show)\s+(?:more|the full (?:story|article))[\s.:»›→>\])]*$|\b(?:continue|keep)\s+reading[^\n.]{0,80}$/iu

/** Whether a text is there to make one want the rest: it breaks off, or says nothing. */
export function isTeaser(text: string): boolean {
  return text.trim() === '' || BREAKS_OFF.test(text.slice(-200))
}
