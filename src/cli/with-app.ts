/** What commands share that need the whole app for a while. */
import { loadConfig } from '../config/load-config.ts'
import type { Config } from '../config/schema.ts'
import { type App, type AppOptions, createApp } from '../daemon/app.ts'
import { createLog } from '../log/log.ts'
import type { CommandContext } from './context.ts'
import { withProgress } from './output.ts'

/** Runs a command that ends by itself: its answer goes to standard output, only faults are logged. */
export async function withApp(
  context: CommandContext,
  run: (app: App, config: Config) => Promise<number>,
  options: AppOptions = {},
): Promise<number> {
  const config = loadConfig(context.config, context.env)
  const level = config.log === 'silent' ? 'silent' : 'error'
  const log = createLog(level)
  const app = await withProgress(
    context,
    () => `opening ${config.database}`, // which also brings an older one up to date
    () => createApp(config, { ...options, log }),
  )
  try {
    return await run(app, config)
  } finally {
    await app.close()
  }
}
