/** Tells entries apart by what the config says. */
import { createHash } from 'node:crypto'
import type { ParsedEntry } from '../contract/model.ts'

/** Of entries that are the same by it, the first is kept. Null keeps all. */
export function identifiedBy(
  identity: 'guid' | 'link' | 'title' | null,
  entries: readonly ParsedEntry[],
): readonly ParsedEntry[] {
  if (identity === null) return entries
  const byGuid = new Map<string, ParsedEntry>()
  for (const entry of entries) {
    const guid = nameOf(entry, identity)
    if (!byGuid.has(guid)) byGuid.set(guid, { ...entry, guid, hasOwnGuid: true })
  }
  return [...byGuid.values()]
}

function nameOf({ guid, link, title }: ParsedEntry, identity: 'guid' | 'link' | 'title'): string {
  if (identity === 'link') return link ?? guid
  if (identity === 'guid' || title === '') return guid
  return `title:${createHash('sha256').update(title.toLowerCase()).digest('hex').slice(0, 32)}`
}
