/** The locks of the whole database, by numbers that no other program is likely to use. */
import type { Sql } from './connect.ts'

const MIGRATING = 7_309_455_001
const DECIDING = 7_309_455_002

/** Waits until no other process migrates; until the transaction ends, none begins. */
export async function beMigrator(sql: Sql): Promise<void> {
  await sql.run('SELECT pg_advisory_xact_lock($1)', [MIGRATING])
}

/** Waits until no other process decides, or changes what decisions depend on; until the transaction ends, none begins. */
export async function beDecider(sql: Sql): Promise<void> {
  await sql.run('SELECT pg_advisory_xact_lock($1)', [DECIDING])
}
