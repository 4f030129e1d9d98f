/** Makes the fingerprints of new and changed entries, and learns from each feed's recent ones what is its boilerplate. */
import type { MatchEntry, Matcher } from '../contract/matching.ts'
import type { MatchTables, PrintableRow, PrintRow } from './engine.ts'
import type { EntryCache } from './entry-cache.ts'

/** How many of a feed's newest entries its boilerplate is learned from. */
const RECENT = 250

export function createPrinting(matcher: Matcher, cache: EntryCache) {
  /** Fingerprints these entries; returns the older ones of their feeds that are read otherwise now. */
  async function print(tables: MatchTables, rows: readonly PrintableRow[]): Promise<number[]> {
    const printed = rows.map((row) => ({ ...row, print: matcher.print(row) }))
    const relearned: number[] = []
    for (const feed of groupByFeed(printed)) relearned.push(...(await printFeed(tables, feed)))
    return relearned
  }

  async function printFeed(tables: MatchTables, feed: readonly MatchEntry[]): Promise<number[]> {
    const older = await olderOf(tables, feed)
    const learned = matcher.learn([...older, ...feed])
    const fresh = feed.map((entry) => ({ ...entry, print: learned.get(entry.id) ?? entry.print }))
    const changed = older.filter(({ id }) => learned.has(id))
    const relearned = changed.map((entry) => ({ ...entry, print: learned.get(entry.id)! }))
    await tables.prints.save([...relearned, ...fresh].map(toRow))
    return changed.map(({ id }) => id)
  }

  /** An entry of a feed that takes no part in matching has no keys, and is found by no other. */
  function toRow(entry: MatchEntry): PrintRow {
    const keys = entry.match === 'never' ? [] : matcher.keys(entry)
    return { id: entry.id, agency: matcher.agency(entry), print: entry.print, keys }
  }

  async function olderOf(tables: MatchTables, feed: readonly MatchEntry[]): Promise<MatchEntry[]> {
    const fresh = new Set(feed.map(({ id }) => id))
    const recent = await tables.prints.recent(feed[0]!.feedId, RECENT)
    return cache.read(
      tables,
      recent.filter((id) => !fresh.has(id)),
    )
  }

  return {
    print,
    /** Fingerprints those that have no print: entries lose it when their window closes. */
    async printMissing(tables: MatchTables, ids: readonly number[]): Promise<void> {
      const printed = new Set((await tables.prints.heads(ids)).map(({ id }) => id))
      await print(tables, await tables.prints.printables(ids.filter((id) => !printed.has(id))))
    },
  }
}

function groupByFeed<T extends MatchEntry>(entries: readonly T[]): T[][] {
  const groups = new Map<number, T[]>()
  for (const entry of entries) {
    const group = groups.get(entry.feedId)
    if (group) group.push(entry)
    else groups.set(entry.feedId, [entry])
  }
  return [...groups.values()]
}
