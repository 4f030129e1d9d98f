/** Entries that matching read lately, so that one that many others resemble is not unpacked for each of them. */
import type { MatchEntry } from '../contract/matching.ts'
import { createRecent } from '../match/recent.ts'
import type { EntryHead, MatchTables } from './engine.ts'

/** Bytes kept, by and large. */
const MOST = 16e6
/** What an entry takes beside its print and its title. */
const FACTS = 1500

export type EntryCache = ReturnType<typeof createEntryCache>

/** @param version Of the prints that can be compared: what another version of the program made is as good as none. */
export function createEntryCache(version: number) {
  const known = createRecent<MatchEntry>(
    MOST,
    ({ print, title }) => FACTS + print.bytes.length + 2 * title.length,
  )

  /** One object for an entry as long as it is where it is: what is made of it is found again by it. */
  function moved(entry: MatchEntry, storyId: string | null): MatchEntry {
    const there = { ...entry, storyId }
    known.keep(entry.id, there)
    return there
  }

  return {
    /** The entries of these ids that have a print of this version. */
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
      for (const entry of fresh) {
        if (entry.print.version !== version) continue
        found.set(entry.id, entry) // more may be wanted at once than are kept
        known.keep(entry.id, entry)
      }
      return heads.flatMap((head) => {
        const entry = found.get(head.id)
        return entry ? [entry.storyId === head.storyId ? entry : moved(entry, head.storyId)] : []
      })
    },
  }
}

/** What the entry is, and what is known of its feed. */
const COMPARED = ['revision', 'outlet', 'match', 'trust', 'ownAgency', 'isSubscribed'] as const

function isCurrent(entry: MatchEntry, head: EntryHead): boolean {
  return COMPARED.every((name) => entry[name] === head[name])
}
