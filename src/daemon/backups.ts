/** The daemon's backups: when they are made, and what is told of them. They are copied and checked in a thread. */
import cron from 'node-cron'
import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import type { Nightly } from '../store/sqlite/backup.ts'
import { startThreads } from '../threads/start.ts'

interface BackupDeps {
  readonly now: () => number
  readonly log: Logger
  /** Told what went wrong with the last backup; null: nothing. */
  readonly note: (problem: string | null) => void
}

/** Makes backups on schedule where the config names a folder for them. Returns what ends that. */
export function scheduleBackups({ database, backup }: Config, deps: BackupDeps): () => unknown {
  const { folder, at, keep } = backup
  if (folder === null) return () => {}
  const task = cron.schedule(at, () => makeBackup({ database, folder, keep, now: deps.now() }, deps), {
    name: 'backup',
    noOverlap: true,
    timezone: 'Etc/UTC',
    logger: { info() {}, debug() {}, warn() {}, error() {} }, // what fails is told below
  })
  return () => task.destroy()
}

/** Never rejects. */
export async function makeBackup(
  nightly: Nightly,
  { log, note }: Pick<BackupDeps, 'log' | 'note'>,
): Promise<void> {
  const pool = startThreads<Nightly, string>('backup-worker', { maxThreads: 1 })
  try {
    const file = await pool.run(nightly)
    note(null)
    log.info({ file }, 'backed up')
  } catch (err) {
    note(`the last backup failed: ${(err as Error).message}`)
    log.error({ err }, 'the backup failed')
  } finally {
    await pool.destroy()
  }
}
