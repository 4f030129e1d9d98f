/** How much each feature says. Fitted once on labelled pairs by logistic regression and written down here. */
import type { Features } from './compare.ts'

const BIAS = -4.93

const WEIGHTS: Features = {
  contained: 4.98,
  lead: 1.82,
  bulk: 0.52,
  evidence: 2.15,
  headline: 4.8,
  headlineOnly: 2.25,
  noText: 0.68,
  agency: 1.79,
  agencyOnly: -0.36,
  otherAgency: -3.12,
  late: -0.36,
  standing: -1.88,
  sameOutlet: -1.72,
  page: 1.27,
  numbers: -0.87,
}

/** The logarithm of the odds that a pair with these features is one story. */
export function logit(features: Features): number {
  let sum = BIAS
  for (const [name, weight] of Object.entries(WEIGHTS)) sum += weight * (features[name] ?? 0)
  return sum
}

export function probability(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
