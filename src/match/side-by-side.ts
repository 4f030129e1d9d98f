/** Two texts beside each other: what they share word for word, and what is an outlet's boilerplate. Pure. */
import { decode } from '../fingerprint/encode.ts'
import { hashText } from '../fingerprint/hash.ts'
import { SHINGLE_WORDS } from '../fingerprint/shingles.ts'
import { BOILERPLATE } from '../fingerprint/tokens.ts'
import { type Word, words } from '../fingerprint/words.ts'

/** Shorter runs are in many texts. Words. */
const SHORTEST = 6
/** The rest of a longer text is shown without marks. Words, and characters that hold them. */
const COMPARED = 3000
const SEARCHED = 40_000
/** Where a text repeats itself more often, no more places are compared: that would cost the square of its length. */
const MOST_PLACES = 20
const MOST_RUNS = 400

export interface Comparable {
  readonly text: string
  /** Its fingerprint, where that is still kept: it knows the boilerplate. */
  readonly print: Uint8Array | null
}

type Mark = 'own' | 'shared' | 'boilerplate'

/** A stretch of the text, line breaks between paragraphs included; all of them together are the whole text. */
interface Stretch {
  readonly text: string
  readonly mark: Mark
}

export interface MarkedText {
  readonly stretches: readonly Stretch[]
  readonly words: number
  readonly shared: number
}

/** Each passage is marked once in each text, the longest first: a sentence that one of them repeats is shared once. */
export function sideBySide(a: Comparable, b: Comparable): [MarkedText, MarkedText] {
  const [x, y] = [read(a), read(b)]
  for (const { i, j, length } of longestFirst(runs(x.words, y.words), x.marks, y.marks)) {
    x.marks.fill('shared', i, i + length)
    y.marks.fill('shared', j, j + length)
  }
  return [marked(a.text, x), marked(b.text, y)]
}

interface Reading {
  readonly words: readonly Word[]
  readonly marks: Mark[]
}

function read({ text, print }: Comparable): Reading {
  const found = words(text.slice(0, SEARCHED)).slice(0, COMPARED)
  return { words: found, marks: print === null ? found.map(() => 'own') : boilerplateOf(found, print) }
}

/** A print lacks the title where the text repeats it at its top, so its words are found again from the end. */
function boilerplateOf(found: readonly Word[], print: Uint8Array): Mark[] {
  const marks = found.map((): Mark => 'own')
  const tokens = tokensOf(print).subarray(0, COMPARED)
  for (let i = found.length - 1, t = tokens.length - 1; i >= 0 && t >= 0; i--) {
    if ((hashText(found[i]!.text) ^ tokens[t]!) >>> 8 !== 0) continue
    if (tokens[t]! & BOILERPLATE) marks.fill('boilerplate', i, i + SHINGLE_WORDS)
    t--
  }
  return marks
}

/** A print that another version made is of no use. */
function tokensOf(print: Uint8Array): Uint32Array {
  try {
    return decode(print).tokens
  } catch {
    return new Uint32Array()
  }
}

interface Run {
  readonly i: number
  readonly j: number
  readonly length: number
}

/** The runs of words that both have and that go on neither before nor after. */
function runs(x: readonly Word[], y: readonly Word[]): Run[] {
  const starts = new Map<string, number[]>()
  for (let j = 0; j + SHORTEST <= y.length; j++) {
    const gram = gramAt(y, j)
    const known = starts.get(gram)
    if (known === undefined) starts.set(gram, [j])
    else if (known.length < MOST_PLACES) known.push(j)
  }
  const found: Run[] = []
  for (let i = 0; i + SHORTEST <= x.length; i++) {
    for (const j of starts.get(gramAt(x, i)) ?? []) {
      if (i > 0 && j > 0 && x[i - 1]!.text === y[j - 1]!.text) continue
      found.push({ i, j, length: runLength(x, i, y, j) })
    }
  }
  return found
}

function gramAt(row: readonly Word[], at: number): string {
  return row
    .slice(at, at + SHORTEST)
    .map((word) => word.text)
    .join(' ')
}

function runLength(x: readonly Word[], i: number, y: readonly Word[], j: number): number {
  let length = 0
  while (x[i + length] !== undefined && x[i + length]?.text === y[j + length]?.text) length++
  return length
}

/** The rest of each run once longer ones took their words, as they are asked for. */
function* longestFirst(found: readonly Run[], x: readonly Mark[], y: readonly Mark[]): Generator<Run> {
  const longest = [...found].sort((p, q) => q.length - p.length || p.i - q.i).slice(0, MOST_RUNS)
  for (const run of longest) {
    let start = 0
    for (let k = 0; k <= run.length; k++) {
      if (k < run.length && x[run.i + k] === 'own' && y[run.j + k] === 'own') continue
      if (k - start >= SHORTEST) yield { i: run.i + start, j: run.j + start, length: k - start }
      start = k + 1
    }
  }
}

function marked(text: string, { words: found, marks }: Reading): MarkedText {
  const stretches: { text: string; mark: Mark }[] = []
  const add = (start: number, end: number, mark: Mark) => {
    const last = stretches.at(-1)
    if (last?.mark === mark) last.text += text.slice(start, end)
    else if (end > start) stretches.push({ text: text.slice(start, end), mark })
  }
  let at = 0
  for (let i = 0; i < found.length; i++) {
    const mark = marks[i]!
    if (mark === 'own') continue
    const start = startOf(text, at, found[i]!.start)
    while (marks[i + 1] === mark) i++
    add(at, start, 'own')
    at = endOf(text, found[i]!.end)
    add(start, at, mark)
  }
  add(at, text.length, 'own')
  return { stretches, words: found.length, shared: marks.filter((mark) => mark === 'shared').length }
}

/** With what opens it: a quotation mark, a bracket, a sign. */
function startOf(text: string, from: number, at: number): number {
  return at - (/[“"‘'([«„¿¡©]\s?$/u.exec(text.slice(from, at))?.[0].length ?? 0)
}

/** With the full stop and the quotation mark that close it. */
function endOf(text: string, at: number): number {
  return at + (/^[.,;:!?…]?[”"’']?[.]?/u.exec(text.slice(at, at + 4))?.[0].length ?? 0)
}
