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
  /(?:\p{L}\.){2,}|\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\u200c\u200d]*(?:['’‘`´][\p{L}\p{M}]+)*/gu
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const ASCII = /^[a-z0-9]+$/

/** Where the scripts without spaces are; most texts have nothing from there. */
const MAYBE_UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\uffff]/

export function words(text: string): Word[] {
  const found: Word[] = []
  eachWord(text, (start, end, word) =>
    found.push({ text: word ?? text.slice(start, end).toLowerCase(), start, end }),
  )
  return found
}

/** Told where a word stands, and the word; null where it is what stands there, in small letters of ASCII. */
type Visit = (start: number, end: number, word: string | null) => void

/** The same words one by one; nothing is made of those that are plain. */
export function eachWord(text: string, visit: Visit): void {
  const mayBeUnspaced = MAYBE_UNSPACED.test(text)
  for (let at = 0; at < text.length; ) {
    const end = endOfPlain(text, at)
    if (end > at) {
      visit(at, end, null)
      at = end
    } else if (text.charCodeAt(at) < 0x80 && !isPlain(text.charCodeAt(at))) {
      at++
    } else {
      WORD.lastIndex = at
      const match = WORD.exec(text)
      if (!match) break
      if (mayBeUnspaced && UNSPACED.test(match[0])) splitUnspaced(match[0], match.index, visit)
      else visit(match.index, WORD.lastIndex, normalise(match[0]))
      at = match.index + match[0].length
    }
  }
}

/**
 * Where a word of plain letters and digits that begins here ends; `at` itself where the expression must say. Nine words of ten
 * are plain, and found so they cost a quarter.
 */
function endOfPlain(text: string, at: number): number {
  let end = at
  while (isPlain(text.charCodeAt(end))) end++
  const next = text.charCodeAt(end)
  if (next >= 0x80 || next === APOSTROPHE || next === GRAVE) return at
  if (next !== DOT && next !== COMMA) return end
  return end - at > 1 && text.charCodeAt(at) > NINE ? end : at // else an initial or a number may go on
}

const [APOSTROPHE, COMMA, DOT, NINE, GRAVE] = [0x27, 0x2c, 0x2e, 0x39, 0x60]

/** Of the 128 characters of ASCII, which are letters and digits. */
const PLAIN = Uint8Array.from({ length: 0x80 }, (_, code) =>
  /[A-Za-z0-9]/.test(String.fromCharCode(code)) ? 1 : 0,
)

function isPlain(code: number): boolean {
  return PLAIN[code] === 1
}

let segmenter: Intl.Segmenter | null = null // loads ICU's dictionaries, which few texts need

function splitUnspaced(run: string, offset: number, visit: Visit): void {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' })
  for (const { segment, index, isWordLike } of segmenter.segment(run)) {
    if (isWordLike) visit(offset + index, offset + index + segment.length, normalise(segment))
  }
}

/** What outlets write or leave out: accents, vowel points, the Arabic tatweel; joiners. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u200c\u200d]/g
const APOSTROPHES = /[’‘`´ʹʻʼ]/g
/** Letters that are no letter with a mark, and what is written for them. */
const PLAINER: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
  ...{ ى: 'ي', ة: 'ه' },
}
const UNPLAIN = new RegExp(`[${Object.keys(PLAINER).join('')}]`, 'g')

/**
 * `U.S.` and `US`, `Iran’s` and `Iran's` and `Iran`, `Milošević` and `Milosevic`, `Sa’ada` and `Saada` are one word; so are
 * the two forms of a full-width digit, and a word with joiners or without. `don't` and `dont` are two: titles deny with it.
 */
function normalise(word: string): string {
  const lower = word.toLowerCase()
  if (ASCII.test(lower)) return lower
  const plain = lower
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(UNPLAIN, (letter) => PLAINER[letter]!)
    .replace(APOSTROPHES, "'")
    .replace(/'s$/, '')
  const bare = plain.endsWith("n't") ? plain : plain.replaceAll("'", '')
  return /\p{L}\./u.test(bare) ? bare.replaceAll('.', '') : bare
}
