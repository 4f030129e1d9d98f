/**
 * Secrets kept out of the config: wherever a value is expected, `{ env: NAME }` names a variable that holds it and
 * `{ file: PATH }` a file.
 */
import { readFileSync } from 'node:fs'

interface Resolved {
  readonly data: unknown
  /** Where a reference leads nowhere, and why. */
  readonly faults: readonly { readonly path: readonly (string | number)[]; readonly message: string }[]
}

/** Puts the values in place of the references. The environment is the caller's. */
export function resolveReferences(data: unknown, env: NodeJS.ProcessEnv): Resolved {
  const faults: { path: (string | number)[]; message: string }[] = []
  function walk(value: unknown, path: (string | number)[]): unknown {
    if (Array.isArray(value)) return value.map((member, i) => walk(member, [...path, i]))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [name, target] = entries[0] ?? []
    if (entries.length !== 1 || typeof target !== 'string' || (name !== 'env' && name !== 'file')) {
      return Object.fromEntries(entries.map(([key, inner]) => [key, walk(inner, [...path, key])]))
    }
    const text = name === 'env' ? (env[target] ?? null) : readText(target)
    if (text === null) {
      const what =
        name === 'env' ? `the environment variable ${target} is not set` : `${target} cannot be read`
      faults.push({ path, message: what })
    }
    return text ?? ''
  }
  return { data: walk(data, []), faults }
}

/** What a file holds, without the line end behind it; null where it cannot be read. */
export function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}
