/**
 * Texts as the search index keeps them: words in lower case, without accents – the words that SQLite's `unicode61`
 * tokenizer makes of them (https://www.sqlite.org/fts5.html#unicode61_tokenizer), so that a search finds the same on both
 * engines. Only characters that Unicode got after 2012 are read by today's tables here and by none there. Pure.
 */
import { spaced } from '../../texts.ts'

/** Marks that `unicode61` leaves out of a word; all others end it. */
const MARKS = '\\u0300-\\u0304\\u0306-\\u030c\\u030f\\u0311\\u031b\\u0323-\\u0328\\u032d\\u032e\\u0330\\u0331'
/** What Unicode leaves open is a letter to `unicode61`. */
const LETTERS = '\\p{L}\\p{N}\\p{Co}\\p{Cn}'
const WORD = new RegExp(`[${LETTERS}][${LETTERS}${MARKS}]*`, 'gu')
const MARK = new RegExp(`[${MARKS}]`, 'u')
const PLAIN = /^[\dA-Za-z]*$/
/** Characters of a word that count: PostgreSQL takes no word beyond 2046 bytes. */
const LONGEST = 500

/** The words of a text in their order, a character each in scripts without spaces. */
export function foldWords(text: string): string[] {
  return (spaced(text).match(WORD) ?? []).map((word) => fold(word.slice(0, LONGEST)))
}

function fold(word: string): string {
  return PLAIN.test(word) ? word.toLowerCase() : Array.from(word, foldLetter).join('')
}

/** Accents go from Latin letters only: elsewhere they tell letters apart. */
function foldLetter(letter: string): string {
  const parts = letter.normalize('NFD')
  if (parts.length > 1 && PLAIN.test(parts[0]!)) return parts[0]!.toLowerCase()
  if (MARK.test(letter)) return ''
  // By way of upper case, letters that are only written otherwise (ſ, ς, µ) become one.
  const upper = letter === 'ı' ? letter : letter.toUpperCase()
  return (Array.from(upper).length === 1 ? upper : letter).toLowerCase()
}
