/**
 * The config as the environment gives it: every key outside of lists is also a variable, as `server.publicUrl` is
 * `WIREFOLD_SERVER_PUBLIC_URL`; with `_FILE` behind its name, it names a file that holds the value.
 */
import { type ConfigKey, topKeys } from './keys.ts'
import { nearest } from './nearest.ts'
import { readText } from './references.ts'

export interface EnvironmentValue {
  readonly variable: string
  readonly path: readonly string[]
  readonly value: unknown
}

interface Environment {
  /** What wins over the file. */
  readonly values: readonly EnvironmentValue[]
  /** What the file wins over: `WIREFOLD_DEFAULT_…`, as container images set it, and the usual names of proxies. */
  readonly presets: readonly EnvironmentValue[]
  /** A line for each variable that cannot be used. */
  readonly faults: readonly string[]
  /** A line for each variable that means nothing here. */
  readonly warnings: readonly string[]
}

const PREFIX = 'WIREFOLD_'
const PRESET = 'WIREFOLD_DEFAULT_'
/** What Kubernetes and Docker tell every container about services beside it, one named `wirefold…` among them. */
const INJECTED = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)?|ENV_\w+)$/
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//

/** Reads what the environment says; unknown variables are told, and only those that look like a slip are faults. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const keyOf = new Map(topKeys().map((key) => [variableName(key.name), key]))
  const values: EnvironmentValue[] = []
  const presets: EnvironmentValue[] = proxyPresets(env)
  const faults: string[] = []
  const warnings: string[] = []
  for (const [variable, text = ''] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || variable === 'WIREFOLD_CONFIG' || text === '') continue
    const isPreset = variable.startsWith(PRESET)
    const name = isPreset ? PREFIX + variable.slice(PRESET.length) : variable
    const key = keyOf.get(name) ?? keyOf.get(name.replace(/_FILE$/, ''))
    if (!key || SERVICE_ADDRESS.test(text)) {
      const meant = INJECTED.test(name) ? null : nearest(name, [...keyOf.keys()])
      if (meant) faults.push(`unknown environment variable ${variable}; did you mean ${meant}?`)
      else warnings.push(`the environment variable ${variable} means nothing to Wirefold and is ignored`)
      continue
    }
    const content = keyOf.has(name) ? text : readText(text)
    if (content === null) {
      faults.push(`${variable}: the file ${text} cannot be read`)
      continue
    }
    const list = isPreset ? presets : values
    list.push({ variable, path: key.name.split('.'), value: typed(key, content) })
  }
  return { values, presets, faults, warnings }
}

export function variableName(key: string): string {
  const snake = key.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter}`)
  return PREFIX + snake.toUpperCase()
}

function typed({ name, kinds }: ConfigKey, text: string): unknown {
  if (kinds.has('number') && /^\d+$/.test(text)) return Number(text)
  if (kinds.has('boolean') && /^(?:true|false)$/.test(text)) return text === 'true'
  if (name === 'feeds')
    return text
      .split(/\s+|,(?=\s*[a-z]+:)/i)
      .filter(Boolean)
      .map((url) => ({ url }))
  if (kinds.has('list'))
    return text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  return kinds.has('map') ? headerLines(text) : text
}

/** `Name: value`, a line each. */
function headerLines(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split(':')
      return [name.trim(), value.join(':').trim()]
    }),
  )
}

/** The names that most programs take, in small letters first, as curl does. */
function proxyPresets(env: NodeJS.ProcessEnv): EnvironmentValue[] {
  const read = (name: string) => env[name.toLowerCase()] || env[name] || null
  const [http, https, except] = [read('HTTP_PROXY'), read('HTTPS_PROXY'), read('NO_PROXY')]
  if (http === null && https === null) return []
  const value = {
    http: withScheme(http),
    https: withScheme(https),
    except: (except ?? '').split(/[\s,]+/).filter(Boolean),
  }
  return [{ variable: 'HTTP_PROXY', path: ['fetch', 'proxy'], value }]
}

/** `proxy.example:3128` is an HTTP proxy. */
function withScheme(address: string | null): string | null {
  return address === null || /^[a-z]+:\/\//i.test(address) ? address : `http://${address}`
}
