/** What two texts share word for word, for people to see. */
import { hashPair, hashPlain, hashText } from '../fingerprint/hash.ts'
import { eachWord } from '../fingerprint/words.ts'

/** Shorter runs are everybody's. Words. */
const SHORTEST = 8
const MOST = 10
/** Characters of each text that are looked at: one that repeats itself costs the square of its length. */
const SEARCHED = 20_000

/** The longest passages (as they stand in the first text) that the second has word for word, longest first. */
export function passages(a: string, b: string): string[] {
  const [x, y] = [wordsOf(a.slice(0, SEARCHED)), wordsOf(b.slice(0, SEARCHED))]
  const starts = new Map<number, number[]>()
  for (const [j, gram] of gramsOf(y).entries()) {
    const list = starts.get(gram)
    if (list) list.push(j)
    else starts.set(gram, [j])
  }
  const grams = gramsOf(x)
  const runs: { start: number; length: number }[] = []
  for (let i = 0; i < grams.length; ) {
    const length = Math.max(0, ...(starts.get(grams[i]!) ?? []).map((j) => runLength(x, i, y, j)))
    const isPassage = length >= SHORTEST // two grams of one hash may differ
    if (isPassage) runs.push({ start: i, length })
    i += isPassage ? length : 1
  }
  return runs
    .sort((p, q) => q.length - p.length || p.start - q.start)
    .slice(0, MOST)
    .map(({ start, length }) => a.slice(x.starts[start], x.ends[start + length - 1]))
}

/** The words of a text: their hashes, and where they begin and end. */
interface Words {
  readonly hashes: Uint32Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

function wordsOf(text: string): Words {
  const [hashes, starts, ends] = [text.length, text.length, text.length].map((most) => new Uint32Array(most))
  let count = 0
  eachWord(text, (start, end, word) => {
    hashes![count] = word === null ? hashPlain(text, start, end) : hashText(word)
    starts![count] = start
    ends![count++] = end
  })
  return { hashes: hashes!.subarray(0, count), starts: starts!, ends: ends! }
}

/** The hash of as many words as a passage has at least, for each word that begins so many. */
function gramsOf({ hashes }: Words): Uint32Array {
  const grams = new Uint32Array(Math.max(0, hashes.length - SHORTEST + 1))
  for (let at = 0; at < grams.length; at++) {
    for (let i = at; i < at + SHORTEST; i++) grams[at] = hashPair(grams[at]!, hashes[i]!)
  }
  return grams
}

function runLength(x: Words, i: number, y: Words, j: number): number {
  const most = Math.min(x.hashes.length - i, y.hashes.length - j)
  let length = 0
  while (length < most && x.hashes[i + length] === y.hashes[j + length]) length++
  return length
}
