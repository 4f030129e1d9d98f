/** The score of a pair as a sum that a person can follow: the prior, what each signal adds, and what it comes to. */
import { CERTAIN, explainScore } from './score.ts'
import { type Features, SIGNALS } from './signals/all.ts'

export interface SpelledSum {
  /** Log-odds and words: the prior first, then the signals, the most telling first. */
  readonly terms: readonly Term[]
  readonly total: Term
  readonly isOneStory: boolean
}

export interface Term {
  readonly points: number
  readonly words: string
}

const WORDS = new Map<string, ((value: number) => string) | null>(SIGNALS.map(({ name, say }) => [name, say]))

const PRIOR = {
  text: 'where nothing is known yet of two texts',
  title: 'where nothing is known yet of two headlines',
}

export function spellSum(features: Readonly<Record<string, number>>): SpelledSum {
  const { model, prior, contributions, total } = explainScore(features as Features)
  const telling = contributions
    .filter(({ value }) => value)
    .sort((x, y) => Math.abs(y.points) - Math.abs(x.points))
  const signals = telling.flatMap(({ name, value, points }) => {
    const say = WORDS.get(name)
    return say ? [{ points, words: say(value) }] : []
  })
  const isOneStory = total > CERTAIN
  const verdict = isOneStory ? 'one story' : `apart: less than ${signed(CERTAIN)}`
  return {
    terms: [{ points: prior, words: PRIOR[model] }, ...signals],
    total: { points: total, words: `in all: ${verdict}` },
    isOneStory,
  }
}

/** `+1.5`, `-0.3`, and `0.0` on either side of nothing. */
export function signed(points: number): string {
  const rounded = points.toFixed(1)
  if (Number(rounded) === 0) return '0.0'
  return points > 0 ? `+${rounded}` : rounded
}
