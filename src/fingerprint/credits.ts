/** Finds where an entry says who wrote it. Only the forms are known here, no agency's name. */

/** The parts of an entry in which a credit can stand. */
interface Credited {
  readonly author: string | null
  readonly text: string
}

/** How far from the beginning a dateline or byline may stand (widgets come before it), and how far from the end a credit. Characters. */
const HEAD = 900
const TAIL = 900
const MAX_PHRASE = 90

/** `CAIRO, Aug 22 (Reuters) - `, `WASHINGTON (AP) — `, `(CNN) -- ` */
const DATELINE = /\(([\p{Lu}][\p{L}\p{N} .&'’-]{1,30})\)\s*[-–—:]/gu
/** The same where the dash was lost: a place in capitals before it at the head of a line. */
const BARE_DATELINE = /^\s*[\p{Lu}][\p{Lu}.,' -]{2,40}\s\(([\p{Lu}][\p{L}\p{N} .&'’-]{1,30})\)/gmu
/** A short line that begins as bylines do. */
const BYLINE = /^\s*(?:by|von|par|por|di|da|от|автор:?|door|av)\s+([^\n]{2,80})$/gimu
/** `Source: Reuters`, `© dpa`, `Copyright 2026 The Associated Press`, `appeared first on X`, `Reporting by …`. */
const SOURCE =
  /(?:^|[\s(])(?:source|quelle|fuente|fonte|источник|المصدر|出典)\s?[:：]\s*([^\n]{2,60})|(?:©|copyright)\s*([^\n]{2,60})|(?:(?:first appeared|appeared first|originally published|first published|published) (?:on|by|in|at)|provided by|courtesy of|distributed by|read more (?:at|on)|continue reading (?:at|on))\s+([^\n]{2,60})|(\(?reporting by [^\n]{2,60})/gimu

export function findCredits({ author, text }: Credited): string[] {
  const head = text.slice(0, HEAD)
  const tail = text.slice(Math.max(0, text.length - TAIL))
  const phrases = [
    author ?? '',
    ...captures(head, DATELINE),
    ...captures(head, BARE_DATELINE),
    ...captures(head, BYLINE),
    ...captures(tail, BYLINE),
    ...captures(head, SOURCE),
    ...captures(tail, SOURCE),
  ]
  const clean = phrases.map((phrase) => phrase.replace(/\s+/g, ' ').trim().slice(0, MAX_PHRASE))
  return [...new Set(clean.filter((phrase) => phrase.length > 1))]
}

function captures(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match.slice(1).find((group) => group !== undefined) ?? '')
}
