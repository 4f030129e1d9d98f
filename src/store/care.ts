import { existsSync } from 'node:fs'
import { StoreError } from './migrate.ts'
import { openReadOnly } from './open.ts'

/** An online copy: readers and the writer go on meanwhile. Throws StoreError; never overwrites a file. */
export async function backupDatabase(from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new StoreError(`${to} exists already: name a file that does not`)
  const db = openReadOnly(from)
  try {
    await db.backup(to)
  } catch (error) {
    throw new StoreError(`cannot write ${to}: ${(error as Error).message}`)
  } finally {
    db.close()
  }
}

/** What must hold in every database of ours, each as a query that finds what breaks it. */
const INVARIANTS: readonly (readonly [string, string])[] = [
  [
    'entries whose story is missing or an alias',
    'SELECT count(*) FROM entries WHERE story_id NOT IN (SELECT id FROM stories WHERE alias_of IS NULL)',
  ],
  [
    'stories without a lead copy of their own',
    `SELECT count(*) FROM stories WHERE alias_of IS NULL
    AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = lead_entry_id AND story_id = stories.id)`,
  ],
  [
    'aliases of aliases',
    'SELECT count(*) FROM stories WHERE alias_of IN (SELECT id FROM stories WHERE alias_of IS NOT NULL)',
  ],
]

/** What is wrong with the database, in lines for a person; empty when it is sound, or not there yet. */
export function checkDatabase(file: string): string[] {
  if (!existsSync(file)) return []
  const db = openReadOnly(file)
  try {
    const integrity = (db.pragma('integrity_check') as { integrity_check: string }[]).map(
      (row) => row.integrity_check,
    )
    const orphans = db.pragma('foreign_key_check') as { table: string }[]
    return [
      ...integrity.filter((line) => line !== 'ok'),
      ...orphans.slice(0, 10).map((row) => `a row of ${row.table} points at nothing`),
      ...INVARIANTS.flatMap(([what, sql]) => {
        const found = db.prepare(sql).pluck().get() as number
        return found > 0 ? [`${found} ${what}`] : []
      }),
    ]
  } finally {
    db.close()
  }
}
