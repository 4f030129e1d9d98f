/** The `stories` table as matching reads it, and the stories that entries are in. */
import type { ExplainedCopy } from '../../../contract/store.ts'
import type { Named, StoryTable } from '../../../matching/engine.ts'
import { type LeftOutRow, leftOutWords } from '../../left-out.ts'
import type { Sql } from '../connect.ts'
import { applyPlan } from './apply.ts'

const COPY = `
  SELECT entries.id AS "entryId", entries.story_id AS "storyId", entries.id = stories.lead_entry_id AS "isLead",
    feeds.outlet, entries.title, entries.link, entries.published_at AS "publishedAt"
  FROM entries JOIN feeds ON feeds.id = entries.feed_id JOIN stories ON stories.id = entries.story_id`
const ENTRY =
  'SELECT id AS "entryId", story_id AS "storyId" FROM entries WHERE id = $1 AND story_id IS NOT NULL'
const STORY = `
  SELECT coalesce(living.lead_entry_id, stories.lead_entry_id) AS "entryId", coalesce(living.id, stories.id) AS "storyId"
  FROM stories LEFT JOIN stories AS living ON living.id = stories.alias_of WHERE stories.id = $1`
const LEFT_OUT = `
  SELECT left_out.title, left_out.rule, feeds.outlet FROM left_out JOIN feeds ON feeds.id = left_out.feed_id
  WHERE left_out.link = $1 OR left_out.guid = $1 LIMIT 1`
const FOUNDERS = `
  SELECT eldest.id FROM unnest($1::text[]) AS wanted (story)
  CROSS JOIN LATERAL (SELECT id FROM entries WHERE story_id = wanted.story ORDER BY id LIMIT $2) AS eldest`
const MOVED = `
  SELECT entries.id AS "entryId", entries.title, feeds.outlet, placed.story_id AS "from", entries.story_id AS "to"
  FROM pg_temp.placed JOIN entries ON entries.id = placed.id JOIN feeds ON feeds.id = entries.feed_id
  WHERE placed.story_id <> entries.story_id ORDER BY entries.id`

export function createStoryTable(sql: Sql): StoryTable {
  async function ids(text: string, params: readonly unknown[]): Promise<number[]> {
    return (await sql.rows<{ id: number }>(text, params)).map(({ id }) => id)
  }

  return {
    async whyLeftOut(name) {
      const row = await sql.first<LeftOutRow>(LEFT_OUT, [name])
      return row && leftOutWords(row)
    },
    async find(name) {
      if (!/^\d+$/.test(name)) return sql.first<Named>(STORY, [name])
      return Number.isSafeInteger(Number(name)) ? sql.first<Named>(ENTRY, [name]) : null
    },
    members: (id) => ids('SELECT id FROM entries WHERE story_id = $1 ORDER BY id', [id]),
    copies: (id) =>
      sql.rows<ExplainedCopy>(`${COPY} WHERE entries.story_id = $1 ORDER BY 3 DESC, entries.id`, [id]),
    copy: (entryId) => sql.first<ExplainedCopy>(`${COPY} WHERE entries.id = $1`, [entryId]),
    async count() {
      const row = await sql.first<{ count: number }>(
        'SELECT count(*) AS count FROM stories WHERE alias_of IS NULL',
      )
      return row!.count
    },
    entriesAfter: (after, limit) =>
      ids('SELECT id FROM entries WHERE id > $1 ORDER BY id LIMIT $2', [after, limit]),
    rows: (wanted) =>
      sql.rows(
        `SELECT id, alias_of AS "aliasOf", lead_entry_id AS lead FROM stories WHERE id = ANY($1) ORDER BY number`,
        [wanted],
      ),
    founders: (wanted, each) => ids(FOUNDERS, [wanted, each]),
    remember: () => sql.script('CREATE TEMP TABLE placed ON COMMIT DROP AS SELECT id, story_id FROM entries'),
    moved: () => sql.rows(MOVED),
    apply: (plan, now) => applyPlan(sql, plan, now),
  }
}
