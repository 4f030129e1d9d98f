/**
 * How much each feature says: two small logistic models, one for pairs in which both entries have text, one for
 * those in which at most one has, where the headlines decide. The coefficients were fitted on hand-labelled pairs
 * of real news (L2 0.3, cross-validated), rounded and written down; the four that such pairs are too rare for
 * (buried, otherAgency, cites and page) were then set by judgement, on the cautious side.
 */
import type { Features } from './compare.ts'

interface Model {
  readonly bias: number
  readonly weights: Features
}

const TEXT: Model = {
  bias: -5.93,
  weights: {
    // Copying shows in the share of the shorter text that the longer one has, and most where it passes the half.
    contained: 3.46,
    mostly: 3.11,
    // An original opens as its excerpt does; a digest carries the excerpt further down.
    lead: 1.72,
    buried: -2.5,
    // The logarithm of how much is shared: five words may be chance, fifty are not.
    evidence: 2.21,
    headline: 4.83,
    // The same source named in both, two different ones, or one named in the other's headline as somebody else.
    agency: 2.5,
    otherAgency: -2,
    cites: -4,
    // Per doubling of the hours between them; worse for an outlet's own little texts, which come back as descriptions.
    late: -0.27,
    standing: -1.98,
    retitled: -5,
    digest: -4,
    issue: -4,
    subject: -7,
    sibling: -8,
    retold: -4,
    // The same words around other numbers, days later: the next table of a series.
    figures: -1.2,
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
    // A word or a number of the one in the place of another's: a series, or another event.
    swapped: -0.98,
    numbers: -0.59,
    issue: -3,
    slight: -6,
  },
}

/** A summary may be the outlet's own sentence under the agency's headline: then the headline may still tell, a little less. */
const OWN_SUMMARY = -1

/** The logarithm of the odds that a pair with these features is one story. */
export function logit(features: Features): number {
  if (features.noText) return weigh(HEADLINE, features)
  const text = weigh(TEXT, features)
  return features.little ? Math.max(text, weigh(HEADLINE, features) + OWN_SUMMARY) : text
}

function weigh({ bias, weights }: Model, features: Features): number {
  return Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (features[name] ?? 0), bias)
}

export function probability(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
