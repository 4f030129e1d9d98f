/**
 * The domain's types. Everything else may import this file.
 * All times are epoch milliseconds; all are UTC.
 */
import type { Enclosure, Episode, FeedPace, Losses } from './parsed-feed.ts'

export type * from './parsed-feed.ts'

/** A feed we are subscribed to, as the poll needs it. */
export interface Feed {
  readonly id: number
  /** Where it is polled, as it may be shown: without credentials and other secrets. */
  readonly url: string
  /**
   * What to ask: the configured address, or where the feed moved; without credentials. A secret where it is not `url`:
   * never logged, shown or exported.
   */
  readonly address: string
  /** The address as it was subscribed, without credentials; as secret as `address`. */
  readonly subscribedAs: string
  /** `user:password` for the Authorization header, or null. A secret: never logged, shown or exported. */
  readonly credentials: string | null
  /** The outlet's name: configured, else the feed's own title, else the host. */
  readonly outlet: string
  /** ETag and Last-Modified exactly as the server sent them. */
  readonly validators: Validators
  /** Hash of the last body that was read, to see an unchanged body behind a 200. */
  readonly bodyHash: string | null
  /** Consecutive failed polls. */
  readonly failures: number
  /** Gaps between the publication times of recent entries, newest first, in milliseconds: the feed's rhythm. */
  readonly rhythm: readonly number[]
  /** The limits the feed itself asked for when it was last read. */
  readonly pace: FeedPace
  /** A permanent redirect that was seen before and is waiting to be believed. */
  readonly move: PendingMove | null
  readonly allowPrivateAddresses: boolean
  /** When a whole document last arrived; null: not known. */
  readonly wholeAt?: number | null
  /** Since when it is due; null: it was asked for by a person. */
  readonly dueAt?: number | null
}

export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
  /** The address that sent them: they are sent back to no other. Absent: not known. */
  readonly url?: string | null
}

/** A 301/308 target, since when and how often it was seen the same. */
export interface PendingMove {
  readonly url: string
  readonly firstSeenAt: number
  readonly times: number
  /** The document itself announces it, not a redirect. */
  readonly inDocument?: boolean
}

/** What one conditional GET came to. Expected failures are values, not exceptions. */
export type FetchOutcome =
  | FetchedDocument
  | (Answer & { readonly kind: 'not-modified' })
  | (Answer & { readonly kind: 'throttled' })
  | (Answer & { readonly kind: 'gone' })
  | {
      readonly kind: 'failed'
      readonly status: number | null
      readonly reason: string
      readonly caching: Caching
    }

/** What every HTTP answer carries. */
export interface Answer {
  readonly status: number
  readonly caching: Caching
  /** Where permanent redirects (301/308 only, from the first hop on) lead, or null. */
  readonly permanentUrl: string | null
  /** The validators to send next time; both replaced on every 200, kept on a 304. */
  readonly validators: Validators
  /** The address that answered, after redirects and without credentials. */
  readonly finalUrl?: string
}

/** A body that arrived whole. */
interface FetchedDocument extends Answer {
  readonly kind: 'modified'
  readonly body: Uint8Array
  /** The Content-Type header as sent, or null. */
  readonly contentType: string | null
  /** What had to be forgiven of the answer's form, in words. */
  readonly leniencies?: readonly string[]
  /** The address the body came from, without credentials: the base of its relative links. */
  readonly finalUrl: string
}

/** Caching headers, already resolved against the clock. */
export interface Caching {
  /** From max-age or Expires: not worth asking again before. */
  readonly freshUntil: number | null
  /** From Retry-After: not allowed to ask again before. */
  readonly retryAt: number | null
}

/** One copy of a story, as pages and feeds show it. */
export interface Copy {
  readonly entryId: number
  readonly outlet: string
  /** Without credentials. */
  readonly feedUrl: string
  readonly link: string | null
  readonly title: string
  readonly author: string | null
  readonly publishedAt: number | null
  readonly firstSeenAt: number
  readonly categories: readonly string[]
}

/** The copy that its story is shown by, with all there is to show. */
export interface LeadCopy extends Copy {
  readonly contentHtml: string
  readonly summaryHtml: string | null
  readonly enclosures: readonly Enclosure[]
  readonly imageUrl: string | null
  readonly language: string | null
  readonly episode: Episode | null
  readonly credit: string | null
  readonly caption: string | null
}

/** A story as it is published. */
export interface Story {
  /** Durable; the same in every format, never reused. */
  readonly id: string
  /** Its place in the order of appearance, from 1; in this database only. */
  readonly number: number
  readonly lead: LeadCopy
  /** Every copy, the lead's first, then by time. */
  readonly copies: readonly Copy[]
  /** When the story's first copy was published (never later than it was first seen). */
  readonly publishedAt: number
  /** When its lead copy or the lead's text last changed: what a reader may show as news. */
  readonly updatedAt: number
  /** When anything of it last changed, its other copies included; never before `updatedAt`. */
  readonly changedAt: number
}

export type FeedState = 'new' | 'ok' | 'failing' | 'throttled' | 'gone'

/**
 * How far a feed is trusted. `low`: its entries join stories, but never lead, name or join others' ones, and show nothing
 * about others' texts. `high`: of equally good copies, its own leads.
 */
export type Trust = 'low' | 'normal' | 'high'

/** What a person subscribes to. */
export interface Subscription {
  /** As it may be shown: without credentials and other secrets. */
  readonly url: string
  /** The address with its secrets, where it holds some; null: `url`. Without credentials. */
  readonly address: string | null
  readonly credentials: string | null
  /** null: the feed's own title. */
  readonly outlet: string | null
  readonly groups: readonly string[]
  /** `never`: its entries are stories of their own. */
  readonly match: 'auto' | 'never'
  readonly trust: Trust
  /** The agency whose own feed this is; null: its host tells. */
  readonly agency: string | null
  readonly allowPrivateAddresses: boolean
}

/** The state of a feed, for people. */
export interface FeedStatus {
  readonly id: number
  readonly url: string
  readonly outlet: string
  readonly title: string
  readonly siteLink: string | null
  readonly groups: readonly string[]
  readonly state: FeedState
  readonly error: string | null
  readonly failures: number
  /** Where a permanent redirect moved it, or null. */
  readonly movedTo: string | null
  readonly lastPollAt: number | null
  /** The last poll that went well. */
  readonly lastGoodAt: number | null
  readonly nextPollAt: number | null
  /** Its publisher asked to be left alone until then; null: never did. */
  readonly heldUntil: number | null
  readonly entries: number
  /** Of the last document that was read. */
  readonly losses: Losses
  /** What had to be forgiven of the form of its last answer, in words. */
  readonly forgiven: readonly string[]
  /** Entries of it that a rule of the config left out. */
  readonly leftOut: number
}

/** What a poll of one feed came to. */
export interface PollSummary {
  /** `read`: a document was read; `unchanged`: the server, or the document, had nothing new; `lost`: not stored. */
  readonly outcome: 'read' | 'unchanged' | 'throttled' | 'gone' | 'failed' | 'lost'
  readonly feedId: number
  readonly outlet: string
  /** The address that was to be polled, without credentials. */
  readonly url: string
  readonly state: FeedState
  readonly error: string | null
  /** False where nothing of it could be stored: the feed is as it was before, and will be polled again. */
  readonly stored: boolean
  /** Entries not seen before. */
  readonly added: number
  /** Entries whose text changed. */
  readonly changed: number
  /** New entries that joined a story that was there already. */
  readonly folded: number
}
