import type { Database } from 'better-sqlite3'
import type { StoryFilter, StoryPage, StoryPages } from '../../contract.ts'
import { ARCHIVE_PAGE, createArchiveReader } from './archive.ts'
import { createFeedPages } from './feed-pages.ts'
import { toFtsQuery } from './search.ts'
import { createStoryLoader } from './story-loader.ts'

interface EvidenceRow {
  readonly a: number
  readonly b: number
  readonly score: number
  readonly passages: string
}

const DEFAULT_LIMIT = 100
/** More than this would be unarchived only while a great many new feeds are read for the first time. */
const MOST_UNARCHIVED = 500

export function createStoryPages(db: Database): StoryPages {
  const pick = createPicker(db)
  const load = createStoryLoader(db)
  const archive = createArchiveReader(db)
  const find = db.prepare<[string], { number: number; id: string }>(LIVING)
  const verdicts = db.prepare<{ id: string }, EvidenceRow>(EVIDENCE)
  // One transaction: what the archive holds and what is newest must be seen at one moment.
  const page = db.transaction((filter: StoryFilter, limit: number | null): StoryPage => {
    const newest = archive.newest()
    const { numbers, isWhole } = pick(filter, limit, newest)
    return { stories: load(numbers), previousPage: isWhole && newest > 0 ? newest : null }
  })
  return {
    ...createFeedPages(db),
    // https://www.sqlite.org/pragma.html#pragma_data_version: what other connections committed
    version: async () => db.pragma('data_version', { simple: true }) as number,
    page: async (filter, limit) => page(filter, limit),
    byId: async (id) => {
      const row = find.get(id)
      if (row === undefined) return null
      return row.id === id ? (load([row.number])[0] ?? null) : { aliasOf: row.id }
    },
    evidence: async (id) =>
      verdicts.all({ id }).map((row) => ({ ...row, passages: JSON.parse(row.passages) as string[] })),
    archived: async (number, filter) => archive.page(number, filter),
  }
}

// Follows aliases of aliases to the story that stands.
const LIVING = `
WITH RECURSIVE chain (id, number, alias_of) AS (
  SELECT id, number, alias_of FROM stories WHERE id = ?
  UNION
  SELECT stories.id, stories.number, stories.alias_of FROM stories JOIN chain ON stories.id = chain.alias_of
)
SELECT number, id FROM chain WHERE chain.alias_of IS NULL`

const EVIDENCE = `
SELECT a, b, score, passages
FROM verdicts
WHERE a IN (SELECT id FROM entries WHERE story_id = @id)
  AND b IN (SELECT id FROM entries WHERE story_id = @id)
  AND passages IS NOT NULL
ORDER BY score DESC, a, b`

const MATCHES = `
  alias_of IS NULL AND lead_entry_id IS NOT NULL
  AND outlets >= @minOutlets
  AND (@query IS NULL OR number IN (SELECT rowid FROM search WHERE search MATCH @query))`

// Two ways to the stories of some feeds. Through their entries, where these are few; else by walking down from the
// newest story, which soon finds enough.
const FEW = 5000
const OF_FEEDS = {
  all: '',
  few: `AND id IN (SELECT story_id FROM entries WHERE feed_id IN (SELECT value FROM json_each(@feeds)))`,
  many: `AND EXISTS (
    SELECT 1 FROM entries WHERE entries.story_id = stories.id
    AND entries.feed_id IN (SELECT value FROM json_each(@feeds)))`,
}

const FEEDS_CHOSEN = `
SELECT json_group_array(id) FROM feeds
WHERE (@outlet IS NULL OR outlet = @outlet COLLATE NOCASE)
  AND (@group IS NULL OR EXISTS (SELECT 1 FROM json_each(groups) WHERE value = @group))`

const ENTRIES_OF = `
SELECT count(*) FROM (
  SELECT 1 FROM entries WHERE feed_id IN (SELECT value FROM json_each(?)) LIMIT ${FEW + 1}
)`

interface Picked {
  readonly numbers: readonly number[]
  /** Whether all that match and are above what is archived are among them. */
  readonly isWhole: boolean
}

/** Story numbers that match a filter; where there is no limit, also all those above what is archived. */
function createPicker(db: Database) {
  const feedsOf = db.prepare<object, string>(FEEDS_CHOSEN).pluck()
  const entriesOf = db.prepare<[string], number>(ENTRIES_OF).pluck()
  const pickers = { all: createPick(db, 'all'), few: createPick(db, 'few'), many: createPick(db, 'many') }
  return (filter: StoryFilter, limit: number | null, archivePages: number): Picked => {
    const { group, outlet, minOutlets } = filter
    const feeds = group === null && outlet === null ? null : feedsOf.get({ group, outlet })!
    const way = feeds === null ? 'all' : entriesOf.get(feeds)! <= FEW ? 'few' : 'many'
    const query = filter.query === null ? null : toFtsQuery(db, filter.query)
    const { newest, unarchived } = pickers[way]
    const chosen = { minOutlets, query, ...(feeds === null ? {} : { feeds }) }
    const latest = newest.all({ ...chosen, limit: limit ?? DEFAULT_LIMIT })
    if (query !== null) return { numbers: latest, isWhole: false }
    const loose = unarchived.all({ ...chosen, archived: archivePages * ARCHIVE_PAGE })
    const all = [...new Set([...latest, ...loose])]
    const numbers = limit === null ? all : latest
    return { numbers, isWhole: numbers.length === all.length && loose.length < MOST_UNARCHIVED }
  }
}

function createPick(db: Database, way: keyof typeof OF_FEEDS) {
  const matches = `${MATCHES} ${OF_FEEDS[way]}`
  return {
    newest: db
      .prepare<object, number>(
        `SELECT number FROM stories WHERE ${matches} ORDER BY published_at DESC, number DESC LIMIT @limit`,
      )
      .pluck(),
    unarchived: db
      .prepare<object, number>(
        `SELECT number FROM stories WHERE number > @archived AND ${matches}
         ORDER BY number DESC LIMIT ${MOST_UNARCHIVED}`,
      )
      .pluck(),
  }
}
