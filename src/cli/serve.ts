import { createApp } from '../app.ts'
import { loadConfig } from '../config/load-config.ts'
import type { CommandContext } from './program.ts'

export async function serve(context: CommandContext): Promise<number> {
  const app = await createApp(loadConfig(context.config, context.env))
  await app.close()
  return 0
}
