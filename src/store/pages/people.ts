/** What the pages for people show, from the rows in which an engine finds it. Pure. */
import type { CarriedCopy, EntryText, Revision } from '../../contract/people-pages.ts'
import { toMs, toMsOrNull } from '../rows.ts'

/** An outlet that brings more in the time that is looked at is judged by its latest entries. */
export const MOST_CARRIED = 3000
/** Changes of one story that are shown. */
export const MOST_REVISIONS = 50

/** An entry, and the lead of its story. Times in UTC text, as in all of these rows. */
export interface CarriedRow {
  readonly story_id: string
  readonly at: string
  readonly first_at: string
  readonly outlets: number
  readonly lead_outlet: string
}

/** An entry with its text; `bytes`: its fingerprint. */
export interface TextRow {
  readonly id: number
  readonly story_id: string
  readonly outlet: string
  readonly feed_url: string
  readonly link: string | null
  readonly title: string
  readonly published_at: string | null
  readonly first_seen_at: string
  readonly language: string | null
  readonly text: string
  readonly bytes: Uint8Array | null
}

/** One change of one copy. */
export interface RevisionRow {
  readonly outlet: string
  readonly revised_at: string
  readonly title_before: string
  readonly title_after: string
  readonly removed: string | null
  readonly added: string | null
}

export function toCarried(row: CarriedRow): CarriedCopy {
  return {
    storyId: row.story_id,
    at: toMs(row.at),
    firstAt: toMs(row.first_at),
    leadOutlet: row.lead_outlet,
    outlets: row.outlets,
  }
}

export function toEntryText(row: TextRow): EntryText {
  return {
    entryId: row.id,
    storyId: row.story_id,
    outlet: row.outlet,
    feedUrl: row.feed_url,
    link: row.link,
    title: row.title,
    publishedAt: toMsOrNull(row.published_at),
    firstSeenAt: toMs(row.first_seen_at),
    language: row.language,
    text: row.text,
    print: row.bytes,
  }
}

export function toRevision(row: RevisionRow): Revision {
  return {
    outlet: row.outlet,
    revisedAt: toMs(row.revised_at),
    titleBefore: row.title_before,
    titleAfter: row.title_after,
    removed: row.removed,
    added: row.added,
  }
}
