import type { Database } from 'better-sqlite3'
import type { RematchReport } from '../../contract.ts'
import type { Matching } from './matching.ts'
import { type PrintableRow, reprint, SELECT_PRINTABLES } from './printables.ts'

/** Entries printed at a time: bounds the memory. */
const BATCH = 500

class DryRun extends Error {}

/** Decides all stories again with the present rules, from the stored texts; what people said stays said. */
export function createRematch(db: Database, matching: Matching) {
  const after = db.prepare(`${SELECT_PRINTABLES} WHERE entries.id > ? ORDER BY entries.id LIMIT ${BATCH}`)
  const outlets = db.prepare("SELECT DISTINCT outlet FROM feeds WHERE match = 'auto'").pluck()
  const ids = db.prepare('SELECT id FROM entries ORDER BY id').pluck()
  const idsOf = db
    .prepare(`
    SELECT entries.id FROM entries JOIN feeds ON feeds.id = entries.feed_id
    WHERE feeds.outlet = ? AND feeds.match = 'auto' ORDER BY entries.id`)
    .pluck()
  const stories = db.prepare('SELECT count(*) FROM stories WHERE alias_of IS NULL').pluck()
  const remember = db.prepare('CREATE TEMP TABLE placed AS SELECT id, story_id FROM main.entries')
  const moved = () =>
    db.prepare(`
      SELECT entries.id AS entryId, entries.title, feeds.outlet, placed.story_id AS "from", entries.story_id AS "to"
      FROM temp.placed JOIN entries ON entries.id = placed.id JOIN feeds ON feeds.id = entries.feed_id
      WHERE placed.story_id <> entries.story_id ORDER BY entries.id`)

  function printAll(): void {
    for (let last = 0; ; ) {
      const rows = after.all(last) as PrintableRow[]
      if (rows.length === 0) return
      reprint(rows, matching)
      last = rows.at(-1)!.id
    }
  }

  function decideEverything(now: number): RematchReport {
    const storiesBefore = stories.get() as number
    db.exec('DROP TABLE IF EXISTS temp.placed')
    remember.run()
    printAll()
    for (const outlet of outlets.all() as string[]) matching.learn(idsOf.all(outlet) as number[], outlet)
    const all = ids.all() as number[]
    matching.decideAll(all, now)
    const report = {
      entries: all.length,
      storiesBefore,
      storiesAfter: stories.get() as number,
      moved: moved().all() as RematchReport['moved'],
    }
    db.exec('DROP TABLE temp.placed')
    return report
  }

  return ({ dryRun, now }: { dryRun: boolean; now: number }): RematchReport => {
    let report: RematchReport | undefined
    try {
      db.transaction(() => {
        report = decideEverything(now)
        if (dryRun) throw new DryRun()
      }).immediate()
    } catch (error) {
      if (!(error instanceof DryRun)) throw error
    }
    return report as RematchReport
  }
}
