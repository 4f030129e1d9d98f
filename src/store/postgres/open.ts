/** Opens a PostgreSQL database: for writing, its schema made and upgraded where needed; for reading, as it is. */
import { connect, type Database, namedWrongly } from './connect.ts'
import { migrate, refuseOther } from './migrate.ts'
import type { PostgresConfig } from './pool.ts'

/** Throws UnusableDatabaseError, or StoreError where the server is away; then it has written nothing. */
export function openDatabase(config: PostgresConfig): Promise<Database> {
  return openWith(config, migrate)
}

/** Throws UnusableDatabaseError, also where there is no schema yet or an older one. Changes nothing. */
export function openReadOnly(config: PostgresConfig): Promise<Database> {
  return openWith(config, refuseOther)
}

async function openWith(config: PostgresConfig, look: (db: Database) => Promise<void>): Promise<Database> {
  const db = connect(config)
  try {
    await look(db)
    return db
  } catch (error) {
    await db.close()
    throw namedWrongly(error)
  }
}
