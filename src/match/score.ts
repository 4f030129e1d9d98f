/**
 * From signals to log-odds: two small logistic models, one for pairs in which both entries have text, one for those in
 * which at most one has, where the headlines decide. Each coefficient stands with its signal.
 */
import type { Pair } from './pair.ts'
import { type Features, SIGNALS, type SignalName } from './signals/all.ts'

/** The log-odds of a pair of which nothing is known but that both came up as candidates. */
const PRIOR = { text: -5.93, title: -3.49 }
/** A summary may be the outlet's own sentence under the agency's headline: the headline may still decide, a little less. */
const OWN_SUMMARY = -1
/** A wrong fold hides news and a missed one only repeats it: a link must be likelier than even (0.6). */
export const CERTAIN = 0.4

type Model = 'text' | 'title'

/** A signal's weight; most have one in one of the two models alone. */
const weightIn = (model: Model, signal: (typeof SIGNALS)[number]) => signal[model]?.value ?? 0

/** What a signal adds to the log-odds of a pair. */
interface Contribution {
  readonly name: SignalName
  readonly value: number
  readonly points: number
}

/** The log-odds of a pair as a sum: the prior and each signal's points. */
interface Sum {
  readonly model: Model
  readonly prior: number
  readonly contributions: readonly Contribution[]
  readonly total: number
}

/** The log-odds that a pair with these features is one story. */
export function logit(features: Features): number {
  return weigh(modelFor(features), features)
}

/** The same, with what each signal adds to it. */
export function explainScore(features: Features): Sum {
  const model = modelFor(features)
  const contributions = SIGNALS.map((signal) => {
    const value = features[signal.name] ?? 0
    return { name: signal.name, value, points: weightIn(model, signal) * value }
  })
  return { model, prior: priorOf(model, features), contributions, total: weigh(model, features) }
}

/** Of two little texts that share less than this, one may be the outlet's own words under another's headline. */
const SHARED = 0.25

function modelFor(features: Features): Model {
  if (features.noText) return 'title'
  if (!features.little || features.contained >= SHARED) return 'text'
  return weigh('title', features) > weigh('text', features) ? 'title' : 'text'
}

function priorOf(model: Model, { noText }: Pick<Features, 'noText'>): number {
  return PRIOR[model] + (model === 'title' && !noText ? OWN_SUMMARY : 0)
}

function weigh(model: Model, features: Features): number {
  let sum = priorOf(model, features)
  for (const signal of SIGNALS) sum += weightIn(model, signal) * (features[signal.name] ?? 0)
  return sum
}

/** No signal's value is below 0: those with a weight below 0 only ever take from the odds. The costly ones come last. */
const speakersOf = (model: Model) => ({
  speakFor: SIGNALS.filter((signal) => weightIn(model, signal) > 0),
  speakAgainst: SIGNALS.filter((signal) => weightIn(model, signal) < 0),
})
const SPEAKERS = { text: speakersOf('text'), title: speakersOf('title') }

/** Whether the log-odds of a pair are below these: where some signals tell it, the others need not be measured. */
export function areOddsBelow(most: number, pair: Pair): boolean {
  if (!pair.hasText) return fallsBelow(most, 'title', pair)
  return fallsBelow(most, 'text', pair) && (!pair.isLittle || fallsBelow(most, 'title', pair))
}

function fallsBelow(most: number, model: Model, pair: Pair): boolean {
  const { speakFor, speakAgainst } = SPEAKERS[model]
  let sum = priorOf(model, { noText: 1 - pair.hasText })
  for (const signal of speakFor) sum += weightIn(model, signal) * signal.measure(pair)
  for (const signal of speakAgainst) {
    if (sum < most) return true
    sum += weightIn(model, signal) * signal.measure(pair)
  }
  return sum < most
}

/** What unlike words say against a pair when one of the two has little or no text … */
const LITTLE_DOUBT = 0.15
/** … and what a clear no says: it parts the two for good, however each resembles a third. */
export const BINDING = 2
/** Signals that bind must take so many points together. */
const CLEAR = -4

/** How much of a verdict against a pair counts when groups are joined, as a share; BINDING where nothing outvotes it. */
export function doubtOf(features: Features): number {
  const model = modelFor(features)
  const points = SIGNALS.reduce(
    (sum, signal) => sum + (signal.binds ? weightIn(model, signal) * features[signal.name] : 0),
    0,
  )
  if (points <= CLEAR) return BINDING
  const isLittle = (features.noText || features.little) && !features.otherAgency && !features.cites
  return isLittle ? LITTLE_DOUBT : 1
}

export function probability(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
