/** The `settings` table: single values that outlive a run of the program. */
import type { Sql } from './connect.ts'

export function createSettings(sql: Sql) {
  return {
    async read(name: string): Promise<string | null> {
      const row = await sql.first<{ value: string }>('SELECT value FROM settings WHERE name = $1', [name])
      return row?.value ?? null
    },
    async write(name: string, value: string): Promise<void> {
      await sql.run(
        `INSERT INTO settings (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE settings.value <> excluded.value`,
        [name, value],
      )
    },
    async drop(name: string): Promise<void> {
      await sql.run('DELETE FROM settings WHERE name = $1', [name])
    },
  }
}
