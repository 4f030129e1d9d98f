/** Titles compared word by word, each word by how much it tells. */
import { words } from '../../fingerprint/words.ts'
import { negationsIn } from './telling.ts'

export interface Headline {
  readonly words: readonly string[]
  readonly weights: readonly number[]
  /** How many words stand before its colon (`Markets: …`); 0 when they are more than a label has. */
  readonly label: number
  /** The publisher cut it: it ends in dots. */
  readonly isCut: boolean
  /** By word, whether a hyphen ties it to the next: a clumsy cut falls there. */
  readonly hyphens: readonly boolean[]
}

/** More words before a colon are the headline itself: `… agree on a truce: officials`. */
const LABEL_WORDS = 5
const DOTS = /(?:\.{2,}|…)\W*$/u
const HYPHENS = new Set('-‐‑')
const LETTER = /^\p{L}/u

export function headline(bare: string): Headline {
  const found = words(bare)
  const texts = found.map((word) => word.text)
  const colon = bare.search(/:\s/u)
  const before = found.filter(({ end }) => end <= colon).length
  return {
    words: texts,
    weights: texts.map(weight),
    label: before > LABEL_WORDS ? 0 : before,
    isCut: DOTS.test(bare),
    hyphens: found.map(({ end }) => HYPHENS.has(bare[end]!) && LETTER.test(bare.slice(end + 1, end + 2))),
  }
}

/** Two titles without the label that both bear: a section or a matter that many stories have in common. */
export function withoutLabel(a: Headline, b: Headline): [Headline, Headline] {
  const isShared = a.label === b.label && a.words.slice(0, a.label).every((word, i) => word === b.words[i])
  return isShared ? [restOf(a), restOf(b)] : [a, b]
}

function restOf(whole: Headline): Headline {
  const { words, weights, hyphens, label } = whole
  if (label === 0) return whole
  return {
    ...whole,
    words: words.slice(label),
    weights: weights.slice(label),
    hyphens: hyphens.slice(label),
    label: 0,
  }
}

/** How much a word tells: short words are the commonest in most languages; a number names a thing. */
function weight(text: string): number {
  const isPlain = /^[a-z']+$/.test(text) // most are, and it is told ten times as fast
  if (!isPlain && /\p{N}/u.test(text)) return 1
  if (!isPlain && !/^[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}']+$/u.test(text)) return 0.7
  return Math.min(1, Math.max(0.15, (text.length - 1) / 6))
}

/** Dice's coefficient of the titles' words, each word by what it tells. */
export function headlineLikeness(a: Headline, b: Headline): number {
  const rest = [...b.words]
  let common = 0
  for (const [i, word] of a.words.entries()) {
    const at = rest.indexOf(word)
    if (at < 0) continue
    rest.splice(at, 1)
    common += a.weights[i]!
  }
  return (2 * common) / (weightOf(a) + weightOf(b) || 1)
}

/** How much a title tells in all. */
export function weightOf({ weights }: Headline): number {
  return weights.reduce((sum, weight) => sum + weight, 0)
}

/** A headline of fewer words may be equal by chance, as a column's or a sports table's are. */
const EQUAL_WORDS = 4

/** Whether two headlines are one, word for word: a label before one of them aside, and wherever it says who says so. */
export function isEqual(a: Headline, b: Headline): boolean {
  return sameWords(a.words, b.words) || isRest(a, b) || isRest(b, a) || isRotated(a, b)
}

/** `X says talks fail` and `talks fail, X says`. */
function isRotated({ words: a }: Headline, { words: b }: Headline): boolean {
  if (a.length !== b.length || a.length < EQUAL_WORDS || !b.includes(a[0]!)) return false
  return ` ${a.join(' ')} ${a.join(' ')} `.includes(` ${b.join(' ')} `)
}

function isRest(labelled: Headline, { words }: Headline): boolean {
  return (
    labelled.label > 0 &&
    words.length >= EQUAL_WORDS &&
    sameWords(labelled.words.slice(labelled.label), words)
  )
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.length > 0 && a.every((word, i) => word === b[i])
}

/** So many words are left of a headline that was cut with dots, at a hyphen, or by a hand; or that lost one or two. */
const CUT = { dots: 4, hyphen: 3, hand: 6, thinned: 8 }
const LOST = 2

/** Whether the shorter headline is the other one: cut off by a machine (1), thinned (0.8) or perhaps cut by a hand (0.5). */
export function cutOf(a: Headline, b: Headline): number {
  const [short, long] = a.words.length <= b.words.length ? [a, b] : [b, a]
  const length = short.words.length
  const at = length < CUT.hyphen ? -1 : runAt(short, long)
  if (at < 0) return isThinned(short, long) ? 0.8 : 0
  const wasTied = long.hyphens[at + length - 1] === true || (at > 0 && long.hyphens[at - 1] === true)
  if (short.isCut && length >= CUT.dots) return 1
  if (wasTied) return 1
  const isWhole = at === 0 || at + length === long.words.length
  return isWhole && length >= CUT.hand ? 0.5 : 0
}

/** Whether a long headline only lost a word or two: nothing stands in their place, and it denies nothing more or less. */
function isThinned({ words: short }: Headline, { words: long }: Headline): boolean {
  if (short.length < CUT.thinned || long.length - short.length > LOST) return false
  let at = 0
  for (const word of long) if (word === short[at]) at++
  return at === short.length && negationsIn(short) === negationsIn(long)
}

/** Where the shorter one's words run in the longer one: at its start or end, or behind a hyphen; else -1. */
function runAt(short: Headline, long: Headline): number {
  const last = short.words.length - 1
  for (let at = 0; at < long.words.length; at++) {
    if (at + last >= long.words.length) return -1
    if (at > 0 && !long.hyphens[at - 1] && at + last + 1 < long.words.length) continue
    const fits = short.words.every((word, i) => {
      const other = long.words[at + i]!
      return word === other || (i === last && short.isCut && other.startsWith(word))
    })
    if (fits) return at
  }
  return -1
}
