/**
 * How much each feature says. Fitted once on labelled pairs by logistic regression and written down here: one
 * model for pairs in which both have text, one for those in which at most one has, where the headlines decide.
 */
import type { Features } from './compare.ts'

interface Model {
  readonly bias: number
  readonly weights: Features
}

const TEXT: Model = {
  bias: -5.92,
  weights: {
    contained: 4.53,
    mostly: 2.19,
    lead: 2.06,
    bulk: 2.2,
    evidence: 1.84,
    headline: 4.68,
    agency: 2.34,
    otherAgency: -1.16,
    late: -0.24,
    standing: -2.33,
    sameOutlet: -1.54,
    page: 1.25,
    numbers: -0.17,
  },
}

const HEADLINE: Model = {
  bias: -3.2,
  weights: {
    headline: 6.9,
    otherAgency: -3.4,
    late: -0.86,
    sameMinute: 0.65,
    sameOutlet: -1.95,
    swapped: -1.13,
    numbers: -0.56,
  },
}

/** The logarithm of the odds that a pair with these features is one story. */
export function logit(features: Features): number {
  const { bias, weights } = features.noText ? HEADLINE : TEXT
  return Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (features[name] ?? 0), bias)
}

export function probability(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
