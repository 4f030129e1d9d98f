/** For commands that only read: no subscription changes, no database is made, and a config is needed for its path only. */
import { existsSync } from 'node:fs'
import { type LoadedConfig, loadConfig } from '../config/load-config.ts'
import type { Config } from '../config/schema.ts'
import { createMatcher } from '../match/matcher.ts'
import { knownAgencies } from '../match/reading/credit.ts'
import { openReader } from '../store/engine.ts'
import type { StoreReader } from '../store/store-reader.ts'
import type { CommandContext } from './context.ts'

/** Runs a command on the database as it is. Throws ConfigError, and StoreError where there is no database. */
export async function withReader(
  context: CommandContext,
  run: (reader: StoreReader, config: Config) => Promise<number>,
): Promise<number> {
  const config = configOrDefaults(context)
  const storeConfig = { ...config, windowMs: config.stories.window, key: null }
  const reader = await openReader(storeConfig, createMatcher({ agencies: knownAgencies(config) }))
  try {
    return await run(reader, config)
  } finally {
    await reader.close()
  }
}

/** The config; where nobody named one and the default one is missing, what the environment and the defaults say. */
export function configOrDefaults({ config, isNamed, env }: CommandContext): LoadedConfig {
  return loadConfig(isNamed || existsSync(config) ? config : '/dev/null', env)
}
