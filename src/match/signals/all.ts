/** Every signal, in the order in which a person reads them. A new one: its own entry in a file beside this, and a name here. */
import type { Pair } from '../pair.ts'
import * as addresses from './address.ts'
import * as headlines from './headline.ts'
import * as series from './series.ts'
import * as sources from './source.ts'
import * as texts from './text.ts'

export const SIGNALS = [sources, addresses, texts, headlines, series].flatMap(
  (family) => Object.values(family) as Known[],
)
type Families = typeof sources & typeof addresses & typeof texts & typeof headlines & typeof series
type Known = Families[keyof Families]
export type SignalName = Known['name']

/** The value of every signal of a pair. */
export type Features = Readonly<Record<SignalName, number>>

export function measure(pair: Pair): Features {
  const features: Partial<Record<SignalName, number>> = {}
  for (const { name, measure } of SIGNALS) features[name] = measure(pair)
  return features as Features
}
