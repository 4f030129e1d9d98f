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

/**
 * An id for each group. A story's id stays with the group that holds its lead copy, which is what readers saw of
 * it; where that is not here, with the group that holds most of it. A group that holds several stories takes the id
 * of the one that appeared first, which readers had longest; a group that holds none gets the id its own eldest member
 * founds. `leads` are in the order of appearance.
 */
export function nameStories(
  groups: readonly (readonly MatchEntry[])[],
  leads: ReadonlyMap<string, number> = new Map(),
): string[] {
  const ids: (string | undefined)[] = groups.map(() => undefined)
  const taken = new Set<string>()
  const groupOf = new Map(groups.flatMap((group, i) => group.map((entry) => [entry.id, i] as const)))
  for (const { id, members } of storiesByAge(groups.flat(), [...leads.keys()])) {
    const heir =
      groupOf.get(leads.get(id) ?? Number.NaN) ?? mostCommon(members.map((entry) => groupOf.get(entry.id)!))
    taken.add(id)
    ids[heir] ??= id
  }
  return groups.map((group, i) => ids[i] ?? freshId(group, taken))
}

/** Of equals the lowest. */
function mostCommon(indexes: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const index of indexes) counts.set(index, (counts.get(index) ?? 0) + 1)
  return [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0])[0]![0]
}

function storiesByAge(
  entries: readonly MatchEntry[],
  appeared: readonly string[],
): { id: string; members: MatchEntry[] }[] {
  const stories = new Map<string, MatchEntry[]>()
  for (const entry of [...entries].sort(bySeniority)) {
    if (entry.storyId === null) continue
    const members = stories.get(entry.storyId)
    if (members) members.push(entry)
    else stories.set(entry.storyId, [entry])
  }
  const ages = new Map(appeared.map((id, age) => [id, age]))
  return [...stories]
    .map(([id, members]) => ({ id, members }))
    .sort((a, b) => (ages.get(a.id) ?? 0) - (ages.get(b.id) ?? 0))
}

function freshId(group: readonly MatchEntry[], taken: Set<string>): string {
  const keys = [...group].sort(bySeniority).map((entry) => entry.key)
  const candidates = [...keys, ...keys.map((key) => `${key} again`)].map(storyIdFor)
  const id = candidates.find((candidate) => !taken.has(candidate)) ?? storyIdFor(keys.join(' '))
  taken.add(id)
  return id
}
