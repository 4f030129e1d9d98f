/**
 * Parts entries into stories. The strongest links are taken first, and two groups join only when they fit as
 * wholes, so that one wrong link does not chain two stories. The order in which entries come changes nothing.
 */
import type { MatchEntry, Override } from '../model.ts'

/** Log-odds that two entries are one story; what speaks against it counts `doubt` (0–1) of its weight. */
export interface Link {
  readonly odds: number
  readonly doubt: number
}

export interface Field {
  readonly entries: readonly MatchEntry[]
  /** Pairs that may link, by index into the entries. */
  readonly pairs: readonly (readonly [number, number])[]
  readonly link: (a: number, b: number) => Link
  readonly overrides: readonly Override[]
  readonly windowMs: number
}

/** A wrong fold hides news and a missed one only repeats it: a link must be likelier than even (0.6). */
const CERTAIN = 0.4
/** No single link says more than this, for or against. */
const LIMIT = 4

/** Groups of indexes into the entries. What a person put together joins last, with all that fits either part. */
export function cluster(field: Field): number[][] {
  const groups = field.entries.map((_, i) => [i])
  const { together, apart } = orders(field)
  const whole = withBonds(groups, together)
  const merge = (a: number, b: number) => {
    const [x, y] = [groups[a]!, groups[b]!]
    if (x === y) return
    x.push(...y)
    for (const i of y) groups[i] = x
  }
  for (const [a, b] of strongestFirst(field)) {
    const [x, y] = [groups[a]!, groups[b]!]
    if (x === y || forbidden(whole(x), whole(y), apart)) continue
    if (inWindow(field, x, y) && fits(field, x, y)) merge(a, b)
  }
  for (const [a, b] of together) merge(a, b)
  return [...new Set(groups)]
}

function orders({ entries, overrides }: Field): { together: [number, number][]; apart: Set<string> } {
  const indexOf = new Map(entries.map((entry, i) => [entry.id, i]))
  const together: [number, number][] = []
  const apart = new Set<string>()
  for (const { kind, a, b } of overrides) {
    const [i, j] = [indexOf.get(a), indexOf.get(b)]
    if (i === undefined || j === undefined) continue
    if (kind === 'together') together.push([i, j])
    else apart.add(`${i} ${j}`).add(`${j} ${i}`)
  }
  return { together, apart }
}

/** A group with all the groups that a person's word will join to it. */
function withBonds(groups: readonly number[][], together: readonly [number, number][]) {
  return (group: readonly number[]): readonly number[] => {
    if (!together.length) return group
    const all = new Set(group)
    for (let before = 0; before < all.size; ) {
      before = all.size
      for (const [a, b] of together)
        if (all.has(a) || all.has(b)) for (const i of [...groups[a]!, ...groups[b]!]) all.add(i)
    }
    return [...all]
  }
}

function strongestFirst({ entries, pairs, link }: Field): (readonly [number, number])[] {
  const links = pairs.map(([a, b]) => {
    const names = [entries[a]!.key, entries[b]!.key].sort()
    return { pair: [a, b] as const, odds: link(a, b).odds, name: names.join(' ') }
  })
  return links
    .filter(({ odds }) => odds > CERTAIN)
    .sort((x, y) => y.odds - x.odds || (x.name < y.name ? -1 : 1))
    .map(({ pair }) => pair)
}

function forbidden(x: readonly number[], y: readonly number[], apart: ReadonlySet<string>): boolean {
  return apart.size > 0 && x.some((i) => y.some((j) => apart.has(`${i} ${j}`)))
}

function inWindow({ entries, windowMs }: Field, x: readonly number[], y: readonly number[]): boolean {
  const times = [...x, ...y].map((i) => entries[i]!.publishedAt ?? entries[i]!.firstSeenAt)
  return Math.max(...times) - Math.min(...times) <= windowMs
}

function fits({ link }: Field, x: readonly number[], y: readonly number[]): boolean {
  let sum = 0
  for (const i of x) {
    for (const j of y) {
      const { odds, doubt } = link(i, j)
      sum += Math.max(-LIMIT, Math.min(LIMIT, odds > 0 ? odds : odds * doubt))
    }
  }
  return sum > 0
}
