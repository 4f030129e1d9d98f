/** Makes the fingerprints of new and changed entries, and learns from each feed's recent ones what is its boilerplate. */
import type { IndexKeys, MatchEntry, Matcher } from '../contract/matching.ts'
import type { MatchingEngine, MatchTables, PrintableRow, PrintRow } from './engine.ts'
import type { EntryCache } from './entry-cache.ts'
import { grouped } from './grouped.ts'

/** How many of a feed's newest entries its boilerplate is learned from. */
const RECENT = 250
/** Older entries that are looked at together: bounds the memory. */
const AT_ONCE = 500
/** Entries whose prints are made anew in one transaction. */
const RENEWED = 80
const NO_KEYS: IndexKeys = { ofText: [], ofTitle: [], ofAddress: [] }

export function createPrinting(matcher: Matcher, cache: EntryCache) {
  /** Fingerprints these entries; returns the older ones of their feeds that are read otherwise now. */
  async function print(tables: MatchTables, rows: readonly PrintableRow[]): Promise<number[]> {
    if (rows.length === 0) return []
    const printed = rows.map((row) => ({ ...row, print: matcher.print(row) }))
    const relearned: number[] = []
    for (const feeds of inParts(await withOlder(tables, printed))) {
      relearned.push(...(await printFeeds(tables, feeds)))
    }
    return relearned
  }

  async function printFeeds(tables: MatchTables, feeds: readonly Printed[]): Promise<number[]> {
    const older = await cache.read(
      tables,
      feeds.flatMap((feed) => feed.older),
    )
    const byFeed = grouped(older, ({ feedId }) => feedId)
    const learned = feeds.map(({ id, fresh }) => learn(byFeed.get(id) ?? [], fresh))
    await tables.prints.save(learned.flatMap(({ changed, fresh }) => [...changed, ...fresh]).map(toRow))
    return learned.flatMap(({ changed }) => changed.map(({ id }) => id))
  }

  /** The entries of a feed as what is learned of it makes them: the older ones that change by it, and the fresh ones. */
  function learn(older: readonly MatchEntry[], fresh: readonly MatchEntry[]) {
    const learned = matcher.learn([...older, ...fresh])
    return {
      changed: older.flatMap((entry) => {
        const print = learned.get(entry.id)
        return print ? [{ ...entry, print }] : []
      }),
      fresh: fresh.map((entry) => ({ ...entry, print: learned.get(entry.id) ?? entry.print })),
    }
  }

  /** An entry of a feed that takes no part in matching has no keys, and is found by no other. */
  function toRow(entry: MatchEntry): PrintRow {
    const keys = entry.match === 'never' ? NO_KEYS : matcher.keys(entry)
    return { id: entry.id, agency: matcher.agency(entry), print: entry.print, keys }
  }

  return {
    print,
    /** Fingerprints those that have no print of this version: entries lose theirs when their window closes. */
    async printMissing(tables: MatchTables, ids: readonly number[]): Promise<void> {
      const printed = new Set((await cache.read(tables, ids)).map(({ id }) => id))
      await print(tables, await tables.prints.printables(ids.filter((id) => !printed.has(id))))
    },
  }
}

/**
 * Makes prints anew that another version of the program made, some at a time, and says whether there were any. All are
 * made before anything is decided: an entry that is compared with half of its story would leave it.
 */
export function createRenewal(version: number, { print }: Pick<ReturnType<typeof createPrinting>, 'print'>) {
  /** The last entry that was looked at; null once none is left. */
  let last: number | null = 0
  async function renewSome(tables: MatchTables, after: number): Promise<void> {
    const ids = await tables.prints.outdated(version, after, RENEWED)
    last = ids.at(-1) ?? null
    const rows = await tables.prints.printables(ids)
    await print(tables, rows).catch(() => {}) // what cannot be is met again, and told, when it is decided
  }
  return async (engine: MatchingEngine): Promise<boolean> => {
    const after = last
    if (after !== null) await engine.exclusive((tables) => renewSome(tables, after))
    return last !== null
  }
}

/** What is new of a feed, and its recent entries that are not. */
interface Printed {
  readonly id: number
  readonly fresh: readonly MatchEntry[]
  readonly older: readonly number[]
}

async function withOlder(tables: MatchTables, printed: readonly MatchEntry[]): Promise<Printed[]> {
  const byFeed = grouped(printed, ({ feedId }) => feedId)
  const recent = await tables.prints.recent([...byFeed.keys()], RECENT)
  const isFresh = new Set(printed.map(({ id }) => id))
  return [...byFeed].map(([id, fresh]) => {
    return { id, fresh, older: (recent.get(id) ?? []).filter((each) => !isFresh.has(each)) }
  })
}

/** Parts of which each has a feed, or several with few older entries. */
function inParts(feeds: readonly Printed[]): Printed[][] {
  const parts: Printed[][] = []
  let room = 0
  for (const feed of feeds) {
    room -= feed.older.length
    if (parts.length === 0 || room < 0) {
      parts.push([])
      room = AT_ONCE - feed.older.length
    }
    parts.at(-1)!.push(feed)
  }
  return parts
}
