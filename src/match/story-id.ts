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
 * An id for each group. A story's id stays with the group that holds its lead copy, which is what readers saw of
 * it; where that is not here, with the group that holds most of it. A group that holds several stories takes the
 * oldest one's; a group that holds none gets the id its own eldest member founds.
 */
export function nameStories(
  groups: readonly (readonly MatchEntry[])[],
  leads: ReadonlyMap<string, number> = new Map(),
): string[] {
  const ids: (string | undefined)[] = groups.map(() => undefined)
  const taken = new Set<string>()
  for (const { id, members } of storiesByAge(groups.flat())) {
    const lead = leads.get(id)
    const counts = groups.map((group) =>
      group.some((entry) => entry.id === lead)
        ? Number.POSITIVE_INFINITY
        : group.filter((entry) => members.has(entry)).length,
    )
    const heir = counts.indexOf(Math.max(...counts))
    taken.add(id)
    ids[heir] ??= id
  }
  return groups.map((group, i) => ids[i] ?? freshId(group, taken))
}

function storiesByAge(entries: readonly MatchEntry[]): { id: string; members: Set<MatchEntry> }[] {
  const stories = new Map<string, Set<MatchEntry>>()
  for (const entry of [...entries].sort(bySeniority)) {
    if (entry.storyId === null) continue
    const members = stories.get(entry.storyId)
    if (members) members.add(entry)
    else stories.set(entry.storyId, new Set([entry]))
  }
  return [...stories].map(([id, members]) => ({ id, members }))
}

function freshId(group: readonly MatchEntry[], taken: Set<string>): string {
  const keys = [...group].sort(bySeniority).map((entry) => entry.key)
  const candidates = [...keys, ...keys.map((key) => `${key} again`)].map(storyIdFor)
  const id = candidates.find((candidate) => !taken.has(candidate)) ?? storyIdFor(keys.join(' '))
  taken.add(id)
  return id
}
