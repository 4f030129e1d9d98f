/** The `settings` table: single values that outlive a run of the program. */
import type { Database } from 'better-sqlite3'

export function createSettings(db: Database) {
  const get = db.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck()
  const put = db.prepare(`
    INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`)
  const drop = db.prepare('DELETE FROM settings WHERE name = ?')
  const read = (name: string) => get.get(name) ?? null

  return {
    read,
    write(name: string, value: string): void {
      if (read(name) !== value) put.run(name, value)
    },
    drop: (name: string) => void drop.run(name),
  }
}
