/** What is wrong with a config, in words for the person who wrote it: where it is, what was expected, what was meant. */
import { type Document, isMap, isNode, type LineCounter } from 'yaml'
import type { z } from 'zod'
import type { EnvironmentValue } from './environment.ts'
import { configKeys } from './keys.ts'
import { nearest } from './nearest.ts'

export interface Source {
  readonly file: string
  readonly document: Document
  readonly lines: LineCounter
  readonly values: readonly EnvironmentValue[]
}

/** A line for each fault. */
export function describeFaults(issues: readonly z.core.$ZodIssue[], source: Source): string[] {
  return issues.flatMap((issue) => describe(issue, source))
}

function describe(issue: z.core.$ZodIssue, source: Source): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `${place([...issue.path, key], source)}: unknown key${meant(issue.path, key)}`,
    )
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

/** A key of the same section by a slip, else one of that name in another section. */
function meant(path: readonly PropertyKey[], key: string): string {
  const section = path.filter((part) => typeof part === 'string').join('.')
  const prefix = section && `${section}.`
  const names = configKeys().map(({ name }) => name)
  const siblings = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  const here = nearest(key, [...new Set(siblings.map((name) => name.split('.')[0]!))])
  if (here) return `; did you mean ${here}?`
  const elsewhere = names.find((name) => name.split('.').at(-1)!.toLowerCase() === key.toLowerCase())
  return elsewhere ? `; did you mean ${elsewhere}?` : ''
}

/** The word for each kind of value, where the schema itself gives none. */
export function wordFault(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type')
    return `expected ${EXPECTED[issue.expected] ?? issue.expected}${found(issue.input)}`
  if (issue.code === 'invalid_value')
    return `expected ${issue.values.map(String).join(' or ')}${found(issue.input)}`
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}`
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}`
  return undefined
}

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  string: 'text, in quotes where it looks like a number',
  object: 'keys and values, such as "key: value"',
  array: 'a list of "- value"',
  record: 'names and values, such as "Name: value"',
}

function found(input: unknown): string {
  if (input === undefined || input === null) return ', found nothing'
  if (Array.isArray(input)) return ', found a list'
  if (typeof input === 'object') return ', found keys and values'
  return typeof input === 'string' ? ', found text' : `, found ${input}`
}

/** `file:line: key` — or the variable, where the environment set it. */
function place(path: readonly PropertyKey[], { file, document, lines, values }: Source): string {
  const variable = values.find((value) => value.path.every((part, i) => path[i] === part))?.variable
  if (variable) return variable
  const offset = offsetOf(document, path)
  const key = keyInWords(path)
  return `${file}:${offset === null ? 1 : lines.linePos(offset).line}${key && `: ${key}`}`
}

/** As people count: `feeds number 2, groups number 1`. */
function keyInWords(path: readonly PropertyKey[]): string {
  return path.reduce<string>((words, part, i) => {
    if (typeof part === 'number') return `${words} number ${part + 1}`
    const joint = i === 0 ? '' : typeof path[i - 1] === 'number' ? ', ' : '.'
    return words + joint + String(part)
  }, '')
}

/** Where the key is; where it is missing, its nearest parent. */
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
