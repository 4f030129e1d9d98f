/** Every scalar of the config is also an environment variable: `server.publicUrl` is `WIREFOLD_SERVER_PUBLIC_URL`. */

const SCALARS = [
  'database',
  'keyFile',
  'server.host',
  'server.port',
  'server.publicUrl',
  'server.title',
  'server.titles',
  'server.timeZone',
  'server.token',
  'server.trustProxy',
  'server.rateLimit',
  'poll.schedule',
  'poll.concurrency',
  'poll.minInterval',
  'poll.maxInterval',
  'fetch.timeout',
  'fetch.maxBytes',
  'fetch.allowPrivateAddresses',
  'fetch.contact',
  'stories.window',
  'retention',
  'backup.folder',
  'backup.at',
  'backup.keep',
  'log',
]
const NUMBERS = new Set([
  'server.port',
  'server.rateLimit',
  'server.trustProxy',
  'poll.concurrency',
  'backup.keep',
])
const BOOLEANS = new Set(['server.trustProxy', 'fetch.allowPrivateAddresses'])
/** Values that may be several, separated by commas. */
const LISTS = new Set(['server.trustProxy'])

export interface EnvironmentValue {
  readonly variable: string
  readonly path: readonly string[]
  readonly value: unknown
}

/** The config values that the environment sets, and the names of WIREFOLD_ variables that mean nothing. */
export function readEnvironment(env: NodeJS.ProcessEnv): { values: EnvironmentValue[]; unknown: string[] } {
  const keyOf = new Map(SCALARS.map((key) => [variableName(key), key]))
  const set = Object.keys(env).filter((name) => name.startsWith('WIREFOLD_') && name !== 'WIREFOLD_CONFIG')
  const values = set.flatMap((variable) => {
    const key = keyOf.get(variable)
    return key ? [{ variable, path: key.split('.'), value: typed(key, env[variable] ?? '') }] : []
  })
  return { values, unknown: set.filter((name) => !keyOf.has(name)) }
}

export function variableName(key: string): string {
  const snake = key.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter}`)
  return `WIREFOLD_${snake.toUpperCase()}`
}

function typed(key: string, text: string): unknown {
  if (NUMBERS.has(key) && /^\d+$/.test(text)) return Number(text)
  if (BOOLEANS.has(key) && /^(true|false)$/.test(text)) return text === 'true'
  if (LISTS.has(key)) return text.split(',').map((part) => part.trim())
  return text
}
