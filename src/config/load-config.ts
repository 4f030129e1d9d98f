/**
 * Reads the config: file, then environment, then defaults, into one value. Every fault is found before anything is
 * written, and each is told with file, line and key. Nothing else in the program reads `process.env`.
 */
import { readFileSync } from 'node:fs'
import { type Document, LineCounter, parseDocument, visit } from 'yaml'
import { ExpectedError } from '../contract/errors.ts'
import { type EnvironmentValue, readEnvironment } from './environment.ts'
import { describeFaults, type Source, wordFault } from './faults.ts'
import { resolveReferences } from './references.ts'
import { type Config, configSchema } from './schema.ts'

/** A config that cannot be used; its message names file, line and key of every fault. */
export class ConfigError extends ExpectedError {
  override name = 'ConfigError'
}

export type LoadedConfig = Config & {
  /** Lines on what was ignored, for the log. */
  readonly warnings: readonly string[]
}

/** Throws ConfigError. Where the environment names the feeds, the file may be missing. */
export function loadConfig(file: string, env: NodeJS.ProcessEnv): LoadedConfig {
  const { values, presets, faults, warnings } = readEnvironment(env)
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  const lines = new LineCounter()
  const hasFeeds = values.some(({ path }) => path[0] === 'feeds')
  const text = readConfig(file, hasFeeds)
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken) throw new ConfigError(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`)
  refuseCircles(document, file, lines)

  const source: Source = { file, document, lines, values }
  const written = resolveReferences(toValue(document, file), env)
  if (written.faults.length > 0) {
    const issues = written.faults.map((fault) => ({
      ...fault,
      path: [...fault.path],
      code: 'custom' as const,
    }))
    throw new ConfigError(describeFaults(issues, source).join('\n'))
  }
  const result = configSchema.safeParse(merge(written.data, presets, values), { error: wordFault })
  if (result.success) return { ...result.data, warnings }
  throw new ConfigError(describeFaults(result.error.issues, source).join('\n'))
}

const WHY_UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
}

function readConfig(file: string, mayBeMissing: boolean): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && mayBeMissing) return ''
    const why = WHY_UNREADABLE[code] ?? message
    throw new ConfigError(
      `cannot read the config ${file}: ${why} (name another with --config FILE, or write one with: wirefold init)`,
    )
  }
}

/** An alias inside of what it names would make a value without end. */
function refuseCircles(document: Document, file: string, lines: LineCounter): void {
  visit(document, {
    Alias(_key, alias, path) {
      const target = alias.resolve(document)
      if (target === undefined || !path.includes(target)) return
      const { line } = lines.linePos(alias.range![0])
      throw new ConfigError(
        `${file}:${line}: *${alias.source} stands inside of what it names: write out what is meant`,
      )
    },
  })
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {}
  } catch (error) {
    throw new ConfigError(`${file}: ${(error as Error).message}`) // an alias of nothing, or of too much
  }
}

type Layer = readonly EnvironmentValue[]

/** A section whose keys are all commented out reads as null, and is as good as none. */
function merge(data: unknown, presets: Layer, values: Layer): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data
  const written = Object.entries(data).filter(([, value]) => value !== null)
  const merged: Record<string, unknown> = Object.fromEntries(written)
  for (const { path, value } of presets) set(merged, path, value, false)
  for (const { path, value } of values) set(merged, path, value, true)
  return merged
}

/** Leaves a section alone that is none: it is a fault of the file, to be told as one. */
function set(into: Record<string, unknown>, path: readonly string[], value: unknown, wins: boolean): void {
  const [first, ...rest] = path as [string, ...string[]]
  if (rest.length === 0) {
    if (wins || !(first in into)) into[first] = value
    return
  }
  const section = into[first] ?? {}
  if (typeof section !== 'object' || Array.isArray(section)) return
  const copy = { ...section }
  set(copy, rest, value, wins)
  into[first] = copy
}
