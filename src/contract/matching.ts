/**
 * The words that matching and storage share: entries as matching sees them, verdicts on pairs, and decisions. Imports
 * only the domain's types; everything may import it.
 */
import type { EntrySource, ParsedEntry, Trust } from './model.ts'

/** The parts of an entry from which its fingerprint is made. */
export type Printable = Pick<ParsedEntry, 'title' | 'text' | 'author' | 'link' | 'canonicalUrl'>

/** A fingerprint as it is stored. Made by `fingerprint/` and `match/`; to the store the bytes are opaque. */
export interface Print {
  readonly version: number
  readonly bytes: Uint8Array
}

/** Unsigned 32-bit numbers, all different: two entries that share one are candidates for one story. */
export interface IndexKeys {
  readonly ofText: readonly number[]
  readonly ofTitle: readonly number[]
  /** One of these says that the page, or the headline in its address, is the same. */
  readonly ofAddress: readonly number[]
}

/** All of an entry's keys, those of its text first. */
export function allKeys({ ofText, ofTitle, ofAddress }: IndexKeys): readonly number[] {
  return [...ofText, ...ofTitle, ...ofAddress]
}

/** An entry as matching sees it. */
export interface MatchEntry {
  readonly id: number
  /** Stable across databases: made from feed address and guid. Ties are broken by it, never by the order of arrival. */
  readonly key: string
  readonly feedId: number
  /** The address subscribed to, without credentials: it tells whose feed this is. */
  readonly feedUrl: string
  readonly outlet: string
  /** `never`: its feed takes no part in matching; only a person can put it into another's story. */
  readonly match: 'auto' | 'never'
  readonly trust: Trust
  /** The agency whose own feed this is, as the config says; null: its host tells. */
  readonly ownAgency: string | null
  /** False once its feed was unsubscribed from. */
  readonly isSubscribed: boolean
  /** The story it is in now, or null for a new entry. */
  readonly storyId: string | null
  readonly title: string
  readonly author: string | null
  readonly link: string | null
  readonly canonicalUrl: string | null
  /** The feed that it was taken from, as it says. */
  readonly source: EntrySource | null
  readonly publishedAt: number | null
  readonly firstSeenAt: number
  /** Changes whenever the fingerprint or anything else that is compared does. */
  readonly revision: number
  readonly print: Print
}

/** The time that counts for matching: published, else first seen. */
export function timeOf({
  publishedAt,
  firstSeenAt,
}: Pick<MatchEntry, 'publishedAt' | 'firstSeenAt'>): number {
  return publishedAt ?? firstSeenAt
}

/** How likely two entries are copies of one story, by their own words alone, and what digests are known by. */
export interface Verdict {
  /** Entry ids, a < b. */
  readonly a: number
  readonly b: number
  /** Log-odds that the two are one story. */
  readonly odds: number
  /** Share (0–1) at which evidence against the pair counts within a larger group. */
  readonly doubt: number
  /** Share of the shorter text that the longer one has. */
  readonly contained: number
  /** Share of the longer text's lead that the shorter one has, and of the shorter text's lead that the longer one has. */
  readonly lead: number
  readonly shortLead: number
}

/** A verdict with the value of each signal that went into it. */
export interface ExplainedVerdict extends Verdict {
  /** Probability, 0–1, that the two are one story. */
  readonly score: number
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
  /** The entries to decide, those that they are linked to, and the members of all their stories. */
  readonly entries: readonly MatchEntry[]
  /** Entries that are not decided here, but that share so much with one that is that they may show it to be a digest. */
  readonly witnesses: readonly MatchEntry[]
  /** Verdicts stored between these entries, witnesses included. */
  readonly verdicts: readonly Verdict[]
  readonly overrides: readonly Override[]
  /** The lead copy of each story now, in the order in which the stories appeared. */
  readonly leads: ReadonlyMap<string, number>
  /** Entries that say something else than when they were last decided. */
  readonly edited: ReadonlySet<number>
  /** Entries whose link leads to another page than then: they give up a lead. */
  readonly relinked: ReadonlySet<number>
  /** Two entries further apart in time than this are never one story. Milliseconds. */
  readonly windowMs: number
}

/** A partition of the neighbourhood's entries into stories. */
export type Decision = readonly StoryDecision[]

export interface StoryDecision {
  readonly id: string
  readonly members: readonly number[]
  readonly lead: number
}

/** Why two entries are one story. */
export interface Reason {
  /** Probability, 0–1. */
  readonly score: number
  /** The most telling signals. */
  readonly words: string
  /** The value of each signal that is not 0. */
  readonly features: Readonly<Record<string, number>>
}

/** The pure half of matching. It keeps nothing but a bounded cache of what it unpacked. */
export interface Matcher {
  readonly version: number
  /** The fingerprint of an entry, before anything is known of its outlet. */
  print(entry: Printable): Print
  /** Learns a feed's boilerplate from its recent entries; returns new prints for those whose print changes by it. */
  learn(recent: readonly MatchEntry[]): ReadonlyMap<number, Print>
  keys(entry: MatchEntry): IndexKeys
  /** Verdicts on these pairs, those worth keeping. */
  compare(pairs: readonly (readonly [MatchEntry, MatchEntry])[]): Verdict[]
  decide(neighbourhood: Neighbourhood): Decision
  /** The id of the story that the entry of this key founds. */
  storyId(key: string): string
  /** The agency whose text an entry says it is; null: none that is known. */
  agency(entry: MatchEntry): string | null
  /** The verdicts on all pairs of the neighbourhood, as `decide` weighs them, with their signals. */
  explain(neighbourhood: Neighbourhood): ExplainedVerdict[]
  reason(a: MatchEntry, b: MatchEntry): Reason
  /** The longest passages that two texts share, longest first: the evidence a person wants to see. */
  passages(a: string, b: string): readonly string[]
}
