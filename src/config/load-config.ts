/**
 * Reads the config: file, then environment, then defaults, into one value. Every fault is found before anything is
 * written, and each is told with file, line and key. Nothing else in the program reads `process.env`.
 */
import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type EnvironmentValue, readEnvironment } from './environment.ts'
import { type Config, configSchema } from './schema.ts'

/** A config that cannot be used; its message names file, line and key of every fault. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Throws ConfigError. */
export function loadConfig(file: string, env: NodeJS.ProcessEnv): Config {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken) throw new ConfigError(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`)
  const { values, unknown } = readEnvironment(env)
  if (unknown.length > 0) throw new ConfigError(`unknown environment variable ${unknown.join(', ')}`)

  const result = configSchema.safeParse(withEnvironment(toValue(document, file), values))
  if (result.success) return result.data
  const faults = result.error.issues.flatMap((issue) => describe(issue, { file, document, lines, values }))
  throw new ConfigError(faults.join('\n'))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    throw new ConfigError(`cannot read the config ${file}: ${why} (name another with --config FILE)`)
  }
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {}
  } catch (error) {
    throw new ConfigError(`${file}: ${(error as Error).message}`) // an alias of nothing, or of too much
  }
}

/** A section whose keys are all commented out reads as null, and is as good as none. */
function withEnvironment(data: unknown, values: readonly EnvironmentValue[]): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data
  const written = Object.entries(data).filter(([, value]) => value !== null)
  const merged: Record<string, unknown> = Object.fromEntries(written)
  for (const { path, value } of values) {
    const [first, second] = path as [string, string?]
    const section = merged[first] ?? {}
    if (second === undefined) merged[first] = value
    else if (typeof section === 'object') merged[first] = { ...section, [second]: value }
  }
  return merged
}

interface Source {
  readonly file: string
  readonly document: Document
  readonly lines: LineCounter
  readonly values: readonly EnvironmentValue[]
}

function describe(issue: z.core.$ZodIssue, source: Source): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${place([...issue.path, key], source)}: unknown key`)
  }
  const inside = issue.code === 'invalid_union' ? issue.errors.find(liesWithin) : undefined
  if (inside) {
    return inside.flatMap((inner) => describe({ ...inner, path: [...issue.path, ...inner.path] }, source))
  }
  return [`${place(issue.path, source)}: ${issue.message}`]
}

/** The form that was meant, of several: its fault lies not in the form itself but in something inside it. */
function liesWithin(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys')
}

/** `file:line: key` — or the variable, where the environment set it. */
function place(path: readonly PropertyKey[], { file, document, lines, values }: Source): string {
  const key = path.map(String).join('.')
  const variable = values.find((value) => value.path.join('.') === key)?.variable
  if (variable) return variable
  const offset = offsetOf(document, path)
  return `${file}:${offset === null ? 1 : lines.linePos(offset).line}${key && `: ${key}`}`
}

/** Where the key stands; where it is missing, its nearest parent. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(last))
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0]
    }
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return null
}
