/** Entries as matching sees them, from the rows of any engine. Pure. */
import type { MatchEntry } from '../contract/matching.ts'
import type { EntryHead, KeyCounts, PrintableRow } from '../matching/engine.ts'
import { toMs, toMsOrNull } from './rows.ts'

/** The columns of entries and their feeds that matching looks at. */
export const FACTS = `entries.id, entries.key, entries.feed_id, feeds.url AS feed_url, feeds.outlet, feeds.match, feeds.trust,
  feeds.agency AS own_agency, feeds.subscribed, entries.story_id,
  entries.title, entries.author, entries.link, entries.canonical_url, entries.source,
  entries.published_at, entries.first_seen_at`
export const HEAD = `entries.id, prints.revision, entries.story_id, feeds.outlet, feeds.match, feeds.trust,
  feeds.agency AS own_agency, feeds.subscribed`

export interface FactRow {
  id: number
  key: string
  feed_id: number
  feed_url: string
  outlet: string
  match: 'auto' | 'never'
  trust: MatchEntry['trust']
  own_agency: string | null
  subscribed: 0 | 1
  story_id: string | null
  title: string
  author: string | null
  link: string | null
  canonical_url: string | null
  /** JSON. */
  source: string | null
  published_at: string | null
  first_seen_at: string
  /** Null: it has no print. */
  revision: number | null
}

export type HeadRow = Pick<
  FactRow,
  'id' | 'story_id' | 'outlet' | 'match' | 'trust' | 'own_agency' | 'subscribed'
> & { readonly revision: number }

export function toHead(row: HeadRow): EntryHead {
  return {
    id: row.id,
    revision: row.revision,
    storyId: row.story_id,
    outlet: row.outlet,
    match: row.match,
    trust: row.trust,
    ownAgency: row.own_agency,
    isSubscribed: row.subscribed === 1,
  }
}

/** How many index keys an entry has, in all and of its text. */
export interface CountRow {
  readonly id: number
  readonly keys: number
  readonly text_keys: number
}

export function toKeyCounts(rows: readonly CountRow[]): ReadonlyMap<number, KeyCounts> {
  return new Map(rows.map(({ id, keys, text_keys }) => [id, { ofText: text_keys, others: keys - text_keys }]))
}

export type EntryRow = FactRow & { readonly version: number; readonly bytes: Uint8Array }

export function toPrintable(row: FactRow & { text: string }): PrintableRow {
  return { ...toFacts(row), text: row.text }
}

export function toMatchEntry(row: EntryRow): MatchEntry {
  return { ...toFacts(row), print: { version: row.version, bytes: row.bytes } }
}

function toFacts(row: FactRow) {
  return {
    id: row.id,
    key: row.key,
    feedId: row.feed_id,
    feedUrl: row.feed_url,
    outlet: row.outlet,
    match: row.match,
    trust: row.trust,
    ownAgency: row.own_agency,
    isSubscribed: row.subscribed === 1,
    storyId: row.story_id,
    title: row.title,
    author: row.author,
    link: row.link,
    canonicalUrl: row.canonical_url,
    source: row.source === null ? null : (JSON.parse(row.source) as MatchEntry['source']),
    publishedAt: toMsOrNull(row.published_at),
    firstSeenAt: toMs(row.first_seen_at),
    revision: row.revision ?? 0,
  }
}
