/**
 * A person's word on matching: kept as overrides, obeyed by every later decision, taken back by undo. What they
 * concern is decided again at once.
 */

import { CorrectionError } from '../contract/errors.ts'
import type { Override } from '../contract/matching.ts'
import type { Correction } from '../contract/store.ts'
import type { Decide } from './decide.ts'
import type { MatchingEngine, MatchTables, Named, Placement } from './engine.ts'

/** How feeds and pages name a story: by the id of its entry in a feed, and by its page. */
const SHOWN_NAME = /^(?:tag:wirefold,2026:story|https?:\/\/.+\/stories)\/([\w-]+)$/

/** Throws CorrectionError where there is none of this name. */
export async function findNamed(tables: MatchTables, name: string): Promise<Named> {
  const found = await tables.stories.find(SHOWN_NAME.exec(name)?.[1] ?? name)
  if (!found)
    throw new CorrectionError((await tables.stories.whyLeftOut(name)) ?? `there is no entry or story ${name}`)
  return found
}

export function createCorrections(engine: MatchingEngine, decide: Decide) {
  return {
    /** Makes the stories of the two one. */
    merge: (a: string, b: string, now: number): Promise<Correction> =>
      engine.exclusive((tables) => merge({ tables, decide, now }, a, b)),
    /** Makes the entry a story of its own. */
    split: (name: string, now: number): Promise<Correction> =>
      engine.exclusive((tables) => split({ tables, decide, now }, name)),
    /** Takes a merge or a split back; every story gets the id again that it had before. */
    undo: (operation: number, now: number): Promise<Correction> =>
      engine.exclusive((tables) => undo({ tables, decide, now }, operation)),
  }
}

/** What carries a correction out, and when. */
interface Desk {
  readonly tables: MatchTables
  readonly decide: Decide
  readonly now: number
}

async function merge(desk: Desk, a: string, b: string): Promise<Correction> {
  const { tables } = desk
  const [x, y] = [await findNamed(tables, a), await findNamed(tables, b)]
  if (x.storyId === y.storyId) throw new CorrectionError(`${a} and ${b} are one story already`)
  return carryOut(desk, await puttingTogether(tables, x, y), [x.storyId, y.storyId])
}

async function split(desk: Desk, name: string): Promise<Correction> {
  const { tables } = desk
  const { entryId, storyId } = await findNamed(tables, name)
  const others = (await tables.stories.members(storyId)).filter((id) => id !== entryId)
  if (others.length === 0) throw new CorrectionError(`entry ${name} is its story's only copy`)
  const parting = others.map((b) => ({ kind: 'apart' as const, a: entryId, b }))
  return carryOut(desk, [...parting, ...(await keepingTogether(tables, entryId, others))], [storyId])
}

async function undo(desk: Desk, operation: number): Promise<Correction> {
  const { tables, now } = desk
  const rows = await tables.overrides.undo(operation, now)
  if (rows.length === 0)
    throw new CorrectionError(whyNot(operation, await tables.overrides.undoneAt(operation)))
  const stories: string[] = []
  for (const id of new Set(rows.flatMap(({ a, b }) => [a, b]))) {
    stories.push((await findNamed(tables, String(id))).storyId)
  }
  return { operation, stories: await decideStories(desk, stories, await tables.overrides.before(operation)) }
}

async function carryOut(
  desk: Desk,
  rows: readonly Override[],
  storyIds: readonly string[],
): Promise<Correction> {
  const operation = await desk.tables.overrides.add(rows, storyIds, desk.now)
  return { operation, stories: await decideStories(desk, storyIds) }
}

/** Decides the entries of these stories again; returns the stories that they are in now. */
async function decideStories(
  { tables, decide, now }: Desk,
  storyIds: readonly string[],
  before: readonly Placement[] = [],
): Promise<string[]> {
  const ids: number[] = []
  for (const id of new Set(storyIds)) ids.push(...(await tables.stories.members(id)))
  await decide.decideStored(tables, ids, now, { before })
  const stories = new Set<string>()
  for (const id of ids) stories.add((await findNamed(tables, String(id))).storyId)
  return [...stories]
}

/** The two, and whatever of their stories was set apart before: the newest word on two stories is about all of both. */
async function puttingTogether(tables: MatchTables, x: Named, y: Named): Promise<Override[]> {
  const members = new Set(await tables.stories.members(x.storyId))
  const others = new Set(await tables.stories.members(y.storyId))
  const said = await tables.overrides.around([...members])
  const parted = said.filter(
    ({ kind, a, b }) =>
      kind === 'apart' && ((members.has(a) && others.has(b)) || (members.has(b) && others.has(a))),
  )
  const pairs = new Map(
    [{ a: x.entryId, b: y.entryId }, ...parted].map(({ a, b }) => [
      `${Math.min(a, b)} ${Math.max(a, b)}`,
      { kind: 'together' as const, a, b },
    ]),
  )
  return [...pairs.values()]
}

/** Where people put an entry together with others, these stay together when it leaves. */
async function keepingTogether(
  tables: MatchTables,
  entryId: number,
  others: readonly number[],
): Promise<Override[]> {
  const said = await tables.overrides.around([entryId])
  const tied = said.find(({ kind }) => kind === 'together')
  if (tied === undefined) return []
  const [first, ...rest] = others
  return rest.map((b) => ({ kind: 'together', a: first!, b }))
}

function whyNot(operation: number, undoneAt: string | null): string {
  return undoneAt === null
    ? `there is no operation ${operation} to undo`
    : `operation ${operation} was undone already, at ${undoneAt}`
}
