/** What the words of a headline or a slug claim, whatever short ones are left out of it. */
import { tellingWords } from '../../fingerprint/address.ts'
import { words as wordsOf } from '../../fingerprint/words.ts'

export interface Telling {
  /** The words that both a headline and its slug keep, hashed, in order. */
  readonly words: Uint32Array
  /** The digits of its numbers, in order. */
  readonly figures: string
  readonly negations: number
  /** Short words stand in it: a slug without any may have lost a `not` with them. */
  readonly keepsShort: boolean
}

/** Letters of a word that slugs do not leave out. */
const SHORT = 4

export function telling(words: readonly string[]): Telling {
  return {
    words: tellingWords(words),
    figures: words.join(' ').replace(/\P{Nd}/gu, ''),
    negations: negationsIn(words),
    keepsShort: words.some((word) => word.length < SHORT && !NEGATIONS.has(word) && !/\p{Nd}/u.test(word)),
  }
}

/** Whether each gives figures that the other does not, or only one of them denies. A slug may leave its figures out. */
export function contradict(a: Telling, b: Telling): boolean {
  const isOneOfBoth = a.figures.includes(b.figures) || b.figures.includes(a.figures)
  return !isOneOfBoth || deniesLess(a, b) || deniesLess(b, a)
}

function deniesLess(a: Telling, b: Telling): boolean {
  return a.keepsShort && a.negations < b.negations
}

/** Words that turn what is said into its opposite, in the languages that agencies write, as words compare. */
const NEGATIONS = new Set(
  wordsOf(
    'not no nor never cannot without nicht kein keine keinen nie ohne pas ne non jamais sans nunca sin mai senza não nem sem ' +
      'niet geen не нет ни никогда без לא אין ללא ليس لا لم لن',
  ).map(({ text }) => text),
)
const CONTRACTED = /n't$/

/** How many of the words deny: `will`, `will not`. */
export function negationsIn(words: readonly string[]): number {
  return words.filter((word) => NEGATIONS.has(word) || CONTRACTED.test(word)).length
}
