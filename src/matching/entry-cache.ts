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
      const found = new Map<number, MatchEntry>()
      for (const head of heads) {
        const entry = known.get(head.id)
        if (entry && isCurrent(entry, head)) found.set(head.id, entry)
      }
      const missing = heads.filter(({ id }) => !found.has(id)).map(({ id }) => id)
      const fresh = missing.length > 0 ? await tables.prints.entries(missing) : []
      for (const entry of fresh) found.set(entry.id, entry)
      // More may be wanted at once than are kept.
      for (const entry of fresh) keep(entry)
      return heads.flatMap((head) => {
        const entry = found.get(head.id)
        return entry ? [entry.storyId === head.storyId ? entry : { ...entry, storyId: head.storyId }] : []
      })
    },
  }
}

/** What the entry is, and what is known of its feed. */
const COMPARED = ['revision', 'outlet', 'match', 'trust', 'ownAgency', 'isSubscribed'] as const

function isCurrent(entry: MatchEntry, head: EntryHead): boolean {
  return COMPARED.every((name) => entry[name] === head[name])
}
