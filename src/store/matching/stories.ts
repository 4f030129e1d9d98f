import type { Database } from 'better-sqlite3'
import type { Neighbourhood, StoryDecision } from '../../matching-model.ts'
import { toText } from '../rows.ts'

interface StoryRow {
  id: string
  alias_of: string | null
  lead_entry_id: number | null
}

export type StoryStore = ReturnType<typeof createStoryStore>

/** Applies what matching decided to the `stories` table; an id, once given, keeps its meaning. */
export function createStoryStore(db: Database) {
  const find = db.prepare('SELECT id, alias_of, lead_entry_id FROM stories WHERE id = ?')
  const insert = db.prepare(`
    INSERT INTO stories (id, published_at, first_seen_at, updated_at) VALUES (@id, @now, @now, @now)`)
  const revive = db.prepare('UPDATE stories SET alias_of = NULL WHERE id = ?')
  const moveEntry = db.prepare('UPDATE entries SET story_id = ? WHERE id = ? AND story_id <> ?')
  const moveRest = db.prepare('UPDATE entries SET story_id = @to WHERE story_id = @from')
  const retire = db.prepare('UPDATE stories SET alias_of = @to, lead_entry_id = NULL WHERE id = @from')
  const realias = db.prepare('UPDATE stories SET alias_of = @to WHERE alias_of = @from')
  const setLead = db.prepare('UPDATE stories SET lead_entry_id = ? WHERE id = ?')
  const touchStory = db.prepare('UPDATE stories SET updated_at = ? WHERE id = ?')
  const recount = db.prepare('UPDATE stories SET changed_at = ?, unarchived = 1 WHERE id = ?')
  const summarise = db.prepare(`
    UPDATE stories SET (published_at, first_seen_at, outlets, copies, longest_words) = (
      SELECT min(min(coalesce(e.published_at, e.first_seen_at), e.first_seen_at)), min(e.first_seen_at),
             count(DISTINCT f.outlet), count(*), max(e.words)
      FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE e.story_id = stories.id)
    WHERE id = ?`)
  const startUpdated = db.prepare('UPDATE stories SET updated_at = published_at WHERE id = ?')

  /** The story's row is there and stands for itself; tells whether it is new. */
  function ensure(id: string, now: number): { isNew: boolean; lead: number | null } {
    const row = find.get(id) as StoryRow | undefined
    if (!row) insert.run({ id, now: toText(now) })
    else if (row.alias_of !== null) revive.run(id)
    return { isNew: !row, lead: row?.lead_entry_id ?? null }
  }

  /** An id that a living story elsewhere has is not given again: `-2`, `-3` … behind it make it another. */
  function freeId(id: string, near: ReadonlySet<string>): string {
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? id : `${id}-${n}`
      const row = find.get(candidate) as StoryRow | undefined
      if (!row || row.alias_of !== null || near.has(candidate)) return candidate
    }
  }

  function place(decision: StoryDecision, known: ReadonlySet<number>, now: number): void {
    const { isNew, lead } = ensure(decision.id, now)
    const moved = decision.members.filter(
      (member) => moveEntry.run(decision.id, member, decision.id).changes > 0,
    )
    const leadStands = lead !== null && (lead === decision.lead || !known.has(lead))
    if (!leadStands) setLead.run(decision.lead, decision.id)
    if (!leadStands && lead !== null) touchStory.run(toText(now), decision.id)
    summarise.run(decision.id)
    if (isNew) startUpdated.run(decision.id)
    else if (moved.length > 0) recount.run(toText(now), decision.id)
  }

  /** A story that lost all its members to others lives on as the alias of the one that has its lead. */
  function retireEmptied(
    { entries, leads: before }: Neighbourhood,
    decisions: readonly StoryDecision[],
    now: number,
  ): void {
    const standing = new Set(decisions.map((d) => d.id))
    const storyOf = new Map(decisions.flatMap((d) => d.members.map((m) => [m, d.id] as const)))
    for (const [from, lead] of before) {
      if (standing.has(from)) continue
      const heir = entries.find((entry) => entry.storyId === from)
      const to = storyOf.get(lead) ?? (heir && storyOf.get(heir.id))
      if (!to) continue
      if (moveRest.run({ from, to }).changes > 0) recount.run(toText(now), to)
      retire.run({ from, to })
      realias.run({ from, to })
      summarise.run(to)
    }
  }

  return {
    /** Carries out a decision. Everything that the neighbourhood held is in exactly one of its stories. */
    apply(decisions: readonly StoryDecision[], neighbourhood: Neighbourhood, now: number): void {
      const known = new Set(neighbourhood.entries.map((entry) => entry.id))
      const near = new Set(neighbourhood.leads.keys())
      const named = decisions.map((decision) => ({ ...decision, id: freeId(decision.id, near) }))
      for (const decision of named) place(decision, known, now)
      const standing = new Set(named.map(({ id }) => id))
      for (const id of leftBehind(neighbourhood, named)) {
        recount.run(toText(now), id)
        if (standing.has(id)) summarise.run(id) // it was placed before the entry left it
      }
      retireEmptied(neighbourhood, named, now)
    },
  }
}

/** Stories that lost an entry to another. */
function leftBehind({ entries }: Neighbourhood, decisions: readonly StoryDecision[]): Set<string> {
  const storyOf = new Map(decisions.flatMap((d) => d.members.map((m) => [m, d.id] as const)))
  const movers = entries.filter((entry) => entry.storyId !== null && storyOf.get(entry.id) !== entry.storyId)
  return new Set(movers.map((entry) => entry.storyId as string))
}
