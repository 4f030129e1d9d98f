/** The promises of a storage engine to the pages for people, beyond what feeds read. Times in epoch milliseconds. */
import type { Story } from './model.ts'

export interface PeoplePages {
  /** One page of the list of stories. */
  browse(wanted: Browse): Promise<BrowsedPage>
  /** The stories of this filter that appeared after the story of that number. */
  newSince(filter: StoryFilter, number: number): Promise<NewStories>
  /** The copies that an outlet carried since then, newest first; null for an outlet without a feed. */
  carriedBy(outlet: string, since: number): Promise<OutletRecord | null>
  /** How many entries each feed brought on each day since then. */
  feedDays(since: number): Promise<readonly FeedDay[]>
  /** These entries' texts, for comparing them; those that exist. */
  texts(entryIds: readonly number[]): Promise<readonly EntryText[]>
  /** The changes of a story's copies, newest first. */
  revisions(storyId: string): Promise<readonly Revision[]>
  /** The latest corrections, newest first; with a story, those that concern its copies. */
  corrections(limit: number, storyId: string | null): Promise<readonly PastCorrection[]>
}

export interface StoryFilter {
  /** Feeds of this group only. */
  readonly group: string | null
  /** Stories that one of these carries; none: whoever carries them. */
  readonly outlets: readonly string[]
  /** Stories that none of these carries. */
  readonly withoutOutlets: readonly string[]
  /** In the search language of `search-query.ts`: no text is a mistake. */
  readonly query: string | null
  /** How many outlets carry it, at least. */
  readonly minOutlets: number
}

/** What is left of a filter when all that it may ask for was taken out: who chooses stories must know every one. */
export type NothingElse = Readonly<Record<string, never>>

export interface Browse extends StoryFilter {
  /** `carried`: by how many outlets, most first. */
  readonly sort: 'newest' | 'carried'
  /** Only stories published since then; null: all. */
  readonly since: number | null
  /** The number of the story that the page before ended with; null: from the top. */
  readonly after: number | null
  readonly limit: number
}

export interface BrowsedPage {
  readonly stories: readonly Story[]
  /** The value of `after` for the next page; null: these are the last. */
  readonly next: number | null
}

export interface NewStories {
  /** At most 100. */
  readonly count: number
  /** The greatest number that any story has. */
  readonly latest: number
}

export interface OutletRecord {
  readonly name: string
  readonly copies: readonly CarriedCopy[]
}

/** One entry of an outlet, and its place among the copies of its story. */
export interface CarriedCopy {
  readonly storyId: string
  /** When the outlet published it, else when it was first seen. */
  readonly at: number
  /** When the first copy of the story was published. */
  readonly firstAt: number
  readonly leadOutlet: string
  /** How many outlets carry the story. */
  readonly outlets: number
}

export interface FeedDay {
  readonly feedId: number
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string
  readonly entries: number
}

export interface EntryText {
  readonly entryId: number
  readonly storyId: string
  readonly outlet: string
  readonly feedUrl: string
  readonly link: string | null
  readonly title: string
  readonly publishedAt: number | null
  readonly firstSeenAt: number
  readonly language: string | null
  readonly text: string
  /** Its fingerprint; null once its window has closed. */
  readonly print: Uint8Array | null
}

/** One change of one copy. */
export interface Revision {
  readonly outlet: string
  /** When it was seen to say something else. */
  readonly revisedAt: number
  readonly titleBefore: string
  readonly titleAfter: string
  /** The lines that were taken out, and those in their place; null: none. Both null: its text was not changed. */
  readonly removed: string | null
  readonly added: string | null
}

export interface PastCorrection {
  readonly operation: number
  readonly kind: 'together' | 'apart'
  readonly createdAt: number
  readonly undoneAt: number | null
  /** The entry that was split, or one of the two that were merged; null once it was removed as too old. */
  readonly subject: CorrectedEntry | null
  /** Where there were several, one of them. */
  readonly other: CorrectedEntry | null
  /** How many entries `subject` was parted from or joined with. */
  readonly others: number
}

export interface CorrectedEntry {
  readonly entryId: number
  readonly storyId: string
  readonly outlet: string
  readonly title: string
}
