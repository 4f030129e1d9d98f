/**
 * Removes a feed and all that it brought, whole. What others wrote is decided again without it first, so that their
 * stories keep their copies, and get back their leads, dates and ids.
 */
import type { ForgetReport } from '../contract/store.ts'
import type { Decide } from './decide.ts'
import type { MatchingEngine, MatchTables } from './engine.ts'

/** Entries removed in one transaction, so that polls come between. */
const BATCH = 50

/** Null where there is no feed of this address. What a crash leaves, another call removes. */
export async function forget(
  engine: MatchingEngine,
  decide: Decide,
  url: string,
  now: number,
): Promise<ForgetReport | null> {
  const feed = await engine.exclusive((tables) => tables.leaving.dismiss(url, now))
  if (feed === null) return null
  let entries = 0
  for (let removed = 1; removed > 0; entries += removed) {
    removed = await engine.exclusive((tables) => removeSome(tables, decide, feed.id, now))
  }
  await engine.exclusive((tables) => tables.leaving.removeFeed(feed.id))
  return { outlet: feed.outlet, entries }
}

async function removeSome(tables: MatchTables, decide: Decide, feedId: number, now: number): Promise<number> {
  const leaving = await tables.leaving.entries(feedId, BATCH)
  const stories = new Set(leaving.flatMap(({ storyId }) => storyId ?? []))
  const left: number[] = []
  for (const id of stories) {
    const members = await tables.stories.members(id)
    if (members.length > 1) left.push(...members)
  }
  if (left.length > 0) await decide.decideStored(tables, left, now, { leaversYield: true })
  await tables.leaving.remove(leaving.map(({ id }) => id))
  return leaving.length
}
