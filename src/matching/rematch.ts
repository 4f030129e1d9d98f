/** Decides all stories again with the present rules; what people said stays said. */
import type { RematchReport } from '../contract/store.ts'
import type { Decide } from './decide.ts'
import type { MatchingEngine, MatchTables } from './engine.ts'

/** Entries decided at a time: bounds the memory. */
const BATCH = 200

class DryRun extends Error {}

/** A dry run does all the work and then undoes it: what it reports is what would happen. */
export async function rematch(
  engine: MatchingEngine,
  decide: Decide,
  { dryRun, now }: { readonly dryRun: boolean; readonly now: number },
): Promise<RematchReport> {
  let report: RematchReport | undefined
  try {
    await engine.exclusive(async (tables) => {
      report = await decideEverything(tables, decide, now)
      if (dryRun) throw new DryRun()
    })
  } catch (error) {
    if (!(error instanceof DryRun)) throw error
  }
  return report as RematchReport
}

async function decideEverything(tables: MatchTables, decide: Decide, now: number): Promise<RematchReport> {
  const storiesBefore = await tables.stories.count()
  await tables.stories.remember()
  let entries = 0
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const ids = await tables.stories.entriesAfter(after, BATCH)
    if (ids.length === 0) break
    await decide.decideStored(tables, ids, now, { leaversYield: true })
    entries += ids.length
    after = ids.at(-1)!
  }
  const storiesAfter = await tables.stories.count()
  return { entries, storiesBefore, storiesAfter, moved: await tables.stories.moved() }
}
