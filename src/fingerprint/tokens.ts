/**
 * A text as a row of tokens: 24 bits of the word's hash and 8 flags that say what the word stands in.
 * Enough to compare two texts passage by passage, and 4 bytes a word to store.
 */
import { findEmbedded } from './embedded.ts'
import { hashPlain, hashText } from './hash.ts'
import { eachWord } from './words.ts'

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
  const embedded = findEmbedded(text)
  const tokens = new Uint32Array(Math.min(MAX_TOKENS, text.length))
  let count = 0
  let last = 0
  let closing = ''
  let line = 0
  eachWord(text, (start, end, word) => {
    if (count === tokens.length) return
    const isSpace = start - last === 1 && text.charCodeAt(last) === SPACE
    if (!isSpace) closing = quotedAfter(text.slice(last, start), closing)
    while (embedded[line] && embedded[line]![1] < end) line++
    const isQuoted = closing !== '' || (embedded[line]?.[0] ?? Infinity) <= start
    tokens[count++] = (word === null ? ofPlain(text, start, end) : ofOther(word)) | (isQuoted ? QUOTED : 0)
    last = end
  })
  return tokens.slice(0, count)
}

/** What ends the quotation that is open after what stands between two words; '' where none is. */
function quotedAfter(between: string, before: string): string {
  let closing = before
  for (const char of between) {
    if (char === '\n') closing = ''
    else if (closing) closing = closing.includes(char) ? '' : closing
    else closing = OPENING.get(char) ?? ''
  }
  return closing
}

const HASH = 0xffffff00
const NINE = 0x39

function ofPlain(text: string, start: number, end: number): number {
  let flags = 0
  for (let i = start; i < end; i++) if (text.charCodeAt(i) <= NINE) flags = NUMBER
  return (hashPlain(text, start, end) & HASH) | flags
}

function ofOther(word: string): number {
  return (hashText(word) & HASH) | (/\p{N}/u.test(word) ? NUMBER : 0)
}
