/** What two texts share word for word, for people to see. */
import { words } from '../fingerprint/words.ts'

/** Shorter runs are everybody's. Words. */
const SHORTEST = 8
const MOST = 10
/** Characters of each text that are looked at: one that repeats itself costs the square of its length. */
const SEARCHED = 20_000

/** The longest passages (as they stand in the first text) that the second has word for word, longest first. */
export function passages(a: string, b: string): string[] {
  const [x, y] = [words(a.slice(0, SEARCHED)), words(b.slice(0, SEARCHED))]
  const starts = new Map<string, number[]>()
  for (let j = 0; j + SHORTEST <= y.length; j++) {
    const gram = gramAt(y, j)
    const list = starts.get(gram)
    if (list) list.push(j)
    else starts.set(gram, [j])
  }
  const runs: { start: number; length: number }[] = []
  for (let i = 0; i + SHORTEST <= x.length; ) {
    const length = Math.max(0, ...(starts.get(gramAt(x, i)) ?? []).map((j) => runLength(x, i, y, j)))
    if (length) runs.push({ start: i, length })
    i += length || 1
  }
  return runs
    .sort((p, q) => q.length - p.length || p.start - q.start)
    .slice(0, MOST)
    .map(({ start, length }) => a.slice(x[start]!.start, x[start + length - 1]!.end))
}

type Words = ReturnType<typeof words>

function gramAt(row: Words, at: number): string {
  return row
    .slice(at, at + SHORTEST)
    .map((word) => word.text)
    .join(' ')
}

function runLength(x: Words, i: number, y: Words, j: number): number {
  let length = 0
  while (i + length < x.length && j + length < y.length && x[i + length]!.text === y[j + length]!.text)
    length++
  return length
}
