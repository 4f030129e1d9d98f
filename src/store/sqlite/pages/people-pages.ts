/** Reads for the pages for people only: lists, outlets, texts to compare, revisions, past corrections. */
import type { Database } from 'better-sqlite3'
import type { CorrectedEntry, PeoplePages } from '../../../contract/people-pages.ts'
import {
  assembleCorrections,
  entriesOf,
  type OperationRow,
  selectOperations,
} from '../../pages/corrections.ts'
import {
  type CarriedRow,
  type RevisionRow,
  selectCarried,
  selectRevisions,
  TEXT_COLUMNS,
  type TextRow,
  toCarried,
  toEntryText,
  toRevision,
} from '../../pages/people.ts'
import { toText } from '../../rows.ts'
import { createBrowser } from './browse.ts'

const OUTLET = 'SELECT outlet FROM feeds WHERE outlet = ? COLLATE NOCASE ORDER BY subscribed DESC LIMIT 1'

const DAYS = `
SELECT feed_id AS feedId, substr(coalesce(published_at, first_seen_at), 1, 10) AS day, count(*) AS entries
FROM entries
WHERE coalesce(published_at, first_seen_at) >= ?
GROUP BY +feed_id, day -- +: else the index by feed is read from end to end`

const TEXTS = `
SELECT ${TEXT_COLUMNS}
FROM json_each(?) AS wanted
JOIN entries ON entries.id = wanted.value
JOIN feeds ON feeds.id = entries.feed_id
JOIN entry_texts ON entry_texts.entry_id = entries.id
LEFT JOIN prints ON prints.entry_id = entries.id`

const CORRECTED = `
SELECT entries.id AS entryId, entries.story_id AS storyId, feeds.outlet, entries.title
FROM json_each(?) AS wanted
JOIN entries ON entries.id = wanted.value
JOIN feeds ON feeds.id = entries.feed_id`

export function createPeoplePages(db: Database): PeoplePages {
  const { browse, newSince } = createBrowser(db)
  const outlet = db.prepare<[string], { outlet: string }>(OUTLET)
  const carried = db.prepare<object, CarriedRow>(selectCarried('@outlet', '@since'))
  const days = db.prepare<[string], { feedId: number; day: string; entries: number }>(DAYS)
  const texts = db.prepare<[string], TextRow>(TEXTS)
  const revisions = db.prepare<[string], RevisionRow>(selectRevisions('?'))
  const operations = db.prepare<object, OperationRow>(selectOperations('@story', '@limit'))
  const corrected = db.prepare<[string], CorrectedEntry>(CORRECTED)
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
    revisions: async (storyId) => revisions.all(storyId).map(toRevision),
    corrections: async (limit, story) => {
      const rows = operations.all({ limit, story })
      return assembleCorrections(rows, corrected.all(JSON.stringify(entriesOf(rows))))
    },
  }
}
