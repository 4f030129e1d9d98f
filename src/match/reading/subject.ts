/** Whether texts are about what their titles name. */
import { hashText } from '../../fingerprint/hash.ts'
import type { Numbers } from '../numbers.ts'
import type { Comparable } from './comparable.ts'
import { isRespelt } from './respelt.ts'

/** A subject named with so much weight is clearly named. */
const CLEAR = 0.8
/** So much of its subject may be missing in a copy that was cut and re-titled. */
const SAME_SUBJECT = 0.5
/** Where so much of a text stands in the other one, like names are one name in two spellings; two forms have less in common. */
const COPIED = 0.6
/** Words that tell less stand in any text. */
const TELLING = 0.5

/**
 * How much of what a title names stands in its own text and not in the other one, the lesser of the two ways. Copies
 * under any headline share their subject; forms filled in for two subjects (results, obituaries, tables) do not.
 * @param contained Share of the shorter text that the longer one has.
 */
export function differentSubject(a: Comparable, b: Comparable, contained: number): number {
  const isCopied = contained >= COPIED
  const least = Math.min(ownSubject(a, b, isCopied), ownSubject(b, a, isCopied))
  return Math.max(0, least - SAME_SUBJECT) / (1 - SAME_SUBJECT)
}

function ownSubject(a: Comparable, b: Comparable, isCopied: boolean): number {
  let [named, own] = [0, 0]
  for (const [i, word] of a.short.words.entries()) {
    if (b.short.words.includes(word) || !tells(a, word)) continue
    named += a.short.weights[i]!
    own += tells(b, word) || (isCopied && isRespeltIn(b, word)) ? 0 : a.short.weights[i]!
  }
  return Math.min(1, own / CLEAR) * (own / (named || 1))
}

/** Whether each of two headlines names something that neither the other's headline, unless it was cut, nor its text has. */
export function nameOthers(a: Comparable, b: Comparable): boolean {
  return namesAnother(a, b) && namesAnother(b, a)
}

function namesAnother(a: Comparable, b: Comparable): boolean {
  if (b.short.isCut) return false
  return [...a.claims.names].some(
    (name) => !b.short.words.includes(name) && !tells(b, name) && !isRespeltIn(b, name),
  )
}

function tells({ text }: Comparable, word: string): boolean {
  return text.vocabulary.has(hashText(word) >>> 8)
}

function isRespeltIn({ short }: Comparable, word: string): boolean {
  return short.words.some((other) => isRespelt(word, other))
}

/** The most that either text has of either title's telling words, 0–1; a title without any is covered by every text. */
export function titleCoverage(a: Comparable, b: Comparable): number {
  const [x, y] = [a.text.vocabulary, b.text.vocabulary]
  return Math.max(shareIn(x, a), shareIn(y, a), shareIn(x, b), shareIn(y, b))
}

/** How much of a title's telling words these are, 0–1; 1 where it has none. `vocabulary`: as a comparable has it. */
export function shareIn(
  vocabulary: Numbers,
  { headline: { words, weights } }: Pick<Comparable, 'headline'>,
): number {
  let [all, there] = [0, 0]
  for (const [i, word] of words.entries()) {
    if (weights[i]! < TELLING) continue
    all += weights[i]!
    if (vocabulary.has(hashText(word) >>> 8)) there += weights[i]!
  }
  return all ? there / all : 1
}
