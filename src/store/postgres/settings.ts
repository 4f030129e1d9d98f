/** The `settings` table: single values that outlive a run of the program. */
import type { ClockRecord } from '../../upkeep/clock.ts'
import { toMs, toMsOrNull, toText } from '../rows.ts'
import type { Sql } from './connect.ts'

export type Settings = ReturnType<typeof createSettings>

export function createSettings(sql: Sql) {
  async function read(name: string): Promise<string | null> {
    const row = await sql.first<{ value: string }>('SELECT value FROM settings WHERE name = $1', [name])
    return row?.value ?? null
  }

  async function write(name: string, value: string): Promise<void> {
    await sql.run(
      `INSERT INTO settings (name, value) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE settings.value <> excluded.value`,
      [name, value],
    )
  }

  return {
    /** What is known of the clock; in a new database, that it is now. */
    async clock(now: number): Promise<ClockRecord> {
      const last = await read('upkeep_at')
      return {
        lastAt: last === null ? now : toMs(last),
        doubtedSince: toMsOrNull(await read('clock_doubted_since')),
      }
    },
    async recordClock({ lastAt, doubtedSince }: ClockRecord): Promise<void> {
      await write('upkeep_at', toText(lastAt))
      if (doubtedSince === null) await sql.run("DELETE FROM settings WHERE name = 'clock_doubted_since'")
      else await write('clock_doubted_since', toText(doubtedSince))
    },
    write,
  }
}
