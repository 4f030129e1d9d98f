/** Upkeep of a PostgreSQL database: what its steps do. Several workers may be at it; none undoes another's. */
import { PAGES_AT_ONCE } from '../pages/archive.ts'
import { createUpkeepSteps, INDEXED_AT_ONCE } from '../upkeep-steps.ts'
import type { Database, Sql } from './connect.ts'
import { beDecider } from './lock.ts'
import { nameFounders } from './matching/founders.ts'
import { forgetPrints } from './matching/prints.ts'
import { dropArchive, freezeArchive } from './pages/archive.ts'
import { indexEntries } from './pages/search-index.ts'
import { createRetention, forgetTombstones } from './retention.ts'
import { createSettings } from './settings.ts'

/** Feeds whose old polls are forgotten in one statement. */
const FEEDS_AT_ONCE = 200

interface Parts {
  readonly windowMs: number
  /** The id of the story that the entry of this key founds. */
  readonly storyId: (key: string) => string
}

export function createUpkeep(db: Database, { windowMs, storyId }: Parts) {
  return createUpkeepSteps({
    windowMs,
    settings: createSettings(db),
    nameFounders: (now) => alone(db, (sql) => nameFounders(sql, storyId, now)),
    forgetting: createForgetting(db),
    steps: [
      async () => (await indexEntries(db, INDEXED_AT_ONCE)) === INDEXED_AT_ONCE,
      async () => {
        await db.run("DELETE FROM host_turns WHERE free_at < clock_timestamp() - interval '1 hour'")
        return false
      },
      async (now) => (await freezeArchive(db, now)) === PAGES_AT_ONCE,
    ],
  })
}

function createForgetting(db: Database) {
  const expire = createRetention()
  return {
    prints: (before: string, limit: number) => alone(db, (sql) => forgetPrints(sql, before, limit)),
    polls: createPollExpiry(db),
    entries: (retentionMs: number, now: number) => alone(db, (sql) => expire(sql, retentionMs, now)),
    tombstones: (before: string) => forgetTombstones(db, before),
    archive: (before: number) => dropArchive(db, before),
  }
}

/** In a transaction in which nobody decides: a decision reads what is forgotten here. */
function alone<T>(db: Database, work: (sql: Sql) => Promise<T>): Promise<T> {
  return db.transaction(async (sql) => {
    await beDecider(sql)
    return work(sql)
  })
}

/** A step of forgetting polls before a time in epoch milliseconds, feed after feed; whether there is more to do. */
function createPollExpiry(sql: Sql) {
  let after = 0
  return async (before: number): Promise<boolean> => {
    const feeds = await sql.rows<{ id: number }>('SELECT id FROM feeds WHERE id > $1 ORDER BY id LIMIT $2', [
      after,
      FEEDS_AT_ONCE,
    ])
    const ids = feeds.map(({ id }) => id)
    await sql.run('DELETE FROM poll_log WHERE feed_id = ANY($1) AND at < $2', [
      ids,
      Math.floor(before / 1000),
    ])
    after = ids.length === FEEDS_AT_ONCE ? ids.at(-1)! : 0
    return after > 0
  }
}
