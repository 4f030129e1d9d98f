/** What a feed document says, after parsing: a part of the domain's types, which the model hands on. */

/** What a feed document asks of those who poll it (RSS ttl, skipHours, skipDays; RSS syndication module). */
export interface FeedPace {
  /** The longest of ttl and sy:updatePeriod/sy:updateFrequency, or null. */
  readonly intervalMs: number | null
  /** GMT hours 0–23 in which not to poll. */
  readonly skipHours: readonly number[]
  /** Days not to poll, 0 = Sunday, GMT. */
  readonly skipDays: readonly number[]
}

/** A feed document after parsing. */
export interface ParsedFeed {
  readonly title: string
  readonly link: string | null
  readonly language: string | null
  readonly pace: FeedPace
  /** Where the document says that the feed is to be read from now on (itunes:new-feed-url). */
  readonly newFeedUrl?: string | null
  readonly entries: readonly ParsedEntry[]
  readonly losses: Losses
  /** Entries that a rule of the config leaves out. */
  readonly leftOut: readonly LeftOutEntry[]
}

/** A rule on entries, by words or a regular expression of RE2 (`/…/i`); null: whatever it is. */
export interface EntryRule {
  readonly title: string | null
  readonly text: string | null
  readonly author: string | null
  readonly category: string | null
  readonly address: string | null
}

export interface LeftOutEntry {
  readonly guid: string
  readonly title: string
  readonly link: string | null
  /** In words for a person. */
  readonly rule: string
}

/** What of a document was not kept. */
export interface Losses {
  /** Entries beyond the limit: older than those that are kept. */
  readonly older: number
  /** Entries with nothing in them. */
  readonly empty: number
  /** Texts too long to be kept whole. */
  readonly cutTexts: number
}

/** One entry of a feed: what the publisher meant. */
export interface ParsedEntry {
  /** The feed's own (RSS guid, Atom id, RDF rdf:about), else the link, else made from the content. */
  readonly guid: string
  /** The guid tells this entry from others: it is no link in place of a missing one, nor the feed's home page. */
  readonly hasOwnGuid: boolean
  /** Absolute http(s), or null. */
  readonly link: string | null
  /** An address that the entry itself names as the original (rel=canonical, feedburner:origLink …), or null. */
  readonly canonicalUrl: string | null
  /** Plain text, one line. */
  readonly title: string
  readonly author: string | null
  /** null where the feed gives no usable date. */
  readonly publishedAt: number | null
  readonly updatedAt: number | null
  /** Sanitised HTML for showing; the summary is null when the feed gives only one text. */
  readonly contentHtml: string
  readonly summaryHtml: string | null
  /** Plain text for matching: paragraphs separated by a line break, no furniture of ours removed. */
  readonly text: string
  readonly enclosures: readonly Enclosure[]
  readonly imageUrl: string | null
  readonly categories: readonly string[]
  readonly language: string | null
  /** RSS <source> / atom:source: the feed that this entry was taken from. */
  readonly source: EntrySource | null
  /** Of a podcast's episode, or null. */
  readonly episode: Episode | null
  /** Who made the picture or film, and what is said of it (Media RSS). */
  readonly credit: string | null
  readonly caption: string | null
  /** What `contentHashOf` makes of it, where that is done: a reading thread does it while others store. */
  readonly contentHash?: string
}

/** What iTunes' elements (or Podcasting 2.0's) say of a podcast's episode. */
export interface Episode {
  readonly durationSeconds: number | null
  readonly number: number | null
  readonly season: number | null
}

export interface EntrySource {
  readonly title: string | null
  readonly url: string | null
}

export interface Enclosure {
  readonly url: string
  readonly type: string | null
  /** Bytes, where the feed says. */
  readonly length: number | null
}
