/** Puts stories together from the rows in which an engine finds them. Pure. */
import type { Copy, LeadCopy, Story } from '../../contract/model.ts'
import { toMs, toMsOrNull } from '../rows.ts'
import { unpackHtml } from '../texts.ts'

/** An entry, with the outlet and the address of its feed; times in UTC text, categories in JSON. */
export interface CopyRow {
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

/** A story, with what is kept of its lead copy alone. */
export interface StoryRow {
  readonly number: number
  readonly id: string
  readonly lead_entry_id: number
  readonly published_at: string
  readonly updated_at: string
  readonly changed_at: string | null
  /** These three are null where only the entry is kept, not its texts. */
  readonly text: string | null
  readonly content_html: Uint8Array | null
  readonly summary_html: Uint8Array | null
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

/** Stories in the order of their rows. `copyRows`: all of their entries, by time. Throws where a lead copy is missing. */
export function assembleStories(rows: readonly StoryRow[], copyRows: readonly CopyRow[]): Story[] {
  const byStory = new Map<string, CopyRow[]>()
  for (const row of copyRows) {
    const known = byStory.get(row.story_id)
    if (known === undefined) byStory.set(row.story_id, [row])
    else known.push(row)
  }
  return rows.map((row) => toStory(row, byStory.get(row.id) ?? []))
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
  const unpack = (html: Uint8Array | null) => html && unpackHtml(html, story.text!)
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
