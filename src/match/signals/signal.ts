/** What a signal is: a measure of a pair, its weight in each model, and its words. */
import type { Pair } from '../pair.ts'

/** A coefficient, and where it comes from: `fitted` to labelled pairs of real news, or `set` by hand on the cautious side. */
interface Weight {
  readonly value: number
  readonly basis: 'fitted' | 'set'
}

export const fitted = (value: number): Weight => ({ value, basis: 'fitted' })
export const set = (value: number): Weight => ({ value, basis: 'set' })

/** One thing that a pair of entries says for or against their being one story: all that is known of it stands here. */
export interface Signal<Name extends string = string> {
  readonly name: Name
  /** What one unit adds to the log-odds where both entries have text, and where the headlines must tell. */
  readonly text?: Weight
  readonly title?: Weight
  readonly measure: (pair: Pair) => number
  /** A clear no that no likeness to a third outvotes: another part, issue or subject of one series. */
  readonly binds?: true
  /** For a person who asks why. Null: another signal says it. */
  readonly say: ((value: number) => string) | null
}

export function signal<const Name extends string>(it: Signal<Name>): Signal<Name> {
  return it
}

export const percent = (value: number) => `${Math.round(value * 100)} %`
