import type { Database } from 'better-sqlite3'
import type { Matcher, Neighbourhood, Printable, Verdict } from '../../matching-model.ts'
import { createCandidates } from './candidates.ts'
import { createFoldEvidence } from './fold-evidence.ts'
import { gather } from './neighbourhood.ts'
import { createOverrideStore, type Placement } from './overrides.ts'
import { createPrintStore } from './prints.ts'
import { createStoryStore } from './stories.ts'
import { createStoryFacts } from './story-facts.ts'
import { createVerdictStore } from './verdicts.ts'

/** How many of an outlet's entries its furniture is learned from. */
const OUTLET_ENTRIES = 100
/** Entries decided at a time: bounds the memory of one decision. */
const BATCH = 100

export type Matching = ReturnType<typeof createMatching>

/** Gather → decide → apply. All inside the caller's transaction; the deciding is the matcher's, which is pure. */
export function createMatching(db: Database, windowMs: number, matcher: Matcher) {
  const prints = createPrintStore(db)
  const candidates = createCandidates(db)
  const verdicts = createVerdictStore(db)
  const stories = createStoryStore(db)
  const facts = createStoryFacts(db)
  const overrides = createOverrideStore(db)
  const evidence = createFoldEvidence(db)
  const credit = db.prepare('UPDATE entries SET agency = @agency WHERE id = @id AND agency IS NOT @agency')

  /** Learns the outlet's furniture and returns the entries that want a decision: the given ones and those it changed. */
  function learn(ids: readonly number[], outlet: string): number[] {
    const recent = [...new Set([...ids, ...prints.recentIds(outlet, OUTLET_ENTRIES)])]
    const relearned = matcher.learn(prints.byIds(recent))
    for (const [id, print] of relearned) prints.put(id, print)
    return [...new Set([...ids, ...relearned.keys()])]
  }

  function decide(ids: readonly number[], now: number, before: readonly Placement[]): void {
    verdicts.forget(ids)
    const neighbourhood = gather(ids, { prints, candidates, verdicts, facts, overrides }, windowMs)
    const decision = matcher.decide(asBefore(neighbourhood, before))
    const together = storyOf(decision.stories)
    const leads = new Set(decision.stories.map((story) => story.lead))
    for (const lead of leads) evidence.forget(lead)
    for (const verdict of decision.verdicts) {
      const passages = passagesOf(verdict, together, leads)
      verdicts.put(verdict, passages)
      if (passages) evidence.put(evidenceOf(verdict, passages, leads))
    }
    stories.apply(decision.stories, neighbourhood, now)
    const decided = new Set(ids)
    for (const entry of neighbourhood.entries) {
      if (decided.has(entry.id)) credit.run({ id: entry.id, agency: matcher.agency(entry) })
    }
  }

  function evidenceOf(verdict: Verdict, passages: readonly string[], leads: ReadonlySet<number>) {
    const [leadId, entryId] = leads.has(verdict.a) ? [verdict.a, verdict.b] : [verdict.b, verdict.a]
    return { entryId, leadId, score: verdict.score, reason: matcher.reason(verdict), passages }
  }

  /** What a copy shares with its lead is evidence enough; to compare every two copies of a story would take long. */
  function passagesOf({ a, b }: Verdict, story: ReadonlyMap<number, string>, leads: ReadonlySet<number>) {
    if (story.get(a) !== story.get(b) || !(leads.has(a) || leads.has(b))) return null
    return matcher.passages(facts.text(a), facts.text(b))
  }

  return {
    prints,
    facts,
    verdicts,
    overrides,
    learn,
    /** Stores the print of an entry; that of a feed that opted out has no keys: no other entry finds it. */
    print(id: number, entry: Printable, match: 'auto' | 'never'): void {
      const print = matcher.print(entry)
      prints.put(id, match === 'never' ? { ...print, keys: [] } : print)
    },
    /** Decides the given entries, all of one outlet, and those whose furniture they taught us. */
    match(ids: readonly number[], outlet: string, now: number): void {
      if (ids.length === 0) return
      this.decideAll(learn(ids, outlet), now)
    },
    /** `before`: where entries were before the correction that is taken back. */
    decideAll(ids: readonly number[], now: number, before: readonly Placement[] = []): void {
      for (let i = 0; i < ids.length; i += BATCH) decide(ids.slice(i, i + BATCH), now, before)
    },
  }
}

function storyOf(decisions: readonly { id: string; members: readonly number[] }[]): Map<number, string> {
  return new Map(decisions.flatMap(({ id, members }) => members.map((member) => [member, id] as const)))
}

/** The neighbourhood with these entries in the stories that they were in, so that the stories are named as they were. */
function asBefore(near: Neighbourhood, before: readonly Placement[]): Neighbourhood {
  const storyOf = new Map(before.map(({ entryId, storyId }) => [entryId, storyId]))
  const leads = before.filter(({ isLead }) => isLead).map((row) => [row.storyId, row.entryId] as const)
  return {
    ...near,
    entries: near.entries.map((entry) => ({ ...entry, storyId: storyOf.get(entry.id) ?? entry.storyId })),
    leads: new Map([...near.leads, ...leads]),
  }
}
