/** `wirefold backup`, `restore` and `check`. */
import { counted } from '../contract/words.ts'
import { checkDatabase, refuseToCopy, repairDatabase } from '../store/engine.ts'
import { backupDatabase, restoreDatabase } from '../store/sqlite/backup.ts'
import type { CommandContext } from './context.ts'
import { type OutputOptions, show, withProgress } from './output.ts'
import { configOrDefaults } from './with-reader.ts'

/** Copies the database while the daemon may be running. */
export async function backup(
  context: CommandContext,
  file: string,
  { force = false }: { readonly force?: boolean },
): Promise<number> {
  const config = configOrDefaults(context)
  refuseToCopy(config, 'backup')
  const { database } = config
  let share = 0
  const onProgress = (done: number) => {
    share = done
  }
  await withProgress(
    context,
    () => (share < 1 ? `copying ${database}: ${Math.floor(share * 100)} %` : 'checking the copy'),
    () => backupDatabase(database, file, { force, onProgress }),
  )
  context.print(`${database} copied to ${file}, and the copy checked`)
  return 0
}

/** Puts a backup in the place of the database, which stays beside it under another name. */
export async function restore(context: CommandContext, file: string): Promise<number> {
  const config = configOrDefaults(context)
  refuseToCopy(config, 'restore')
  const { database } = config
  const aside = await withProgress(
    context,
    () => `restoring ${database}`,
    () => restoreDatabase(file, database, Date.now()),
  )
  context.print(`${file} restored as ${database}`)
  if (aside !== null) context.print(`the database that was there is ${aside}`)
  return 0
}

interface CheckOptions extends OutputOptions {
  readonly repair?: boolean
}

/** 0 when config and database are sound, or there is no database yet; else 1 and what is wrong. */
export async function check(context: CommandContext, options: CheckOptions): Promise<number> {
  const config = configOrDefaults(context)
  const { database } = config
  const first = await checkDatabase(config)
  const mended = options.repair && first !== null && first.length > 0 ? await repairDatabase(config) : []
  const faults = mended.length > 0 ? await checkDatabase(config) : first
  const { warnings } = config
  const found = { warnings, exists: faults !== null, mended, faults: faults ?? [] }
  show(context, options, { config: context.config, database, ...found }, [
    `config ${context.config}: ok, ${counted(config.feeds.length, 'feed')}`,
    ...warnings.map((warning) => `  ${warning}`),
    ...mended.map((what) => `mended: ${what}`),
    `database ${database}:${stateOf(faults)}`,
    ...found.faults.map((fault) => `  ${fault}`),
  ])
  return found.faults.length === 0 ? 0 : 1
}

/** `faults` null: there is no database. */
function stateOf(faults: readonly string[] | null): string {
  if (faults === null) return ' not there yet (the first poll makes it)'
  return faults.length === 0 ? ' ok' : ''
}
