/** What pages and feeds read, from PostgreSQL. */
import type { Story } from '../../../contract/model.ts'
import type { StoryFilter, StoryPage, StoryPages } from '../../../contract/store.ts'
import {
  DEFAULT_LIMIT,
  type EvidenceRow,
  MOST_UNARCHIVED,
  type Picked,
  pickFrom,
  toSharedPassages,
} from '../../pages/choice.ts'
import type { Database, Sql } from '../connect.ts'
import { newestPage, readPage, readUnshown } from './archive.ts'
import { readChanges } from './changes.ts'
import { createFeedPages } from './feed-pages.ts'
import { createParams } from './params.ts'
import { createPeoplePages } from './people-pages.ts'
import { whereChosen } from './story-choice.ts'
import { loadStories } from './story-loader.ts'

/** `database`: connected for reading, so that each transaction sees one moment. */
export function createStoryPages(database: Database): StoryPages {
  return {
    ...createFeedPages(database),
    ...createPeoplePages(database),
    version: async () =>
      (await database.first<{ version: number }>('SELECT version FROM publication'))!.version,
    watch: () => () => {}, // `listening.ts` hears
    page: (filter, limit) => database.transaction((sql) => readNewest(sql, filter, limit)),
    byId: (id) => database.transaction((sql) => readStory(sql, id)),
    evidence: async (id) => (await database.rows<EvidenceRow>(EVIDENCE, [id])).map(toSharedPassages),
    changes: (cursor, limit) => database.transaction((sql) => readChanges(sql, cursor, limit)),
    archived: (page, filter) => database.transaction((sql) => readPage(sql, page, filter)),
  }
}

const EVIDENCE = `
SELECT lead_id AS a, fold_evidence.entry_id AS b, score, features, passages
FROM fold_evidence JOIN entries ON entries.id = fold_evidence.entry_id
WHERE entries.story_id = $1
ORDER BY score DESC, b`

// Follows aliases of aliases to the story itself.
const LIVING = `
WITH RECURSIVE chain (id, number, alias_of) AS (
  SELECT id, number, alias_of FROM stories WHERE id = $1
  UNION
  SELECT stories.id, stories.number, stories.alias_of FROM stories JOIN chain ON stories.id = chain.alias_of
)
SELECT number, id FROM chain WHERE chain.alias_of IS NULL`

async function readStory(sql: Sql, id: string): Promise<Story | { readonly aliasOf: string } | null> {
  const row = await sql.first<{ number: number; id: string }>(LIVING, [id])
  if (row === null) return null
  return row.id === id ? ((await loadStories(sql, [row.number]))[0] ?? null) : { aliasOf: row.id }
}

async function readNewest(sql: Sql, filter: StoryFilter, limit: number | null): Promise<StoryPage> {
  const { numbers, isWhole } = await pick(sql, filter, limit)
  const stories = await loadStories(sql, numbers)
  return { stories, previousPage: isWhole ? await newestPage(sql, filter) : null }
}

/** Story numbers that match a filter; where there is no limit, also all those that no archived page shows. */
async function pick(sql: Sql, filter: StoryFilter, limit: number | null): Promise<Picked> {
  const params = createParams()
  const latest = await numbersOf(
    sql,
    `SELECT number FROM stories WHERE ${whereChosen(filter, params)}
     ORDER BY published_at DESC, number DESC LIMIT ${params.add(limit ?? DEFAULT_LIMIT)}`,
    params.values,
  )
  if (filter.query !== null) return { numbers: latest, isWhole: false }
  const waiting = await readUnarchived(sql, filter)
  return pickFrom({ latest, waiting, unshown: await readUnshown(sql, waiting, filter) }, limit)
}

function readUnarchived(sql: Sql, filter: StoryFilter): Promise<number[]> {
  const params = createParams()
  const where = whereChosen(filter, params)
  return numbersOf(
    sql,
    `SELECT number FROM stories WHERE unarchived = 1 AND ${where} ORDER BY number DESC LIMIT ${MOST_UNARCHIVED}`,
    params.values,
  )
}

async function numbersOf(sql: Sql, text: string, values: readonly unknown[]): Promise<number[]> {
  return (await sql.rows<{ number: number }>(text, values)).map(({ number }) => number)
}
