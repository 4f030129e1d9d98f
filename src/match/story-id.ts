import { createHash } from 'node:crypto'
import type { MatchEntry } from '../model.ts'

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
 * An id for each group. A story's id stays with the group that holds most of it (of equals, with the one that
 * has its eldest member); a group that holds several stories takes the oldest one's; a group that holds none
 * gets the id that its own eldest member founds.
 */
export function nameStories(groups: readonly Group[]): string[] {
  const ids = new Map<Group, string>()
  const taken = new Set<string>()
  for (const [id, shares] of storiesByAge(groups)) {
    const [heir] = [...shares].sort(([a, m], [b, n]) => n - m || bySeniority(eldest(a), eldest(b)))[0]!
    taken.add(id)
    if (!ids.has(heir)) ids.set(heir, id)
  }
  return groups.map((group) => ids.get(group) ?? freshId(group, taken))
}

type Group = readonly MatchEntry[]

function eldest(group: Group): MatchEntry {
  return group.reduce((a, b) => (bySeniority(a, b) <= 0 ? a : b))
}

/** The stories that the entries are in, oldest first, and how many members each group has of it. */
function storiesByAge(groups: readonly Group[]): Map<string, Map<Group, number>> {
  const members = groups.flatMap((group) => group.map((entry) => ({ entry, group })))
  const stories = new Map<string, Map<Group, number>>()
  for (const { entry, group } of members.sort((a, b) => bySeniority(a.entry, b.entry))) {
    if (entry.storyId === null) continue
    const shares = stories.get(entry.storyId) ?? new Map<Group, number>()
    stories.set(entry.storyId, shares.set(group, (shares.get(group) ?? 0) + 1))
  }
  return stories
}

function freshId(group: Group, taken: Set<string>): string {
  const keys = [...group].sort(bySeniority).map((entry) => entry.key)
  const candidates = [...keys, ...keys.map((key) => `${key} again`)].map(storyIdFor)
  const id = candidates.find((candidate) => !taken.has(candidate)) ?? storyIdFor(keys.join(' '))
  taken.add(id)
  return id
}
