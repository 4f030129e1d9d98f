/** `wirefold backup` and `wirefold check`. */
import { backupDatabase, checkDatabase } from '../store/care.ts'
import type { CommandContext } from './context.ts'
import { count, withProgress } from './output.ts'
import { configOrDefaults } from './with-reader.ts'

/** Copies the database while the daemon may be running. */
export async function backup(context: CommandContext, file: string): Promise<number> {
  const { database } = configOrDefaults(context)
  await withProgress(
    context,
    () => `copying ${database}`,
    () => backupDatabase(database, file),
  )
  context.print(`${database} copied to ${file}`)
  return 0
}

/** 0 when config and database are sound, or there is no database yet; else 1 and what is wrong. */
export async function check(context: CommandContext): Promise<number> {
  const config = configOrDefaults(context)
  context.print(`config ${context.config}: ok, ${count(config.feeds.length, 'feed')}`)
  const faults = checkDatabase(config.database)
  if (faults === null) context.print(`database ${config.database}: not there yet (the first poll makes it)`)
  else context.print(`database ${config.database}:${faults.length === 0 ? ' ok' : ''}`)
  for (const fault of faults ?? []) context.print(`  ${fault}`)
  return faults === null || faults.length === 0 ? 0 : 1
}
