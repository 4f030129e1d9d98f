/** The `pending_entries` table: entries that are stored and wait for a decision. */
import type { PendingEntry, PendingTable } from '../../../matching/engine.ts'
import type { Sql } from '../connect.ts'

/**
 * Lets entries of a feed wait. One that is being decided at this moment is waited for, and then waits again: its decision
 * was made from what it said before.
 */
export async function addPending(
  sql: Sql,
  feedId: number,
  entries: readonly { readonly id: number; readonly relinked?: boolean }[],
): Promise<void> {
  if (entries.length === 0) return
  await sql.run(
    `INSERT INTO pending_entries (entry_id, feed_id, relinked)
     SELECT id, $2, relinked FROM unnest($1::bigint[], $3::boolean[]) AS given (id, relinked)
     ON CONFLICT (entry_id) DO UPDATE SET relinked = pending_entries.relinked OR excluded.relinked`,
    [entries.map(({ id }) => id), feedId, entries.map(({ relinked = false }) => relinked)],
  )
}

/** Lets every entry wait whose print another version of the program made. */
export async function addOutdated(sql: Sql, version: number): Promise<void> {
  await sql.run(
    `INSERT INTO pending_entries (entry_id, feed_id) SELECT entries.id, feed_id FROM prints JOIN entries ON entries.id = prints.entry_id
     WHERE prints.version <> $1 ON CONFLICT DO NOTHING`,
    [version],
  )
}

/** The feed whose turn was last, in this process. */
export interface Turn {
  last: number
}

const take = (which: string) => `
  SELECT entry_id AS id, feed_id AS "feedId", relinked AS "isRelinked" FROM pending_entries WHERE feed_id ${which} $1
  ORDER BY feed_id, entry_id LIMIT $2 FOR UPDATE SKIP LOCKED`
const BEYOND = take('>')
const AGAIN = take('<=')

const DECIDED = `
  SELECT id FROM unnest($1::bigint[]) AS wanted (id)
  WHERE NOT EXISTS (SELECT 1 FROM pending_entries WHERE entry_id = wanted.id)`

export function createPendingTable(sql: Sql, turn: Turn): PendingTable {
  return {
    async take(limit) {
      const taken = await sql.rows<PendingEntry>(BEYOND, [turn.last, limit])
      if (taken.length < limit) {
        taken.push(...(await sql.rows<PendingEntry>(AGAIN, [turn.last, limit - taken.length])))
      }
      turn.last = taken.at(-1)?.feedId ?? turn.last
      return taken
    },
    async decidedElsewhere(ids) {
      if (ids.length === 0) return []
      const rows = await sql.rows<{ id: number }>(DECIDED, [ids])
      return rows.map(({ id }) => id)
    },
    async settle(ids) {
      await sql.run('DELETE FROM pending_entries WHERE entry_id = ANY($1)', [ids])
    },
  }
}
