/**
 * Splits text of any language into comparable words. Words are what Unicode calls letters and digits;
 * where a script writes no spaces, ICU's dictionary finds them. Nothing here knows a language's words.
 */

/** A word as matching compares it, and where it stood. */
export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

const WORD =
  /(?:\p{L}\.){2,}|\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\u200c\u200d]*(?:['’][\p{L}\p{M}]+)*/gu
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const ASCII = /^[a-z0-9]+$/

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

export function words(text: string): Word[] {
  const found: Word[] = []
  for (const match of text.matchAll(WORD)) {
    const start = match.index
    if (UNSPACED.test(match[0])) splitUnspaced(match[0], start, found)
    else found.push({ text: normalise(match[0]), start, end: start + match[0].length })
  }
  return found
}

function splitUnspaced(run: string, offset: number, into: Word[]): void {
  for (const { segment, index, isWordLike } of segmenter.segment(run)) {
    if (!isWordLike) continue
    const start = offset + index
    into.push({ text: normalise(segment), start, end: start + segment.length })
  }
}

/**
 * `U.S.` and `US`, `Iran’s` and `Iran's` and `Iran` are one word; so are the two forms of a full-width digit, and a word
 * with joiners or without.
 */
function normalise(word: string): string {
  const lower = word.toLowerCase()
  if (ASCII.test(lower)) return lower
  const plain = lower
    .normalize('NFKC')
    .replace(/\u200c|\u200d/g, '')
    .replace(/’/g, "'")
    .replace(/'s$/, '')
  return /\p{L}\./u.test(plain) ? plain.replaceAll('.', '') : plain
}
