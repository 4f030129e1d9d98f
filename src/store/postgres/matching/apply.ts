/** Carries out what was decided: each kind of change in one statement, however many stories it concerns. */
import type { Plan } from '../../../matching/engine.ts'
import { toText } from '../../rows.ts'
import { arraysOf, given, type Sql } from '../connect.ts'
import { SUMMARISE, summaryOf } from '../summary.ts'

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
  FROM ${given(FOUND)} CROSS JOIN LATERAL (${summaryOf('given.id', 'given.lead')}) AS summary`

const LEAD = { storyId: 'text', entryId: 'bigint' } as const
const LEADS = `
  UPDATE stories SET updated_at = CASE WHEN lead_entry_id IS NULL THEN updated_at ELSE $1 END,
    lead_entry_id = given."entryId"
  FROM ${given(LEAD, 2)} WHERE stories.id = given."storyId"`

const TOUCH = 'UPDATE stories SET changed_at = $2, unarchived = 1 WHERE id = ANY($1)'

export async function applyPlan(sql: Sql, plan: Plan, at: number): Promise<void> {
  const { founded, revived, moves, leads, retired, changed } = plan
  const now = toText(at)
  const known = [...leads.map(({ storyId }) => storyId), ...changed]
  if (moves.length > 0) await sql.run(MOVES, arraysOf(MOVE, moves))
  // Locked before they are counted: so the count sees what a poll changed meanwhile.
  const touched = [...new Set([...known, ...revived, ...retired.flatMap(({ from, to }) => [from, to])])]
  if (touched.length > 0)
    await sql.run('SELECT 1 FROM stories WHERE id = ANY($1) ORDER BY number FOR NO KEY UPDATE', [touched])
  if (revived.length > 0) await sql.run('UPDATE stories SET alias_of = NULL WHERE id = ANY($1)', [revived])
  if (leads.length > 0) await sql.run(LEADS, [now, ...arraysOf(LEAD, leads)])
  if (retired.length > 0) {
    for (const text of [MOVE_REST, ALIAS, REALIAS]) await sql.run(text, arraysOf(RETIRE, retired))
  }
  if (founded.length > 0) await sql.run(FOUNDED, arraysOf(FOUND, founded))
  if (known.length > 0) await sql.run(SUMMARISE, [[...new Set(known)]])
  if (changed.length > 0) await sql.run(TOUCH, [changed, now])
}
