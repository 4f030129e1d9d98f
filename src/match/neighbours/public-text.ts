/**
 * Finds public material: a passage that texts with nothing else in common share across outlets (a statement, a
 * notice, a disclaimer). It shows no copying and counts as little as a quotation. No pair of entries shows it, and no
 * outlet alone: their neighbours do.
 */
import { overlap, sharesPage, sharesSource, titlesOf } from '../pair.ts'
import type { Comparable } from '../reading/comparable.ts'
import { headlineLikeness } from '../reading/headline.ts'
import { PUBLIC, type Text } from '../reading/text.ts'
import { indexShingles, type ShingleIndex } from './shingle-index.ts'

/** In so many unrelated texts, each of another outlet, a passage is everybody's. */
const TEXTS = 4
/** So many shingles in a row make a passage; fewer are a set phrase, which weighs next to nothing anyway. */
const PASSAGE = 8
/** Two texts that have more than this of a headline, of a lead or of a whole text in common share more than a passage. */
const ALIKE = 0.5
const MOST = 0.85

/** The readings (by index) that have public material, as they read once it counts less. */
export function weighPublic(readings: readonly Comparable[]): Map<number, Comparable> {
  const { numbers, holders } = indexShingles(readings.map(({ text }) => own(text)))
  const isTrusted = (i: number) => readings[i]!.entry.trust !== 'low'
  const found = findPublic(holders, isTrusted, createUnrelated(readings))
  const weighed = new Map<number, Comparable>()
  if (found.size === 0) return weighed
  for (const [i, reading] of readings.entries()) {
    const kinds = weigh(reading.text.kinds, numbers[i]!, found)
    if (kinds) weighed.set(i, { ...reading, text: reading.text.marked(kinds) })
  }
  return weighed
}

/** The numbers of the shingles that enough unrelated texts hold; what is not trusted shows nothing to be public. */
function findPublic(
  holders: ShingleIndex['holders'],
  isTrusted: (i: number) => boolean,
  unrelated: Unrelated,
): Set<number> {
  const found = new Set<number>()
  // Shingles that follow each other in a text mostly stand in the same texts.
  let [last, isPublic]: [readonly number[], boolean] = [[], false]
  for (const [number, all] of holders) {
    if (all.length < TEXTS) continue
    const texts = all.every(isTrusted) ? all : all.filter(isTrusted)
    if (texts.length < TEXTS) continue
    if (!isSame(texts, last)) [last, isPublic] = [texts, standsInUnrelated(texts, unrelated)]
    if (isPublic) found.add(number)
  }
  return found
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}

/** Furniture is nobody's but its outlet's. */
function own({ shingles, kinds, size }: Text): Uint32Array {
  const row = new Uint32Array(size)
  let length = 0
  for (let at = 0; at < shingles.length; at++) if (kinds[at]) row[length++] = shingles[at]!
  return row
}

type Unrelated = (i: number, j: number) => boolean

function createUnrelated(readings: readonly Comparable[]): Unrelated {
  const known = new Map<number, boolean>()
  return (i, j) => {
    const pair = i * readings.length + j
    const answer = known.get(pair) ?? isUnrelated(readings[i]!, readings[j]!)
    known.set(pair, answer)
    return answer
  }
}

function isUnrelated(a: Comparable, b: Comparable): boolean {
  if (a.entry.outlet === b.entry.outlet || sharesSource(a, b) || sharesPage(a, b)) return false
  if (headlineLikeness(...titlesOf(a, b)) > ALIKE) return false
  const [x, y] = [overlap(a.text, b.text), overlap(b.text, a.text)]
  const [small, large] = x.size <= y.size ? [x, y] : [y, x]
  return large.lead <= ALIKE && small.hits <= MOST * small.size
}

/** Whether enough of the texts are unrelated, each to each. */
function standsInUnrelated(texts: readonly number[], unrelated: Unrelated): boolean {
  const chosen: number[] = []
  for (const i of texts) {
    if (chosen.every((j) => unrelated(j, i))) chosen.push(i)
    if (chosen.length === TEXTS) return true
  }
  return false
}

/** The kinds of a text's shingles once its public passages are marked, or null where it has none. */
function weigh(kinds: Uint8Array, numbers: Uint32Array, found: ReadonlySet<number>): Uint8Array | null {
  const marked = kinds.slice()
  let [next, run, longest] = [0, 0, 0]
  for (let at = 0; at < kinds.length; at++) {
    run = kinds[at] && found.has(numbers[next++]!) ? run + 1 : 0
    longest = Math.max(longest, run)
    if (run >= PASSAGE) marked.fill(PUBLIC, at - PASSAGE + 1, at + 1)
  }
  return longest >= PASSAGE ? marked : null
}
