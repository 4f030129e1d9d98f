/** The `settings` table: single values that outlive a run of the program. */
import type { Database } from 'better-sqlite3'
import type { ClockRecord } from '../../upkeep/clock.ts'
import { toMs, toMsOrNull, toText } from '../rows.ts'

export type Settings = ReturnType<typeof createSettings>

export function createSettings(db: Database) {
  const get = db.prepare('SELECT value FROM settings WHERE name = ?').pluck()
  const put = db.prepare(`
    INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`)
  const drop = db.prepare('DELETE FROM settings WHERE name = ?')
  const read = (name: string) => (get.get(name) as string | undefined) ?? null

  function write(name: string, value: string): void {
    if (read(name) !== value) put.run(name, value)
  }

  return {
    /** What is known of the clock; in a new database, that it is now. */
    clock(now: number): ClockRecord {
      const last = read('upkeep_at')
      return {
        lastAt: last === null ? now : toMs(last),
        doubtedSince: toMsOrNull(read('clock_doubted_since')),
      }
    },
    recordClock({ lastAt, doubtedSince }: ClockRecord): void {
      write('upkeep_at', toText(lastAt))
      if (doubtedSince === null) drop.run('clock_doubted_since')
      else write('clock_doubted_since', toText(doubtedSince))
    },
    write,
  }
}
