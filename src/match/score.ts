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
  bias: -6.14,
  weights: {
    contained: 3.36,
    mostly: 3.01,
    lead: 1.81,
    evidence: 2.5,
    headline: 4.94,
    agency: 2.55,
    otherAgency: -1.08,
    late: -0.28,
    standing: -1.96,
    sameOutlet: -1.66,
    page: 1.3,
  },
}

const HEADLINE: Model = {
  bias: -3.6,
  weights: {
    headline: 7.2,
    otherAgency: -2.8,
    late: -0.81,
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
