import {
  type Decision,
  type MatchEntry,
  type Override,
  timeOf,
  type Verdict,
} from '../../src/contract/matching.ts'
import { fingerprint } from '../../src/fingerprint/fingerprint.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import type { Agency } from '../../src/match/reading/agencies.ts'

const HOUR = 3_600_000
export const DAY = 24 * HOUR
const NOON = Date.UTC(2031, 3, 8, 12)

/** Invented agencies. */
export const AGENCIES: readonly Agency[] = [
  { name: 'Meridian Dispatch', aliases: ['MD'], hosts: ['meridian.example'] },
  { name: 'Harbour Press', aliases: ['HP'], hosts: ['harbourpress.example'] },
]

export interface Draft {
  readonly title?: string
  readonly text?: string
  readonly outlet?: string
  readonly author?: string
  readonly link?: string
  readonly source?: MatchEntry['source']
  readonly feedUrl?: string
  readonly trust?: MatchEntry['trust']
  readonly ownAgency?: string
  /** Hours after noon of the first day. */
  readonly hour?: number
}

let nextId = 1

const outlets: string[] = []
/** A feed for each outlet. */
function feedOf(outlet: string): number {
  if (!outlets.includes(outlet)) outlets.push(outlet)
  return outlets.indexOf(outlet) + 1
}

/** An entry as the store would hand it to matching. */
export function entry(name: string, draft: Draft = {}): MatchEntry {
  const {
    title = `Headline of ${name}`,
    text = '',
    outlet = `Outlet ${name}`,
    author = null,
    link = null,
  } = draft
  const at = NOON + (draft.hour ?? 0) * HOUR
  const facts = { title, author, link, canonicalUrl: null, source: draft.source ?? null }
  return {
    ...facts,
    id: nextId++,
    key: name,
    feedId: feedOf(outlet),
    feedUrl: draft.feedUrl ?? `https://${outlet.toLowerCase().replace(/\W+/g, '-')}.test/feed`,
    outlet,
    match: 'auto',
    trust: draft.trust ?? 'normal',
    ownAgency: draft.ownAgency ?? null,
    isSubscribed: true,
    storyId: null,
    publishedAt: at,
    firstSeenAt: at,
    revision: 0,
    print: fingerprint({ ...facts, text }),
  }
}

/** A small store: keeps entries, learns outlets, decides all that is new in one go, keeps verdicts and ids. */
export function newsroom(agencies: readonly Agency[] = AGENCIES) {
  const matcher = createMatcher({ agencies })
  const entries = new Map<number, MatchEntry>()
  const leads = new Map<string, number>()
  let verdicts: Verdict[] = []
  const overrides: Override[] = []

  function decide(subjects: ReadonlySet<number>, edited: ReadonlySet<number> = new Set()): Decision {
    const all = [...entries.values()]
    const pairs = all.flatMap((a) =>
      all
        .filter((b) => a.id < b.id && (subjects.has(a.id) || subjects.has(b.id)))
        .filter((b) => Math.abs(timeOf(a) - timeOf(b)) <= 14 * DAY)
        .map((b) => [a, b] as const),
    )
    const stored = verdicts.filter(({ a, b }) => !subjects.has(a) && !subjects.has(b))
    verdicts = [...stored, ...matcher.compare(pairs)]
    const near = {
      entries: all,
      witnesses: [],
      verdicts,
      overrides,
      leads,
      edited,
      relinked: new Set<number>(),
      windowMs: 14 * DAY,
    }
    const decision = matcher.decide(near)
    for (const { id, members, lead } of decision) {
      leads.set(id, lead)
      for (const member of members) entries.set(member, { ...entries.get(member)!, storyId: id })
    }
    return decision
  }

  function arrive(...fresh: MatchEntry[]): void {
    const edited = new Set(fresh.map(({ id }) => id).filter((id) => entries.has(id)))
    for (const one of fresh) {
      const revision = (entries.get(one.id)?.revision ?? -1) + 1
      entries.set(one.id, { ...one, storyId: entries.get(one.id)?.storyId ?? null, revision })
    }
    const subjects = new Set(fresh.map(({ id }) => id))
    for (const outlet of new Set(fresh.map((one) => one.outlet))) {
      const recent = [...entries.values()].filter((one) => one.outlet === outlet)
      for (const [id, print] of matcher.learn(recent)) {
        entries.set(id, { ...entries.get(id)!, print, revision: entries.get(id)!.revision + 1 })
        subjects.add(id)
      }
    }
    decide(subjects, edited)
  }

  return {
    arrive,
    override(kind: Override['kind'], a: MatchEntry, b: MatchEntry) {
      overrides.push({ kind, a: a.id, b: b.id })
      decide(new Set())
    },
    entry: (name: string) => [...entries.values()].find(({ key }) => key === name)!,
    storyOf: (one: MatchEntry) => entries.get(one.id)!.storyId,
    leadOf: (one: MatchEntry) => leads.get(entries.get(one.id)!.storyId!),
    verdicts: () => verdicts,
    explain: () =>
      matcher.explain({
        witnesses: [],
        entries: [...entries.values()],
        verdicts,
        overrides,
        leads,
        edited: new Set(),
        relinked: new Set(),
        windowMs: 14 * DAY,
      }),
    /** The stories as sorted lists of entry names. */
    stories(): string[][] {
      const byStory = new Map<string, string[]>()
      for (const { storyId, key } of entries.values())
        byStory.set(storyId!, [...(byStory.get(storyId!) ?? []), key])
      return [...byStory.values()].map((names) => names.sort()).sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
    },
  }
}

/** Whether these entries, arriving together, are all one story. */
export function foldsTogether(...entries: MatchEntry[]): boolean {
  const room = newsroom()
  room.arrive(...entries)
  return room.stories().length === 1
}
