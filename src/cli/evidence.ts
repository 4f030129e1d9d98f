/** What speaks for and against a pair of entries, in lines for a terminal. */
import { signed, spellSum, type Term } from '../match/spelled-sum.ts'

export function describeFeatures(features: Readonly<Record<string, number>>): string[] {
  const { terms, total } = spellSum(features)
  return [...terms, total].map(line)
}

function line({ points, words }: Term): string {
  return `${signed(points).padStart(6)}  ${words}`
}
