/** `wirefold move`: everything into a database of the other engine. */
import { database as databaseForm } from '../config/forms.ts'
import { counted } from '../contract/words.ts'
import { moveDatabase } from '../store/engine.ts'
import { type CommandContext, UsageError } from './context.ts'
import { type OutputOptions, show, withProgress } from './output.ts'
import { configOrDefaults } from './with-reader.ts'

/** The config's database is only read; the config itself still names it afterwards. */
export async function move(
  context: CommandContext,
  options: OutputOptions & { readonly to?: string },
): Promise<number> {
  const config = configOrDefaults(context)
  const from = config.database
  const to = targetOf(options.to)
  let doing = from
  const onProgress = (table: string, rows: number) => {
    doing = `${from}: ${table}, ${counted(rows, 'row')}`
  }
  const rows = await withProgress(
    context,
    () => `moving ${doing}`,
    () => moveDatabase(config, { ...config, database: to }, onProgress),
  )
  const all = Object.values(rows).reduce((sum, number) => sum + number, 0)
  const moved = `${counted(rows.feeds!, 'feed')}, ${counted(rows.entries!, 'entry', 'entries')}, ${counted(all, 'row')} in all`
  show(context, options, { from, to, rows }, [
    `${from} moved to ${to}: ${moved}, each read back and compared`,
    `${from} is as it was. Now name ${to} under "database" (WIREFOLD_DATABASE), and start the daemon`,
  ])
  return 0
}

function targetOf(to: string | undefined): string {
  if (to === undefined)
    throw new UsageError('where to? name the database: --to postgres://user@host/name, or --to FILE')
  const { data, error } = databaseForm.safeParse(to)
  if (error === undefined) return data
  throw new UsageError(`--to: ${error.issues[0]!.message}`)
}
