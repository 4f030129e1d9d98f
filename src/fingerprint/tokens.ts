/**
 * A text as a row of tokens: 24 bits of the word's hash and 8 flags that say what the word stands in.
 * Enough to compare two texts passage by passage, and 4 bytes a word to store.
 */
import { findEmbedded } from './embedded.ts'
import { hashText } from './hash.ts'
import { words } from './words.ts'

/** The word stands inside quotation marks, or in a line that gives what somebody else said. */
export const QUOTED = 1
/** The shingle that begins here is its outlet's boilerplate. Set when the outlet is learned, not when it is read. */
export const BOILERPLATE = 4
/** The word has a digit. */
export const NUMBER = 8

/** Longer texts are cut here: what they share with others shows long before. Words. */
const MAX_TOKENS = 4000

const OPENING = new Map([
  ['“', '”'],
  ['„', '“”'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
  ['『', '』'],
  ['‘', '’'],
  ['"', '"'],
])

const SPACE = 0x20

export function tokenise(text: string): Uint32Array {
  const found = words(text).slice(0, MAX_TOKENS)
  const embedded = findEmbedded(text)
  const tokens = new Uint32Array(found.length)
  let end = 0
  let closing = ''
  let line = 0
  for (let i = 0; i < found.length; i++) {
    const word = found[i]!
    let flags = 0
    const isSpace = word.start - end === 1 && text.charCodeAt(end) === SPACE
    for (const char of isSpace ? '' : text.slice(end, word.start)) {
      if (char === '\n') closing = ''
      else if (closing) closing = closing.includes(char) ? '' : closing
      else closing = OPENING.get(char) ?? ''
    }
    while (embedded[line] && embedded[line]![1] < word.end) line++
    if (closing || (embedded[line]?.[0] ?? Infinity) <= word.start) flags |= QUOTED
    if (/\p{N}/u.test(word.text)) flags |= NUMBER
    tokens[i] = (hashText(word.text) & 0xffffff00) | flags
    end = word.end
  }
  return tokens
}
