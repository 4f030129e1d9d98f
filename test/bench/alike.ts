/**
 * Feeds whose entries resemble each other as much as feeds can, and the work that deciding them takes. The cost must grow
 * with how many entries there are, not with how many pairs of them.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ParsedEntry } from '../../src/contract/model.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress, prose } from '../support/builders.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2031, 4, 1, 12)

/** The entries that each outlet lists. */
type Outlets = readonly (readonly ParsedEntry[])[]

interface AlikeKind {
  readonly name: string
  /** The least size of the bench's curve; it measures this, twice and four times as much. */
  readonly size: number
  readonly outlets: (size: number) => Outlets
}

const numbered = (n: number) => Array.from({ length: n }, (_, i) => i)
const item = (outlet: number, n: number, text: string, title: string): ParsedEntry =>
  anEntry({
    guid: `https://o${outlet}.test/${n}`,
    link: `https://o${outlet}.test/${n}`,
    title,
    text,
    publishedAt: NOW - n * 60_000,
  })

export const ALIKE: readonly AlikeKind[] = [
  {
    name: 'sixty outlets carry the same stories',
    size: 12,
    outlets: (size) =>
      numbered(60).map((outlet) =>
        numbered(size).map((n) => item(outlet, n, prose(n, 4), `The story ${prose(n, 1).slice(0, 60)}`)),
      ),
  },
  {
    name: 'nearly equal items in one feed',
    size: 2000,
    outlets: (size) => [
      numbered(size).map((n) =>
        item(
          0,
          n,
          `${prose(1, 4)}\nNumber ${n} of ${prose(n + 9, 1).slice(0, 30)}`,
          `Notice ${n} of the day`,
        ),
      ),
    ],
  },
  {
    name: 'fifty outlets around one passage',
    size: 125,
    outlets: (size) =>
      numbered(50).map((outlet) =>
        numbered(size)
          .filter((n) => n % 50 === outlet)
          .map((n) =>
            item(
              outlet,
              n,
              `${prose(n + 50, 3)}\n${prose(3, 2)}\n${prose(n + 9000, 1)}`,
              prose(n, 1).slice(0, 70),
            ),
          ),
      ),
  },
  {
    name: 'a story that many outlets carry',
    size: 125,
    outlets: (size) =>
      numbered(size).map((outlet) => [item(outlet, 0, prose(5, 5), 'Harbour opens after the long strike')]),
  },
  {
    name: 'one word repeated',
    size: 250_000,
    outlets: (size) =>
      numbered(4).map((outlet) => [item(outlet, 0, 'harbour '.repeat(size / 4), `Harbour ${outlet}`)]),
  },
]

interface Work {
  readonly entries: number
  /** CPU time of storing and deciding all, in milliseconds. */
  readonly cpuMs: number
  /** Pairs of entries compared, and entries looked at in neighbourhoods and for boilerplate. */
  readonly looks: number
}

/** Stores and decides them, outlet after outlet. */
export async function workOf(outlets: Outlets): Promise<Work> {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-alike-'))
  let looks = 0
  const matcher = createMatcher()
  const store = openStore(
    { file: join(dir, 'alike.db'), windowMs: 14 * DAY },
    {
      ...matcher,
      compare: (pairs) => {
        looks += pairs.length
        return matcher.compare(pairs)
      },
      decide: (near) => {
        looks += near.entries.length + near.witnesses.length
        return matcher.decide(near)
      },
      learn: (recent) => {
        looks += recent.length
        return matcher.learn(recent)
      },
    },
  )
  try {
    await store.syncFeeds(
      outlets.map((_, n) => aSubscription(`https://o${n}.test/`, { outlet: `O${n}` })),
      NOW,
    )
    const feeds = await store.claimAll(everyFeed(NOW))
    const began = process.cpuUsage()
    await Promise.all(
      outlets.map((entries, n) => {
        const read = { parsed: aFeed(entries), bodyHash: String(n) }
        return store.recordPoll(
          { feed: feeds[n]!, progress: progress(), validators: null, read, took: COST },
          NOW,
        )
      }),
    )
    const { user, system } = process.cpuUsage(began)
    return { entries: outlets.flat().length, cpuMs: (user + system) / 1000, looks }
  } finally {
    await store.close()
    rmSync(dir, { recursive: true })
  }
}
