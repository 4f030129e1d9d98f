/** Reads for the pages for people only: lists, outlets, texts to compare, past corrections. */
import type { Database } from 'better-sqlite3'
import type { PeoplePages } from '../../../contract/people-pages.ts'
import { type CarriedRow, MOST_CARRIED, type TextRow, toCarried, toEntryText } from '../../pages/people.ts'
import { toText } from '../../rows.ts'
import { createBrowser } from './browse.ts'
import { createCorrectionReader } from './past-corrections.ts'
import { createRevisionReader } from './past-revisions.ts'

const OUTLET = 'SELECT outlet FROM feeds WHERE outlet = ? COLLATE NOCASE ORDER BY subscribed DESC LIMIT 1'

const CARRIED = `
SELECT entries.story_id, coalesce(entries.published_at, entries.first_seen_at) AS at,
       stories.published_at AS first_at, stories.outlets, lead_feed.outlet AS lead_outlet
FROM feeds
JOIN entries ON entries.feed_id = feeds.id
JOIN stories ON stories.id = entries.story_id
JOIN entries AS lead ON lead.id = stories.lead_entry_id
JOIN feeds AS lead_feed ON lead_feed.id = lead.feed_id
WHERE feeds.outlet = @outlet AND coalesce(entries.published_at, entries.first_seen_at) >= @since
ORDER BY at DESC LIMIT ${MOST_CARRIED}`

const DAYS = `
SELECT feed_id AS feedId, substr(coalesce(published_at, first_seen_at), 1, 10) AS day, count(*) AS entries
FROM entries
WHERE coalesce(published_at, first_seen_at) >= ?
GROUP BY +feed_id, day -- +: else the index by feed is read from end to end`

const TEXTS = `
SELECT entries.id, entries.story_id, feeds.outlet, feeds.url AS feed_url, entries.link, entries.title, entries.published_at,
       entries.first_seen_at, entries.language, entry_texts.text, prints.bytes
FROM json_each(?) AS wanted
JOIN entries ON entries.id = wanted.value
JOIN feeds ON feeds.id = entries.feed_id
JOIN entry_texts ON entry_texts.entry_id = entries.id
LEFT JOIN prints ON prints.entry_id = entries.id`

export function createPeoplePages(db: Database): PeoplePages {
  const { browse, newSince } = createBrowser(db)
  const corrections = createCorrectionReader(db)
  const revisions = createRevisionReader(db)
  const outlet = db.prepare<[string], { outlet: string }>(OUTLET)
  const carried = db.prepare<object, CarriedRow>(CARRIED)
  const days = db.prepare<[string], { feedId: number; day: string; entries: number }>(DAYS)
  const texts = db.prepare<[string], TextRow>(TEXTS)
  return {
    browse: async (wanted) => browse(wanted),
    newSince: async (filter, number) => newSince(filter, number),
    carriedBy: async (name, since) => {
      const known = outlet.get(name)
      if (known === undefined) return null
      const copies = carried.all({ outlet: known.outlet, since: toText(since) }).map(toCarried)
      return { name: known.outlet, copies }
    },
    feedDays: async (since) => days.all(toText(since)),
    texts: async (entryIds) => texts.all(JSON.stringify(entryIds)).map(toEntryText),
    revisions: async (storyId) => revisions(storyId),
    corrections: async (limit, storyId) => corrections(limit, storyId),
  }
}
