/** What pages and feeds read, from SQLite. */
import type { Database } from 'better-sqlite3'
import type { StoryFilter, StoryPage, StoryPages } from '../../../contract/store.ts'
import {
  DEFAULT_LIMIT,
  type EvidenceRow,
  MOST_UNARCHIVED,
  type Picked,
  pickFrom,
  toSharedPassages,
} from '../../pages/choice.ts'
import { type ArchiveReader, createArchiveReader } from './archive.ts'
import { createChanges } from './changes.ts'
import { createFeedPages } from './feed-pages.ts'
import { createPeoplePages } from './people-pages.ts'
import { createStoryChoice } from './story-choice.ts'
import { createStoryLoader } from './story-loader.ts'

export function createStoryPages(db: Database): StoryPages {
  const load = createStoryLoader(db)
  const archive = createArchiveReader(db)
  const pick = createPicker(db, archive)
  const changes = createChanges(db)
  const version = db.prepare<[], number>('SELECT version FROM publication').pluck()
  const find = db.prepare<[string], { number: number; id: string }>(LIVING)
  const folds = db.prepare<{ id: string }, EvidenceRow>(EVIDENCE)
  // One transaction: what the archive holds and what is newest must be seen at one moment.
  const page = db.transaction((filter: StoryFilter, limit: number | null): StoryPage => {
    const { numbers, isWhole } = pick(filter, limit)
    return { stories: load(numbers), previousPage: isWhole ? archive.newest(filter) : null }
  })
  return {
    ...createFeedPages(db),
    ...createPeoplePages(db),
    version: async () => version.get()!,
    watch: () => () => {}, // a file tells nobody
    page: async (filter, limit) => page(filter, limit),
    byId: async (id) => {
      const row = find.get(id)
      if (row === undefined) return null
      return row.id === id ? (load([row.number])[0] ?? null) : { aliasOf: row.id }
    },
    evidence: async (id) => folds.all({ id }).map(toSharedPassages),
    changes: async (cursor, limit) => changes(cursor, limit),
    archived: async (number, filter) => archive.page(number, filter),
  }
}

// Follows aliases of aliases to the story itself.
const LIVING = `
WITH RECURSIVE chain (id, number, alias_of) AS (
  SELECT id, number, alias_of FROM stories WHERE id = ?
  UNION
  SELECT stories.id, stories.number, stories.alias_of FROM stories JOIN chain ON stories.id = chain.alias_of
)
SELECT number, id FROM chain WHERE chain.alias_of IS NULL`

const EVIDENCE = `
SELECT lead_id AS a, fold_evidence.entry_id AS b, score, features, passages
FROM fold_evidence JOIN entries ON entries.id = fold_evidence.entry_id
WHERE entries.story_id = @id
ORDER BY score DESC, b`

/** Story numbers that match a filter; where there is no limit, also all those that no archived page shows. */
function createPicker(db: Database, archive: ArchiveReader) {
  const choose = createStoryChoice(db)
  return (filter: StoryFilter, limit: number | null): Picked => {
    const { where, values } = choose(filter)
    const { newest, unarchived } = createPick(db, where)
    const latest = newest.all({ ...values, limit: limit ?? DEFAULT_LIMIT })
    if (filter.query !== null) return { numbers: latest, isWhole: false }
    const waiting = unarchived.all(values)
    return pickFrom({ latest, waiting, unshown: archive.unarchived(waiting, filter) }, limit)
  }
}

function createPick(db: Database, where: string) {
  return {
    newest: db
      .prepare<object, number>(
        `SELECT number FROM stories WHERE ${where} ORDER BY published_at DESC, number DESC LIMIT @limit`,
      )
      .pluck(),
    unarchived: db
      .prepare<object, number>(
        `SELECT number FROM stories WHERE unarchived = 1 AND ${where}
         ORDER BY number DESC LIMIT ${MOST_UNARCHIVED}`,
      )
      .pluck(),
  }
}
