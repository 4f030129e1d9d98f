import { pino } from 'pino'
import { type App, createApp } from '../app.ts'
import { loadConfig } from '../config/load-config.ts'
import type { Config } from '../config/schema.ts'
import type { CommandContext } from './context.ts'

/** Runs a command that ends by itself: its answer goes to standard output, only faults are logged. */
export async function withApp(
  context: CommandContext,
  run: (app: App, config: Config) => Promise<number>,
): Promise<number> {
  const config = loadConfig(context.config, context.env)
  const level = config.log === 'silent' ? 'silent' : 'error'
  const app = await createApp(config, { log: pino({ level }, pino.destination(2)) })
  try {
    return await run(app, config)
  } finally {
    await app.close()
  }
}
