/** `wirefold serve`: the daemon, until it is told to end. */
import { unwatchFile, watchFile } from 'node:fs'
import { ConfigError, loadConfig } from '../config/load-config.ts'
import { type Daemon, startDaemon } from '../daemon/daemon.ts'
import { isPostgres } from '../store/engine.ts'
import { type CommandContext, UsageError } from './context.ts'
import { stopped } from './stopped.ts'

/** How often the config is looked at with `--watch`. By its date, as it may be a link that is turned elsewhere. */
const LOOK_EVERY_MS = 2000

interface ServeOptions {
  readonly watch?: boolean
  /** What of the daemon this process is. */
  readonly only?: 'poll' | 'web'
}

export async function serve(context: CommandContext, options: ServeOptions): Promise<number> {
  const config = loadConfig(context.config, context.env)
  let reload = () => {} // before it serves, while the database may be brought up to date, there is nothing to reload
  context.onHangup?.(() => reload())
  const { only } = options
  if (only !== undefined && !isPostgres(config.database))
    throw new UsageError('--only is for several processes on one PostgreSQL database: a file has one daemon')
  const daemon = await startDaemon(config, { only })
  for (const warning of config.warnings) daemon.app.log.warn(warning)
  reload = () => void readAgain(context, daemon)
  if (options.watch) {
    watchFile(context.config, { interval: LOOK_EVERY_MS }, (now, before) => {
      if (now.mtimeMs !== before.mtimeMs) reload()
    })
  }
  await stopped(context.signal)
  unwatchFile(context.config)
  await daemon.close()
  return 0
}

/** A config with a fault is told, and the daemon goes on with the one that it has. */
async function readAgain({ config, env }: CommandContext, daemon: Daemon): Promise<void> {
  try {
    const next = loadConfig(config, env)
    await daemon.reload(next)
    for (const warning of next.warnings) daemon.app.log.warn(warning)
    daemon.app.log.info({ config }, 'the config was read again')
  } catch (error) {
    const { message } = error as Error
    const faults = error instanceof ConfigError ? message.split('\n') : [message]
    daemon.app.log.error(
      { config, faults },
      'the config was not taken: the daemon goes on with the one before',
    )
  }
}
