/** Reads whole stories. */
import type { Database } from 'better-sqlite3'
import type { Story } from '../../../contract/model.ts'
import { assembleStories, type CopyRow, type StoryRow } from '../../pages/stories.ts'

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
    return assembleStories(rows, copies.all(JSON.stringify(rows.map((story) => story.id))))
  }
}
