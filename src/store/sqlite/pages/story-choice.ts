/** A filter of stories as SQL: what people and feeds ask for means the same everywhere. */
import type { Database } from 'better-sqlite3'
import type { NothingElse, StoryFilter } from '../../../contract/people-pages.ts'
import { ENTRIES_LOOKED_AT, FEW_ENTRIES, MATCHES_LOOKED_AT } from '../../pages/choice.ts'
import { toFtsSearch } from './search.ts'

/** A condition on `stories`, and the values of its parameters. */
interface StoryChoice {
  readonly where: string
  readonly values: Readonly<Record<string, string | number | null>>
}

const MATCHES = `
  alias_of IS NULL AND lead_entry_id IS NOT NULL
  AND outlets >= @minOutlets
  AND (@without = '[]' OR NOT EXISTS (
    SELECT 1 FROM entries JOIN feeds ON feeds.id = entries.feed_id
    WHERE entries.story_id = stories.id AND feeds.outlet IN (SELECT value FROM json_each(@without))))`

const FOUND = `lead_entry_id IN (
  SELECT rowid FROM search WHERE search MATCH @matching ORDER BY rowid DESC LIMIT ${MATCHES_LOOKED_AT})`
const OLDEST = `(SELECT coalesce(max(id), 0) - ${ENTRIES_LOOKED_AT} FROM entries)`
const NOT_EXCLUDED = `lead_entry_id > ${OLDEST} AND lead_entry_id NOT IN (
  SELECT rowid FROM search WHERE search MATCH @notMatching AND rowid > ${OLDEST})`

// Two ways to the stories of some feeds. Through their entries, where these are few; else by walking down from the
// newest story, which soon finds enough.
const OF_FEW_ENTRIES =
  'AND id IN (SELECT story_id FROM entries WHERE feed_id IN (SELECT value FROM json_each(@feeds)))'
const OF_MANY_ENTRIES = `AND EXISTS (
  SELECT 1 FROM entries WHERE entries.story_id = stories.id
  AND entries.feed_id IN (SELECT value FROM json_each(@feeds)))`

const FEEDS_CHOSEN = `
SELECT json_group_array(id) FROM feeds
WHERE (@outlets = '[]' OR outlet IN (SELECT value FROM json_each(@outlets)))
  AND (@group IS NULL OR EXISTS (SELECT 1 FROM json_each(groups) WHERE value = @group))`

const ENTRIES_OF = `
SELECT count(*) FROM (
  SELECT 1 FROM entries WHERE feed_id IN (SELECT value FROM json_each(?)) LIMIT ${FEW_ENTRIES + 1}
)`

export function createStoryChoice(db: Database): (filter: StoryFilter) => StoryChoice {
  const feedsOf = db.prepare<object, string>(FEEDS_CHOSEN).pluck()
  const entriesOf = db.prepare<[string], number>(ENTRIES_OF).pluck()
  return ({ group, outlets, withoutOutlets, query, minOutlets, ...others }) => {
    others satisfies NothingElse
    const search = searchFor(query)
    const where = `${MATCHES} ${search.where}`
    const values = { minOutlets, without: JSON.stringify(withoutOutlets), ...search.values }
    if (group === null && outlets.length === 0) return { where, values }
    const feeds = feedsOf.get({ group, outlets: JSON.stringify(outlets) })!
    const way = entriesOf.get(feeds)! <= FEW_ENTRIES ? OF_FEW_ENTRIES : OF_MANY_ENTRIES
    return { where: `${where} ${way}`, values: { ...values, feeds } }
  }
}

function searchFor(query: string | null): StoryChoice {
  if (query === null) return { where: '', values: {} }
  const { matching, notMatching } = toFtsSearch(query)
  const ways = [matching === null ? null : FOUND, notMatching === null ? null : NOT_EXCLUDED]
  const asked = ways.filter((way) => way !== null)
  if (asked.length === 0) return { where: 'AND 0', values: {} }
  return { where: `AND (${asked.join(' OR ')})`, values: { matching, notMatching } }
}
