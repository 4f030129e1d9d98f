/** Subscribes, stores polls and tidies up, as a daemon does, on a store of any engine. */
import type { Feed, ParsedEntry, Subscription } from '../../src/contract/model.ts'
import type { PollCounts, PollRecord, Store } from '../../src/contract/store.ts'
import { aFeed, aSubscription, COST, everyFeed, progress } from './builders.ts'

export const NOON = Date.UTC(2026, 4, 1, 12)

export interface Polls {
  subscribe(...feeds: (string | Subscription)[]): Promise<void>
  /** Stores a poll of this feed that read these entries. */
  read(
    url: string,
    entries: readonly ParsedEntry[],
    at?: number,
    given?: Partial<PollRecord>,
  ): Promise<PollCounts>
  /** Upkeep to its end. */
  tidy(now: number, retentionMs?: number | null): Promise<void>
}

/** `idOf`: the number of the feed with this address. */
export function createPolls(store: Store, idOf: (url: string) => number | Promise<number>): Polls {
  // Claimed once: another claim would lease every feed anew.
  let claimed: readonly Feed[] | null = null
  const feedOf = async (url: string): Promise<Feed> => {
    claimed ??= await store.claimAll(everyFeed(NOON))
    const id = await idOf(url)
    return claimed.find((feed) => feed.id === id)!
  }
  return {
    subscribe: (...feeds) => {
      claimed = null
      return store.syncFeeds(
        feeds.map((feed) =>
          typeof feed === 'string' ? aSubscription(feed, { outlet: new URL(feed).host }) : feed,
        ),
        NOON,
      )
    },
    read: async (url, entries, at = NOON, given = {}) => {
      const feed = await feedOf(url)
      const read = { parsed: aFeed(entries), bodyHash: `${at} ${entries.length}` }
      return store.recordPoll(
        { feed, progress: progress(), validators: null, read, took: COST, ...given },
        at,
      )
    },
    tidy: async (now, retentionMs = null) => {
      while ((await store.maintain({ retentionMs, now })).hasMore);
    },
  }
}

/** The stories as lists of guids, from the rows of `copies` in the order in which they are to be told. */
export function toStories(copies: readonly { readonly story_id: string; readonly guid: string }[]): string[] {
  const stories = new Map<string, string[]>()
  for (const { story_id, guid } of copies) stories.set(story_id, [...(stories.get(story_id) ?? []), guid])
  return [...stories.values()].map((guids) => guids.join(' ')).sort()
}

/** Lead first. */
export const COPIES = 'SELECT story_id, guid FROM copies ORDER BY is_lead DESC, guid'
