/** `wirefold check`: whether what is in the database is sound, in words for a person; and the mending of what can be mended. */
import { type Invariant, SHARED_INVARIANTS } from '../invariants.ts'
import type { Database, Sql } from './connect.ts'
import { beDecider } from './lock.ts'
import { openDatabase, openReadOnly } from './open.ts'
import type { PostgresConfig } from './pool.ts'

/** Of `entry_texts`. */
const UNINDEXED = `NOT EXISTS (SELECT 1 FROM search_index WHERE search_index.entry_id = entry_texts.entry_id)
  AND NOT EXISTS (SELECT 1 FROM search_pending WHERE search_pending.entry_id = entry_texts.entry_id)`

/** There are no orphans: the server checks foreign keys. */
const INVARIANTS: readonly Invariant[] = [
  ...SHARED_INVARIANTS,
  {
    broken: 'entries that the search index does not hold',
    find: `SELECT count(*) FROM entry_texts WHERE ${UNINDEXED}`,
    repair: [
      `INSERT INTO search_pending SELECT entry_id FROM entry_texts WHERE ${UNINDEXED} ON CONFLICT DO NOTHING`,
    ],
  },
  {
    broken: 'index keys of entries that have no fingerprint',
    find: `SELECT count(*) FROM print_keys
      WHERE NOT EXISTS (SELECT 1 FROM prints WHERE prints.place = print_keys.place)`,
    repair: [
      'DELETE FROM print_keys WHERE NOT EXISTS (SELECT 1 FROM prints WHERE prints.place = print_keys.place)',
    ],
  },
]

/** What is wrong with the database, in lines for a person; empty when it is sound. It changes nothing. */
export function checkDatabase(config: PostgresConfig): Promise<string[]> {
  return withDatabase(openReadOnly(config), (db) => db.transaction(findBroken))
}

/** What is wrong with the database of this transaction. */
export async function findBroken(sql: Sql): Promise<string[]> {
  const lines: string[] = []
  for (const { broken, find } of INVARIANTS) {
    const found = await count(sql, find)
    if (found > 0) lines.push(`${found} ${broken}`)
  }
  return lines
}

/** Mends what is derived from the rest, never what is original, while nobody decides. Returns what it mended. */
export function repairDatabase(config: PostgresConfig): Promise<string[]> {
  return withDatabase(openDatabase(config), (db) =>
    db.transaction(async (sql) => {
      await beDecider(sql)
      const mended: string[] = []
      for (const { broken, find, repair } of INVARIANTS) {
        const found = await count(sql, find)
        if (found === 0 || repair === undefined) continue
        for (const text of repair) await sql.run(text)
        mended.push(`${found} ${broken}`)
      }
      return mended
    }),
  )
}

async function count(sql: Sql, find: string): Promise<number> {
  return Object.values((await sql.first<Record<string, number>>(find))!)[0]!
}

async function withDatabase<T>(opening: Promise<Database>, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await opening
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
