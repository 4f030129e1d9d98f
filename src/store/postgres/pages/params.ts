/** The values of one statement, each named by its place in it. */
export interface Params {
  /** Takes a value; returns how the statement names it: `$1`, `$2` … */
  add(value: unknown): string
  readonly values: readonly unknown[]
}

export function createParams(): Params {
  const values: unknown[] = []
  return { values, add: (value) => `$${values.push(value)}` }
}
