/** What the pages for people show: what is asked, in SQL that every engine reads, and what its rows say. Pure. */
import type { CarriedCopy, EntryText, Revision } from '../../contract/people-pages.ts'
import { toMs, toMsOrNull } from '../rows.ts'

/** An outlet that brings more in the time that is looked at is judged by its latest entries. */
const MOST_CARRIED = 3000
/** Changes of one story that are shown. */
const MOST_REVISIONS = 50

/** An entry, and the lead of its story. Times in UTC text, as in all of these rows. */
export interface CarriedRow {
  readonly story_id: string
  readonly at: string
  readonly first_at: string
  readonly outlets: number
  readonly lead_outlet: string
}

/** The entries of an outlet since a time, by the names of these two parameters. */
export const selectCarried = (outlet: string, since: string) => `
SELECT entries.story_id, coalesce(entries.published_at, entries.first_seen_at) AS at,
       stories.published_at AS first_at, stories.outlets, lead_feed.outlet AS lead_outlet
FROM feeds
JOIN entries ON entries.feed_id = feeds.id
JOIN stories ON stories.id = entries.story_id
JOIN entries AS lead ON lead.id = stories.lead_entry_id
JOIN feeds AS lead_feed ON lead_feed.id = lead.feed_id
WHERE feeds.outlet = ${outlet} AND coalesce(entries.published_at, entries.first_seen_at) >= ${since}
ORDER BY at DESC, entries.id DESC LIMIT ${MOST_CARRIED}`

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

/** The columns of a `TextRow`. */
export const TEXT_COLUMNS = `
  entries.id, entries.story_id, feeds.outlet, feeds.url AS feed_url, entries.link, entries.title, entries.published_at,
  entries.first_seen_at, entries.language, entry_texts.text, prints.bytes`

/** One change of one copy. */
export interface RevisionRow {
  readonly outlet: string
  readonly revised_at: string
  readonly title_before: string
  readonly title_after: string
  readonly removed: string | null
  readonly added: string | null
}

/** The changes of the copies of a story, by the name of this parameter. */
export const selectRevisions = (story: string) => `
SELECT feeds.outlet, revised_at, revisions.title AS title_before, removed, added,
       coalesce((SELECT later.title FROM entry_revisions AS later
                 WHERE later.entry_id = revisions.entry_id AND later.revision > revisions.revision
                 ORDER BY later.revision LIMIT 1), entries.title) AS title_after
FROM entries
JOIN entry_revisions AS revisions ON revisions.entry_id = entries.id
JOIN feeds ON feeds.id = entries.feed_id
WHERE entries.story_id = ${story}
ORDER BY revised_at DESC, entries.id, revision DESC LIMIT ${MOST_REVISIONS}`

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
