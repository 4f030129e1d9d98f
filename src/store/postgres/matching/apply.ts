/** Carries out what was decided: each kind of change in one statement, however many stories it concerns. */
import type { Plan } from '../../../matching/engine.ts'
import { toText } from '../../rows.ts'
import { arraysOf, given, givenInOrder, type Sql } from '../connect.ts'
import { summaryOf } from '../summary.ts'

const MOVE = { entryId: 'bigint', storyId: 'text' } as const
const MOVES = `UPDATE entries SET story_id = given."storyId" FROM ${given(MOVE)} WHERE entries.id = given."entryId"`

const RETIRE = { from: 'text', to: 'text' } as const
const MOVE_REST = `UPDATE entries SET story_id = given."to" FROM ${given(RETIRE)} WHERE entries.story_id = given."from"`
const ALIAS = `UPDATE stories SET alias_of = given."to", lead_entry_id = NULL FROM ${given(RETIRE)}
  WHERE stories.id = given."from"`
const REALIAS = `UPDATE stories SET alias_of = given."to" FROM ${given(RETIRE)} WHERE stories.alias_of = given."from"`

const FOUND = { id: 'text', lead: 'bigint' } as const
const FOUNDED = `
  INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at, outlets, copies, longest_words)
  SELECT given.id, given.lead, summary.published_at, summary.first_seen_at, summary.published_at, summary.outlets,
    summary.copies, summary.longest_words
  FROM ${givenInOrder(FOUND)} CROSS JOIN LATERAL (${summaryOf('given.id', 'given.lead')}) AS summary
  ORDER BY place`

const KNOWN = { id: 'text', lead: 'bigint', touched: 'boolean' } as const
const SUMMARY = 'published_at, first_seen_at, outlets, copies, longest_words'
const PUT = `lead_entry_id, updated_at, changed_at, unarchived, ${SUMMARY}`
// An insert takes its rows in their order, which an update does not: so changes are numbered in the order of the plan.
const CHANGE = `
  INSERT INTO stories (number, id, ${PUT})
  SELECT story.number, story.id, now.lead,
    CASE WHEN given.lead IS NULL OR story.lead_entry_id IS NULL THEN story.updated_at ELSE $1 END,
    CASE WHEN touched THEN $1 ELSE story.changed_at END, CASE WHEN touched THEN 1 ELSE story.unarchived END,
    summary.*
  FROM ${givenInOrder(KNOWN, 2)} JOIN stories AS story ON story.id = given.id
  CROSS JOIN LATERAL (SELECT coalesce(given.lead, story.lead_entry_id) AS lead) AS now
  CROSS JOIN LATERAL (${summaryOf('story.id', 'now.lead')}) AS summary
  ORDER BY place
  ON CONFLICT (id) DO UPDATE SET (${PUT}) = (${PUT.replaceAll(/\w+/g, 'excluded.$&')})`

export async function applyPlan(sql: Sql, plan: Plan, at: number): Promise<void> {
  const { founded, revived, moves, retired } = plan
  const known = knownOf(plan)
  if (moves.length > 0) await sql.run(MOVES, arraysOf(MOVE, moves))
  // Locked before they are counted: so the count sees what a poll changed meanwhile.
  const ids = known.map(({ id }) => id)
  const touched = [...new Set([...ids, ...revived, ...retired.flatMap(({ from, to }) => [from, to])])]
  if (touched.length > 0)
    await sql.run('SELECT 1 FROM stories WHERE id = ANY($1) ORDER BY number FOR NO KEY UPDATE', [touched])
  if (revived.length > 0) await sql.run('UPDATE stories SET alias_of = NULL WHERE id = ANY($1)', [revived])
  if (retired.length > 0) {
    for (const text of [MOVE_REST, ALIAS, REALIAS]) await sql.run(text, arraysOf(RETIRE, retired))
  }
  if (founded.length > 0) await sql.run(FOUNDED, arraysOf(FOUND, founded))
  if (known.length > 0) await sql.run(CHANGE, [toText(at), ...arraysOf(KNOWN, known)])
}

/** Stories that are there already and change; null: the lead stays. */
function knownOf({ leads, changed }: Plan) {
  const touched = new Set(changed)
  const leadOf = new Map(leads.map(({ storyId, entryId }) => [storyId, entryId]))
  const ids = [...[...leadOf.keys()].filter((id) => !touched.has(id)), ...touched]
  return ids.map((id) => ({ id, lead: leadOf.get(id) ?? null, touched: touched.has(id) }))
}
