import type { Database } from 'better-sqlite3'
import type { Copy, LeadCopy, Story } from '../../../contract/model.ts'
import { toMs, toMsOrNull } from '../../rows.ts'
import { unpackHtml } from '../../texts.ts'

interface CopyRow {
  readonly story_id: string
  readonly entry_id: number
  readonly outlet: string
  readonly feed_url: string
  readonly link: string | null
  readonly title: string
  readonly author: string | null
  readonly published_at: string | null
  readonly first_seen_at: string
  readonly categories: string
}

interface StoryRow {
  readonly number: number
  readonly id: string
  readonly lead_entry_id: number
  readonly published_at: string
  readonly updated_at: string
  readonly changed_at: string | null
  /** These three are null where only the entry is kept, not its texts. */
  readonly text: string | null
  readonly content_html: Buffer | null
  readonly summary_html: Buffer | null
  readonly enclosures: string
  readonly image_url: string | null
  readonly language: string | null
  readonly details: string | null
}

const NO_DETAILS: Pick<LeadCopy, 'episode' | 'credit' | 'caption'> = {
  episode: null,
  credit: null,
  caption: null,
}

const STORIES = `
SELECT stories.number, stories.id, stories.lead_entry_id, stories.published_at, stories.updated_at, stories.changed_at,
       texts.text, texts.content_html, texts.summary_html, lead.enclosures, lead.image_url, lead.language, lead.details
FROM json_each(?) AS wanted
JOIN stories ON stories.number = wanted.value
JOIN entries AS lead ON lead.id = stories.lead_entry_id
LEFT JOIN entry_texts AS texts ON texts.entry_id = lead.id
ORDER BY stories.published_at DESC, stories.number DESC`

const COPIES = `
SELECT entries.story_id, entries.id AS entry_id, feeds.outlet, feeds.url AS feed_url, entries.link, entries.title,
       entries.author, entries.published_at, entries.first_seen_at, entries.categories
FROM json_each(?) AS wanted
JOIN entries ON entries.story_id = wanted.value
JOIN feeds ON feeds.id = entries.feed_id
ORDER BY coalesce(entries.published_at, entries.first_seen_at), entries.id`

/** Reads whole stories by their numbers, newest first, in two queries however many they are. */
export function createStoryLoader(db: Database): (numbers: readonly number[]) => Story[] {
  const stories = db.prepare<[string], StoryRow>(STORIES)
  const copies = db.prepare<[string], CopyRow>(COPIES)
  return (numbers) => {
    const rows = stories.all(JSON.stringify(numbers))
    const byStory = new Map<string, CopyRow[]>()
    for (const row of copies.all(JSON.stringify(rows.map((story) => story.id)))) {
      const known = byStory.get(row.story_id)
      if (known === undefined) byStory.set(row.story_id, [row])
      else known.push(row)
    }
    return rows.map((row) => toStory(row, byStory.get(row.id) ?? []))
  }
}

function toStory(row: StoryRow, copyRows: readonly CopyRow[]): Story {
  const lead = copyRows.find((copy) => copy.entry_id === row.lead_entry_id)
  if (lead === undefined)
    throw new Error(`story ${row.id}: its lead copy ${row.lead_entry_id} is not one of its copies`)
  const others = copyRows.filter((copy) => copy !== lead)
  const updatedAt = toMs(row.updated_at)
  return {
    id: row.id,
    number: row.number,
    lead: toLead(row, lead),
    copies: [lead, ...others].map(toCopy),
    publishedAt: toMs(row.published_at),
    updatedAt,
    changedAt: Math.max(
      updatedAt,
      toMsOrNull(row.changed_at) ?? 0,
      ...copyRows.map((copy) => toMs(copy.first_seen_at)),
    ),
  }
}

function toCopy(row: CopyRow): Copy {
  return {
    entryId: row.entry_id,
    outlet: row.outlet,
    feedUrl: row.feed_url,
    link: row.link,
    title: row.title,
    author: row.author,
    publishedAt: toMsOrNull(row.published_at),
    firstSeenAt: toMs(row.first_seen_at),
    categories: JSON.parse(row.categories) as string[],
  }
}

function toLead(story: StoryRow, copy: CopyRow): LeadCopy {
  const unpack = (html: Buffer | null) => html && unpackHtml(html, story.text!)
  return {
    ...toCopy(copy),
    contentHtml: unpack(story.content_html) ?? '',
    summaryHtml: unpack(story.summary_html),
    enclosures: JSON.parse(story.enclosures) as LeadCopy['enclosures'],
    imageUrl: story.image_url,
    language: story.language,
    ...NO_DETAILS,
    ...(JSON.parse(story.details ?? '{}') as Partial<typeof NO_DETAILS>),
  }
}
