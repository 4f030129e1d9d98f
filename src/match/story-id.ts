/** Which id a story has: after the entry that founded it, and the same for as long as readers may know it. */
import { createHash } from 'node:crypto'
import type { MatchEntry } from '../contract/matching.ts'

/** Names the id space; any fixed value does. */
const NAMESPACE = 'wirefold:story:'

/** The id of the story that an entry founds: the same in every database. Shaped as a name-based UUID (RFC 9562, version 8). */
export function storyIdFor(key: string): string {
  const hex = createHash('sha256')
    .update(NAMESPACE + key)
    .digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Earliest first: by when it was first seen, then by key. */
export function bySeniority(a: MatchEntry, b: MatchEntry): number {
  return a.firstSeenAt - b.firstSeenAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

/** What is known of the stories that are to be named. */
export interface Known {
  /** The lead copy of each, in the order in which they appeared. */
  readonly leads: ReadonlyMap<string, number>
  /** Entries that say something else than when they were last decided. */
  readonly edited: ReadonlySet<number>
}

interface Story {
  readonly id: string
  readonly members: readonly MatchEntry[]
  readonly lead: MatchEntry | undefined
}

/**
 * An id for each group. A story's id stays with the group that holds its lead copy, which is what readers saw of it;
 * where that is not here, with the group that most of its feeds are in. A lead that was edited or is not trusted takes no
 * id away from the others. A group that holds several stories takes the id of the one that appeared first, which
 * readers had longest; one that holds none gets the id that its own eldest member founds.
 */
export function nameStories(
  groups: readonly (readonly MatchEntry[])[],
  { leads, edited }: Known = { leads: new Map(), edited: new Set() },
): string[] {
  const ids: (string | undefined)[] = groups.map(() => undefined)
  const taken = new Set<string>()
  const groupOf = new Map(groups.flatMap((group, i) => group.map((entry) => [entry.id, i] as const)))
  const isSteady = (entry: MatchEntry) => isTrusted(entry) && !edited.has(entry.id)
  for (const story of storiesByAge(groups.flat(), leads, isSteady)) {
    const heir = groupOf.get(heirOf(story, groupOf, isSteady).id)!
    if (isUsurped(story, groups[heir]!)) continue
    taken.add(story.id)
    ids[heir] ??= story.id
  }
  return groups.map((group, i) => ids[i] ?? freshId(group, taken))
}

/** Whether an entry may name a story that others are in. */
export function isTrusted({ match, trust }: MatchEntry): boolean {
  return match === 'auto' && trust !== 'low'
}

type Test = (entry: MatchEntry) => boolean

/** One of the story's members: where it is, the id stays. */
function heirOf({ members, lead }: Story, groupOf: ReadonlyMap<number, number>, isSteady: Test): MatchEntry {
  if (lead && isSteady(lead)) return lead
  const steady = members.filter(isSteady)
  if (steady.length === 0 && lead) return lead
  return inMostFeeds(steady.length > 0 ? steady : members, groupOf)
}

/** One of those in the group that most of the feeds are in; of equals the lowest. */
function inMostFeeds(members: readonly MatchEntry[], groupOf: ReadonlyMap<number, number>): MatchEntry {
  const feeds = new Map<number, Set<string>>()
  for (const { id, feedUrl } of members) {
    const group = groupOf.get(id)!
    feeds.set(group, (feeds.get(group) ?? new Set()).add(feedUrl))
  }
  const [most] = [...feeds].sort((x, y) => y[1].size - x[1].size || x[0] - y[0])[0]!
  return members.find(({ id }) => groupOf.get(id) === most)!
}

/** Whether what is not trusted gave the story its name: others get their own. */
function isUsurped({ id, lead }: Story, heirs: readonly MatchEntry[]): boolean {
  if (!lead || isTrusted(lead)) return false
  const trusted = heirs.filter(isTrusted)
  return trusted.length > 0 && trusted.every(({ key }) => storyIdFor(key) !== id)
}

/** In the order in which they appeared, those with a steady lead first. */
function storiesByAge(
  entries: readonly MatchEntry[],
  leads: ReadonlyMap<string, number>,
  isSteady: Test,
): Story[] {
  const stories = new Map<string, MatchEntry[]>()
  for (const entry of [...entries].sort(bySeniority)) {
    if (entry.storyId === null) continue
    const members = stories.get(entry.storyId)
    if (members) members.push(entry)
    else stories.set(entry.storyId, [entry])
  }
  const ages = new Map([...leads.keys()].map((id, age) => [id, age]))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const leadOf = (id: string) => byId.get(leads.get(id) ?? Number.NaN)
  const doubt = ({ lead }: Story) => (lead && !isSteady(lead) ? 1 : 0)
  return [...stories]
    .map(([id, members]): Story => ({ id, members, lead: leadOf(id) }))
    .sort((a, b) => doubt(a) - doubt(b) || (ages.get(a.id) ?? 0) - (ages.get(b.id) ?? 0))
}

function freshId(group: readonly MatchEntry[], taken: Set<string>): string {
  const eldestFirst = [...group].sort(bySeniority)
  const keys = [...eldestFirst.filter(isTrusted), ...eldestFirst.filter((entry) => !isTrusted(entry))].map(
    (entry) => entry.key,
  )
  const candidates = [...keys, ...keys.map((key) => `${key} again`)].map(storyIdFor)
  const id = candidates.find((candidate) => !taken.has(candidate)) ?? storyIdFor(keys.join(' '))
  taken.add(id)
  return id
}
