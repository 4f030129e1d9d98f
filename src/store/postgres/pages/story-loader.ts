/** Reads whole stories. */
import type { Story } from '../../../contract/model.ts'
import { assembleStories, type CopyRow, type StoryRow } from '../../pages/stories.ts'
import type { Sql } from '../connect.ts'

const STORIES = `
SELECT stories.number, stories.id, stories.lead_entry_id, stories.published_at, stories.updated_at, stories.changed_at,
       texts.text, texts.content_html, texts.summary_html, lead.enclosures, lead.image_url, lead.language, lead.details
FROM stories
JOIN entries AS lead ON lead.id = stories.lead_entry_id
LEFT JOIN entry_texts AS texts ON texts.entry_id = lead.id
WHERE stories.number = ANY ($1)
ORDER BY stories.published_at DESC, stories.number DESC`

const COPIES = `
SELECT entries.story_id, entries.id AS entry_id, feeds.outlet, feeds.url AS feed_url, entries.link, entries.title,
       entries.author, entries.published_at, entries.first_seen_at, entries.categories
FROM entries
JOIN feeds ON feeds.id = entries.feed_id
WHERE entries.story_id = ANY ($1)
ORDER BY coalesce(entries.published_at, entries.first_seen_at), entries.id`

/** Reads whole stories by their numbers, newest first, in two queries however many they are. In a transaction. */
export async function loadStories(sql: Sql, numbers: readonly number[]): Promise<Story[]> {
  const rows = await sql.rows<StoryRow>(STORIES, [numbers])
  return assembleStories(rows, await sql.rows<CopyRow>(COPIES, [rows.map(({ id }) => id)]))
}
