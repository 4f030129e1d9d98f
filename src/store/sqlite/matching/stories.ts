/** The `stories` table as matching reads and changes it, and the stories that entries are in. */
import type { Database } from 'better-sqlite3'
import type { ExplainedCopy, RematchReport } from '../../../contract/store.ts'
import type { Named, Plan, StoryRow, StoryTable } from '../../../matching/engine.ts'
import { toText } from '../../rows.ts'
import { createWhyLeftOut } from '../left-out.ts'
import { createSummary } from '../summary.ts'

const COPY = `entry_id AS entryId, story_id AS storyId, is_lead AS isLead, outlet, title, link, published_at AS publishedAt`

export function createStoryTable(db: Database): StoryTable {
  const entry = db.prepare(
    'SELECT id AS entryId, story_id AS storyId FROM entries WHERE id = ? AND story_id IS NOT NULL',
  )
  const story = db.prepare(`
    SELECT coalesce(living.lead_entry_id, stories.lead_entry_id) AS entryId, coalesce(living.id, stories.id) AS storyId
    FROM stories LEFT JOIN stories AS living ON living.id = stories.alias_of WHERE stories.id = ?`)
  const members = db.prepare('SELECT id FROM entries WHERE story_id = ? ORDER BY id').pluck()
  const copies = db.prepare(`SELECT ${COPY} FROM copies WHERE story_id = ? ORDER BY is_lead DESC, entry_id`)
  const copy = db.prepare(`SELECT ${COPY} FROM copies WHERE entry_id = ?`)
  const count = db.prepare('SELECT count(*) FROM stories WHERE alias_of IS NULL').pluck()
  const after = db.prepare('SELECT id FROM entries WHERE id > ? ORDER BY id LIMIT ?').pluck()
  const rows = db.prepare(`
    SELECT id, alias_of AS aliasOf, lead_entry_id AS lead FROM stories
    WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number`)
  const founders = db
    .prepare(`
    SELECT id FROM (
      SELECT entries.id, row_number() OVER (PARTITION BY entries.story_id ORDER BY entries.id) AS place
      FROM json_each(@ids) AS wanted JOIN entries ON entries.story_id = wanted.value)
    WHERE place <= @each`)
    .pluck()
  const apply = createApply(db)
  const whyLeftOut = createWhyLeftOut(db)
  return {
    whyLeftOut: async (name) => whyLeftOut(name),
    find: async (name) =>
      ((/^\d+$/.test(name) ? entry.get(Number(name)) : story.get(name)) as Named | undefined) ?? null,
    members: async (id) => members.all(id) as number[],
    copies: async (id) => copies.all(id) as ExplainedCopy[],
    copy: async (id) => (copy.get(id) as ExplainedCopy | undefined) ?? null,
    count: async () => count.get() as number,
    entriesAfter: async (id, limit) => after.all(id, limit) as number[],
    rows: async (ids) => rows.all(JSON.stringify(ids)) as StoryRow[],
    founders: async (ids, each) => founders.all({ ids: JSON.stringify(ids), each }) as number[],
    remember: async () => {
      db.exec('DROP TABLE IF EXISTS temp.placed')
      db.exec('CREATE TEMP TABLE placed AS SELECT id, story_id FROM main.entries')
    },
    moved: async () =>
      db
        .prepare(`
      SELECT entries.id AS entryId, entries.title, feeds.outlet, placed.story_id AS "from", entries.story_id AS "to"
      FROM temp.placed JOIN entries ON entries.id = placed.id JOIN feeds ON feeds.id = entries.feed_id
      WHERE placed.story_id <> entries.story_id ORDER BY entries.id`)
        .all() as RematchReport['moved'],
    apply: async (plan, now) => apply(plan, now),
  }
}

/** Carries out a plan, its parts in their order. */
function createApply(db: Database) {
  const insert = db.prepare(`
    INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at) VALUES (@id, @lead, @now, @now, @now)`)
  const revive = db.prepare('UPDATE stories SET alias_of = NULL WHERE id = ?')
  const move = db.prepare('UPDATE entries SET story_id = ? WHERE id = ?')
  const setLead = db.prepare(`
    UPDATE stories SET updated_at = iif(lead_entry_id IS NULL, updated_at, @now), lead_entry_id = @lead WHERE id = @id`)
  const moveRest = db.prepare('UPDATE entries SET story_id = @to WHERE story_id = @from')
  const retire = db.prepare('UPDATE stories SET alias_of = @to, lead_entry_id = NULL WHERE id = @from')
  const realias = db.prepare('UPDATE stories SET alias_of = @to WHERE alias_of = @from')
  const summarise = createSummary(db)
  const startUpdated = db.prepare('UPDATE stories SET updated_at = published_at WHERE id = ?')
  const touch = db.prepare('UPDATE stories SET changed_at = ?, unarchived = 1 WHERE id = ?')

  return (plan: Plan, at: number): void => {
    const now = toText(at)
    for (const { id, lead } of plan.founded) insert.run({ id, lead, now })
    for (const id of plan.revived) revive.run(id)
    for (const { entryId, storyId } of plan.moves) move.run(storyId, entryId)
    for (const { storyId, entryId } of plan.leads) setLead.run({ id: storyId, lead: entryId, now })
    for (const { from, to } of plan.retired) {
      moveRest.run({ from, to })
      retire.run({ from, to })
      realias.run({ from, to })
    }
    for (const { id } of plan.founded) {
      summarise(id)
      startUpdated.run(id)
    }
    for (const { storyId } of plan.leads) summarise(storyId)
    for (const id of plan.changed) {
      summarise(id)
      touch.run(now, id)
    }
  }
}
