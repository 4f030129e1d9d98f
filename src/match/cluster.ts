/**
 * Parts entries into stories. The strongest links are taken first, and two groups join only when they fit as
 * wholes, so that one wrong link does not chain two stories. The order in which entries come changes nothing.
 */
import { type MatchEntry, type Override, timeOf } from '../contract/matching.ts'
import { BINDING, CERTAIN } from './score.ts'

/**
 * Log-odds that two entries are one story; what speaks against it counts `doubt` (0–1) of its weight, or is binding.
 */
export interface Link {
  readonly odds: number
  readonly doubt: number
  /** Share of the shorter text that the longer one has. */
  readonly contained: number
  /** Share of the longer text's lead that the shorter one has, and of the shorter text's lead that the longer one has. */
  readonly lead: number
  readonly shortLead: number
}

interface Field {
  readonly entries: readonly MatchEntry[]
  /** Pairs that may link, by index into the entries. */
  readonly pairs: readonly (readonly [number, number])[]
  readonly link: (a: number, b: number) => Link
  /** Shingles of an entry that are not boilerplate. */
  readonly size: (i: number) => number
  /** What is not trusted joins what others are in, and joins nothing together. */
  readonly isTrusted: (i: number) => boolean
  readonly overrides: readonly Override[]
  readonly windowMs: number
}

/** No single link says more than this, for or against. */
const LIMIT = 4
/** Without any one feed, the votes of the others may be no clearer against the joining than this. */
const AGAINST = -2

/**
 * Groups of indexes into the entries. Entries are grouped by their texts first; what people put together is joined on
 * top of that, so that a merge never loses a copy, and who fits one side of it is in the whole.
 */
export function cluster(field: Field): number[][] {
  const { together, apart } = orders(field)
  const [byText, stories] = [createGroups(field.entries.length), createGroups(field.entries.length)]
  for (const [a, b] of together) stories.join(a, b)
  for (const [a, b] of strongestFirst(field)) {
    const [x, y] = [byText.of(a), byText.of(b)]
    if (x === y || !mayJoin(field, [a, b], [stories.of(a), stories.of(b)], apart)) continue
    if (!inWindow(field, x, y) || !fits(field, x, y)) continue
    byText.join(a, b)
    stories.join(a, b)
  }
  return stories.all()
}

type Group = readonly number[]

/** Each of so many in a group of its own. */
function createGroups(count: number) {
  const groups = Array.from({ length: count }, (_, i) => [i])
  return {
    of: (i: number): Group => groups[i]!,
    join(a: number, b: number): void {
      const [x, y] = [groups[a]!, groups[b]!]
      if (x === y) return
      x.push(...y)
      for (const i of y) groups[i] = x
    },
    all: () => [...new Set(groups)],
  }
}

/** Whether the stories of two entries may be one, whatever their texts are. */
function mayJoin(
  { isTrusted }: Field,
  pair: Group,
  [x, y]: readonly [Group, Group],
  apart: ReadonlySet<string>,
): boolean {
  if (x === y) return true
  // One that is not trusted joins no groups of others.
  if (!pair.every(isTrusted) && x.some(isTrusted) && y.some(isTrusted)) return false
  return apart.size === 0 || !x.some((i) => y.some((j) => apart.has(`${i} ${j}`)))
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

/** The strongest first, but those of entries that are not trusted last. */
function strongestFirst({ entries, pairs, link, isTrusted }: Field): (readonly [number, number])[] {
  const links = pairs.map(([a, b]) => {
    const names = [entries[a]!.key, entries[b]!.key].sort()
    const rank = isTrusted(a) && isTrusted(b) ? 0 : 1
    return { pair: [a, b] as const, rank, odds: link(a, b).odds, name: names.join(' ') }
  })
  return links
    .filter(({ odds }) => odds > CERTAIN)
    .sort((x, y) => x.rank - y.rank || y.odds - x.odds || (x.name < y.name ? -1 : 1))
    .map(({ pair }) => pair)
}

function inWindow({ entries, windowMs }: Field, x: Group, y: Group): boolean {
  const near = (i: number, j: number) => Math.abs(timeOf(entries[i]!) - timeOf(entries[j]!)) <= windowMs
  return x.every((i) => y.every((j) => near(i, j)))
}

/** The votes of two feeds on joining: the mean over their entries, so that no feed gains by having many. */
interface Votes {
  sum: number
  count: number
}

/**
 * Whether two groups are one story: no pair of them is parted for good, the feeds' votes are for it in sum, and they
 * are not clearly against it when any one feed is left out, which may have put itself between two others.
 */
function fits(field: Field, x: Group, y: Group): boolean {
  const feeds = new Map<string, Map<string, Votes>>()
  const [xs, ys] = [spokesmen(field, x), spokesmen(field, y)]
  for (const [m, i] of x.entries()) {
    for (const [n, j] of y.entries()) {
      if (areStrangers(field, i, j)) return false
      const own = weigh(field, i, j)
      const isText = own > 0 && field.link(i, j).contained >= HOLDS
      const weight = isText ? weigh(field, xs[m]!, ys[n]!) : own
      if (weight === -Infinity) return false
      const row = entryOf(feeds, feedOf(field, i), () => new Map<string, Votes>())
      const votes = entryOf(row, feedOf(field, j), () => ({ sum: 0, count: 0 }))
      votes.sum += weight
      votes.count++
    }
  }
  return isWanted(feeds)
}

/** Two texts of so many shingles that have no more than this in common are of two stories, whatever a third one says. */
const TEXT = 80
const NOTHING = 0.03
/** Log-odds. */
const UNLIKELY = -4

function areStrangers({ link, size }: Field, i: number, j: number): boolean {
  if (Math.min(size(i), size(j)) < TEXT) return false
  const { odds, contained } = link(i, j)
  return odds <= UNLIKELY && contained <= NOTHING
}

/** A text so much longer that holds so much of an excerpt knows better what the excerpt belongs to. */
const LONGER = 1.5
const HOLDS = 0.8

/** For each of a group, the one that speaks for it: for an excerpt the longest text of the group that holds it. */
function spokesmen({ link, size }: Field, group: Group): number[] {
  const longestFirst = [...group].sort((a, b) => size(b) - size(a))
  return group.map(
    (i) =>
      longestFirst.find((k) => k !== i && size(k) > LONGER * size(i) && link(i, k).contained >= HOLDS) ?? i,
  )
}

function weigh({ link }: Field, i: number, j: number): number {
  const { odds, doubt } = link(i, j)
  if (odds < 0 && doubt >= BINDING) return -Infinity
  return Math.min(LIMIT, odds > 0 ? odds : Math.max(-LIMIT, odds * doubt))
}

function isWanted(feeds: ReadonlyMap<string, ReadonlyMap<string, Votes>>): boolean {
  const total = { sum: 0, count: 0 }
  const of = new Map<string, Votes>()
  for (const [f, row] of feeds) {
    for (const [g, { sum, count }] of row) {
      const vote = sum / count
      for (const votes of [
        total,
        ...[...new Set([f, g])].map((feed) => entryOf(of, feed, () => ({ sum: 0, count: 0 }))),
      ]) {
        votes.sum += vote
        votes.count++
      }
    }
  }
  if (total.sum <= 0) return false
  for (const { sum, count } of of.values()) {
    const rest = total.count - count
    if (rest > 0 && (total.sum - sum) / rest < AGAINST) return false
  }
  return true
}

function feedOf({ entries }: Field, i: number): string {
  return entries[i]!.feedUrl
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
