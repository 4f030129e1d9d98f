/** Entries that matching read lately, so that one that many others resemble is not unpacked for each of them. */
import type { MatchEntry } from '../contract/matching.ts'
import type { EntryHead, MatchTables } from './engine.ts'

/** Entries kept; one holds some kilobytes. */
const MOST = 2000

export type EntryCache = ReturnType<typeof createEntryCache>

export function createEntryCache() {
  const known = new Map<number, MatchEntry>()

  function keep(entry: MatchEntry): void {
    known.delete(entry.id)
    known.set(entry.id, entry)
    if (known.size > MOST) known.delete(known.keys().next().value!)
  }

  return {
    keep,
    /** The entries of these ids that have a print. */
    async read(tables: MatchTables, ids: readonly number[]): Promise<MatchEntry[]> {
      if (ids.length === 0) return []
      const heads = await tables.prints.heads(ids)
      const missing = heads.filter((head) => !isCurrent(known.get(head.id), head)).map(({ id }) => id)
      if (missing.length > 0) for (const entry of await tables.prints.entries(missing)) keep(entry)
      return heads.flatMap((head) => {
        const entry = known.get(head.id)
        return entry ? [entry.storyId === head.storyId ? entry : { ...entry, storyId: head.storyId }] : []
      })
    },
  }
}

/** What the entry is, and what is known of its feed. */
const COMPARED = ['revision', 'outlet', 'match', 'trust', 'ownAgency', 'isSubscribed'] as const

function isCurrent(entry: MatchEntry | undefined, head: EntryHead): boolean {
  return entry !== undefined && COMPARED.every((name) => entry[name] === head[name])
}
