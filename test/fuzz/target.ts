/** What a target of fuzzing is, and its kept samples. */
import { readFileSync } from 'node:fs'

export interface Target {
  readonly name: string
  readonly samples: readonly string[]
  readonly words: readonly string[]
  /** Throws where something does not hold. */
  readonly check: (input: string) => Promise<void> | void
}

const CORPUS = new URL('./corpus/', import.meta.url)

/** The target's corpus: one sample a line; `\u` and four digits for what a text file had better not hold. */
export function lines(name: string): string[] {
  const text = readFileSync(new URL(name, CORPUS), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(unescaped)
}

function unescaped(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Throws where it does not hold. */
export function assert(holds: boolean, message: string): void {
  if (!holds) throw new Error(message)
}
