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
  bias: -5.93,
  weights: {
    contained: 3.46,
    mostly: 3.11,
    lead: 1.72,
    buried: -1.05,
    evidence: 2.21,
    headline: 4.83,
    agency: 2.5,
    otherAgency: -2,
    cites: -4,
    late: -0.27,
    standing: -1.98,
    sameOutlet: -1.67,
    page: 3,
  },
}

const HEADLINE: Model = {
  bias: -3.49,
  weights: {
    headline: 7.11,
    otherAgency: -3.2,
    cites: -0.62,
    late: -0.85,
    sameMinute: 0.59,
    sameOutlet: -1.99,
    page: 2.5,
    swapped: -0.98,
    numbers: -0.59,
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
