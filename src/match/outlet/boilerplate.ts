/**
 * Finds an outlet's boilerplate: passages that stand in several of its different texts are the site's, not the
 * story's. A text that the outlet carries again (a copy, an update, a digest around it) does not count twice.
 */
import { type MatchEntry, timeOf } from '../../contract/matching.ts'
import { indexShingles, type ShingleIndex } from '../neighbours/shingle-index.ts'
import { headline, headlineLikeness } from '../reading/headline.ts'

/** In so many different texts a passage is boilerplate wherever it stands … */
const TEXTS = 4
/** … and in so many when it stands in no text's lead. */
const TEXTS_BELOW_LEAD = 2
/** Shingles from the top that count as the lead. */
const LEAD = 60
/** Two texts are one when so much of the smaller is in both, and by at least so many shingles. */
const SAME_SHARE = 0.4
const SAME_SHINGLES = 8
/** Passages that stand in more entries than this cannot show that two of them are one text. */
const COMMON = 6
/** Two little texts that agree are one text only at one time (milliseconds) or under headlines that agree; else a description. */
const SAME_TIME_MS = 3_600_000
const ALIKE = 0.3
const LITTLE = 60
/** So much of what two texts share stands in one passage when it was inserted whole. */
const INSERTION_SHARE = 0.9

interface Shingled {
  readonly entry: MatchEntry
  readonly shingles: Uint32Array
}

interface Text extends Shingled {
  /** The number of each shingle. */
  readonly numbers: Uint32Array
}

interface Outlet extends Pick<ShingleIndex, 'limit' | 'holders'> {
  readonly texts: readonly Text[]
}

/** For each text of one outlet, which of its shingles (by position) are boilerplate: 1 is, 0 is not. */
export function findBoilerplate(recent: readonly Shingled[]): Uint8Array[] {
  const outlet = survey(recent)
  const boilerplate = boilerplateOf(outlet, groupTexts(outlet))
  return outlet.texts.map(({ numbers }) => {
    const marks = new Uint8Array(numbers.length)
    for (let i = 0; i < marks.length; i++) marks[i] = boilerplate[numbers[i]!]!
    return marks
  })
}

function survey(recent: readonly Shingled[]): Outlet {
  const { numbers, ...rest } = indexShingles(recent.map(({ shingles }) => shingles))
  return { ...rest, texts: recent.map((text, i) => ({ ...text, numbers: numbers[i]! })) }
}

/** Which text each entry is: entries that carry the same one get the same number. */
function groupTexts({ texts, limit, holders }: Outlet): Int32Array {
  const group = Int32Array.from(texts.keys())
  const shared = new Map<number, number>()
  for (const list of holders.values()) {
    if (list.length > COMMON) continue
    for (const [i, a] of list.entries())
      for (const b of list.slice(i + 1))
        shared.set(a * texts.length + b, (shared.get(a * texts.length + b) ?? 0) + 1)
  }
  const own = uncommon(texts, limit, holders)
  for (const [pair, hits] of shared) {
    const [a, b] = [Math.floor(pair / texts.length), pair % texts.length]
    if (isSameText(texts[a]!, texts[b]!, hits, Math.min(own[a]!, own[b]!))) join(group, a, b)
  }
  return group.map((_, i) => root(group, i))
}

/** How many of each text's shingles can show that another text is the same. */
function uncommon(texts: readonly Text[], limit: number, holders: Outlet['holders']): number[] {
  const common = new Uint8Array(limit)
  for (const [n, list] of holders) if (list.length > COMMON) common[n] = 1
  return texts.map(({ numbers }) => numbers.reduce((sum, n) => sum + 1 - common[n]!, 0))
}

function isSameText(a: Text, b: Text, hits: number, smaller: number): boolean {
  if (hits < Math.min(SAME_SHINGLES, smaller) || hits < smaller * SAME_SHARE) return false
  if (smaller > LITTLE) return !isInsertion(a, b)
  if (Math.abs(timeOf(a.entry) - timeOf(b.entry)) <= SAME_TIME_MS) return true
  return headlineLikeness(headline(a.entry.title), headline(b.entry.title)) >= ALIKE
}

/** One unbroken passage that leaves both leads untouched is something put into two texts, not a text in common. */
function isInsertion(a: Text, b: Text): boolean {
  const own = new Set(b.numbers)
  const lead = new Set(b.numbers.subarray(0, LEAD))
  let [common, run, longest] = [0, 0, 0]
  for (let i = 0; i < a.numbers.length; i++) {
    const n = a.numbers[i]!
    const hit = own.has(n)
    if (hit && (i < LEAD || lead.has(n))) return false
    common += hit ? 1 : 0
    run = hit ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest > common * INSERTION_SHARE
}

function join(group: Int32Array, a: number, b: number): void {
  const [x, y] = [root(group, a), root(group, b)]
  group[Math.max(x, y)] = Math.min(x, y)
}

function root(group: Int32Array, i: number): number {
  let at = i
  while (group[at] !== at) at = group[at]!
  return at
}

function boilerplateOf({ texts, limit, holders }: Outlet, group: Int32Array): Uint8Array {
  const inLead = new Uint8Array(limit)
  for (const { numbers } of texts) for (const n of numbers.subarray(0, LEAD)) inLead[n] = 1
  const boilerplate = new Uint8Array(limit)
  for (const [n, list] of holders) {
    const different = new Set(list.map((t) => group[t]!)).size
    if (different >= (inLead[n] ? TEXTS : TEXTS_BELOW_LEAD)) boilerplate[n] = 1
  }
  return boilerplate
}
