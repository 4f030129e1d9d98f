/** How commands speak: lines for a person or JSON for a script, and a line of progress on a terminal. */
import { isoTime } from '../contract/words.ts'
import type { Context } from './context.ts'

export interface OutputOptions {
  readonly json?: boolean
}

/** Prints `data` as JSON where that was asked for, else the lines. */
export function show(
  { print }: Context,
  { json = false }: OutputOptions,
  data: unknown,
  lines: readonly string[],
): void {
  if (json) print(JSON.stringify(snakeCase(data), null, 2))
  else for (const line of lines) print(line)
}

/** Keys as the HTTP routes and the database write them. */
function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [inSnakeCase(key), snakeCase(inner)]))
}

function inSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms)
}

const TICK_MS = 500

/** Runs something that may take long, telling a person at the terminal how far it is and for how long it runs. */
export async function withProgress<T>(
  { progress = null }: Context,
  describe: () => string,
  work: () => Promise<T>,
): Promise<T> {
  if (progress === null) return work()
  const started = performance.now()
  const timer = setInterval(() => {
    progress(`${describe()} … ${Math.round((performance.now() - started) / 1000)} s`)
  }, TICK_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    progress('')
  }
}
