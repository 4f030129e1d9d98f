import { loadConfig } from '../config/load-config.ts'
import { startDaemon } from '../daemon.ts'
import type { CommandContext } from './context.ts'

export async function serve(context: CommandContext): Promise<number> {
  const daemon = await startDaemon(loadConfig(context.config, context.env))
  await stopped(context.signal)
  await daemon.close()
  return 0
}

/** Resolves when SIGTERM or SIGINT asked us to stop. */
export function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
