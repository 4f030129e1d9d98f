/**
 * What matching and the store say to each other: the store gathers and applies, the matcher decides. Imports only the
 * domain's types; everything may import it.
 */
import type { ParsedEntry } from './model.ts'

/** What a print is made from. */
export type Printable = Pick<ParsedEntry, 'title' | 'text' | 'author' | 'link' | 'canonicalUrl'>

/** What matching keeps of one entry. Made by `fingerprint/` and `match/`; to the store the bytes are opaque. */
export interface Print {
  readonly version: number
  readonly bytes: Uint8Array
  /** Unsigned 32-bit index keys: two entries that share one are candidates for one story. */
  readonly keys: readonly number[]
}

/** An entry as matching sees it. */
export interface MatchEntry {
  readonly id: number
  /** Stable across databases: made from feed address and guid. Ties are broken by it, never by the order of arrival. */
  readonly key: string
  /** The address subscribed to, without credentials: it tells whose feed this is. */
  readonly feedUrl: string
  readonly outlet: string
  /** The story it is in now, or null for a new entry. */
  readonly storyId: string | null
  readonly title: string
  readonly author: string | null
  readonly link: string | null
  readonly canonicalUrl: string | null
  readonly publishedAt: number | null
  readonly firstSeenAt: number
  readonly print: Print
}

/** The time that counts for matching: published, else first seen. */
export function timeOf({
  publishedAt,
  firstSeenAt,
}: Pick<MatchEntry, 'publishedAt' | 'firstSeenAt'>): number {
  return publishedAt ?? firstSeenAt
}

/** What is known of a pair of entries: whether they are copies of one text, and why. */
export interface Verdict {
  /** Entry ids, a < b. */
  readonly a: number
  readonly b: number
  /** Probability, 0–1, that the two are one story. */
  readonly score: number
  /** The value of each feature that went into the score, by name. */
  readonly features: Readonly<Record<string, number>>
}

/** A person's word, which no rule overturns. */
export interface Override {
  readonly kind: 'together' | 'apart'
  readonly a: number
  readonly b: number
}

/** All that one decision may look at and may change. */
export interface Neighbourhood {
  /** The entries to decide, their candidates, and every member of their stories. */
  readonly entries: readonly MatchEntry[]
  /** Pairs of entry ids that want a (new) verdict. */
  readonly pairs: readonly (readonly [number, number])[]
  /** Verdicts stored before between these entries. */
  readonly verdicts: readonly Verdict[]
  readonly overrides: readonly Override[]
  /** The lead copy of each story now, in the order in which the stories appeared. */
  readonly leads: ReadonlyMap<string, number>
  /** Two entries further apart in time than this are never one story. Milliseconds. */
  readonly windowMs: number
}

export interface Decision {
  /** New verdicts for `pairs`, those worth keeping. */
  readonly verdicts: readonly Verdict[]
  /** A partition of the neighbourhood's entries into stories. */
  readonly stories: readonly StoryDecision[]
}

export interface StoryDecision {
  readonly id: string
  readonly members: readonly number[]
  readonly lead: number
}

/** The pure half of matching, handed to the store, which calls it inside its transaction. */
export interface Matcher {
  readonly version: number
  /** What is kept of an entry, before anything is known of its outlet. */
  print(entry: Printable): Print
  /** Learns an outlet's furniture from its recent entries; returns new prints for those whose print changes by it. */
  learn(recent: readonly MatchEntry[]): ReadonlyMap<number, Print>
  decide(neighbourhood: Neighbourhood): Decision
  /** The id of the story that the entry of this key founds. */
  storyId(key: string): string
  /** The agency whose text an entry says it is; null: none that is known. */
  agency(entry: MatchEntry): string | null
  /** Why two entries are copies of one text, in words, most telling first. */
  reason(verdict: Verdict): string
  /** The longest passages that two texts share, longest first: the evidence a person wants to see. */
  passages(a: string, b: string): readonly string[]
}
