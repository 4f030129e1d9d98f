/** What two titles say otherwise. */
import { type Headline, headlineLikeness, isEqual } from './headline.ts'

/** Titles less alike than this, numbers aside, are no parts of one series. */
const UNLIKE = 0.6
/** A word that tells less is anybody's. */
const TELLING = 0.3

/** Whether each of two titles gives a number that the other does not. */
function numbersDiffer(a: Headline, b: Headline): boolean {
  const numbers = ({ words }: Headline) =>
    words.filter((word) => /\p{N}/u.test(word)).map((word) => word.replace(/\P{N}/gu, ''))
  const [x, y] = [numbers(a), numbers(b)]
  return x.some((n) => !y.includes(n)) && y.some((n) => !x.includes(n))
}

/** A release's number: `v3.2`, `3.2.1`. */
const VERSION = /^v\d|^\d+\.\d+\.\d/u

/** Whether two titles are one but for their numbers, 0–1: the parts of a series. Releases differ by their name too. */
export function siblings(a: Headline, b: Headline): number {
  if (isRelease(a) && isRelease(b)) return isEqual(a, b) ? 0 : 1
  if (!numbersDiffer(a, b)) return 0
  return Math.max(0, headlineLikeness(lettersOf(a), lettersOf(b)) - UNLIKE) / (1 - UNLIKE)
}

function isRelease({ words }: Headline): boolean {
  return words.some((word) => VERSION.test(word))
}

function lettersOf(whole: Headline): Headline {
  const { words, weights } = whole
  const kept = [...words.keys()].filter((i) => !/\p{N}/u.test(words[i]!))
  return { ...whole, words: kept.map((i) => words[i]!), weights: kept.map((i) => weights[i]!), label: 0 }
}

/** Whether each of two titles opens with a word that the other has not at all: `Egypt’s bank …`, `Peru’s bank …`. */
export function opensOtherwise(a: Headline, b: Headline): boolean {
  const [x, y] = [opening(a), opening(b)]
  return x !== undefined && y !== undefined && !b.words.includes(x) && !a.words.includes(y)
}

function opening({ words, weights }: Headline): string | undefined {
  return words.find((_, i) => weights[i]! >= TELLING)
}

/** Whether each of two titles has a telling word that the other has not. */
export function haveOwnWords(a: Headline, b: Headline): boolean {
  return hasOwnWords(a, b) && hasOwnWords(b, a)
}

function hasOwnWords({ words, weights }: Headline, other: Headline): boolean {
  return words.some((word, i) => weights[i]! >= TELLING && !other.words.includes(word))
}

/** Whether two titles have the same words in another order: who beat whom. `Talks fail, X says` and `X says talks fail` are one, and so is `Talks fail, says X`. */
export function inverted(a: Headline, b: Headline): boolean {
  const [x, y] = [a.words.join(' '), b.words.join(' ')]
  if (a.words[0] === b.words[0] || [...a.words].sort().join(' ') !== [...b.words].sort().join(' '))
    return false
  return !` ${x} ${x} `.includes(` ${y} `)
}
