/**
 * Finds public material: a passage that texts with nothing else in common share across outlets (a statement, a
 * notice, a set phrase). It shows no copying and counts as little as a quotation. No pair of entries shows it, and no
 * outlet alone: their neighbours do.
 */
import { overlap, sharesPage, sharesSource, titlesOf } from './compare.ts'
import { headlineLikeness } from './headline.ts'
import { EVERYBODYS, type Reading } from './reading.ts'
import { spreadOf } from './spread.ts'

/** In so many unrelated texts, each of another outlet, a passage is everybody's. */
const TEXTS = 4
/** Two texts that have more than this of a headline, of a lead or of a whole text in common share more than a passage. */
const ALIKE = 0.5
const MOST = 0.85

/** The readings (by index) that have public material, as they read once it counts less. */
export function weighPublic(readings: readonly Reading[]): Map<number, Reading> {
  const { numbers, holders } = spreadOf(readings.map(own))
  const unrelated = createUnrelated(readings)
  const known = new Map<string, boolean>()
  const found = new Set<number>()
  for (const [number, texts] of holders) {
    if (texts.length < TEXTS) continue
    const name = texts.join()
    if (!known.has(name)) known.set(name, standsInUnrelated(texts, unrelated))
    if (known.get(name)) found.add(number)
  }
  const weighed = new Map<number, Reading>()
  for (const [i, reading] of readings.entries())
    if (found.size && numbers[i]!.some((number) => found.has(number)))
      weighed.set(i, { ...reading, kinds: weigh(reading.kinds, numbers[i]!, found) })
  return weighed
}

/** Furniture is nobody's but its outlet's. */
function own({ shingles, kinds }: Reading): Uint32Array {
  return shingles.filter((_, at) => kinds[at])
}

type Unrelated = (i: number, j: number) => boolean

function createUnrelated(readings: readonly Reading[]): Unrelated {
  const known = new Map<number, boolean>()
  return (i, j) => {
    const pair = i * readings.length + j
    const answer = known.get(pair) ?? isUnrelated(readings[i]!, readings[j]!)
    known.set(pair, answer)
    return answer
  }
}

function isUnrelated(a: Reading, b: Reading): boolean {
  if (a.entry.outlet === b.entry.outlet || sharesSource(a, b) || sharesPage(a, b)) return false
  if (headlineLikeness(...titlesOf(a, b)) > ALIKE) return false
  const [x, y] = [overlap(a, b), overlap(b, a)]
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

function weigh(kinds: Uint8Array, numbers: Uint32Array, found: ReadonlySet<number>): Uint8Array {
  let next = 0
  return kinds.map((kind) => (kind && found.has(numbers[next++]!) ? EVERYBODYS : kind))
}
