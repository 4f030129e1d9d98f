/** What speaks for and against a pair of entries: the score as a sum that a person can follow. */
import { CERTAIN, explainScore } from '../match/score.ts'
import { type Features, SIGNALS } from '../match/signals/all.ts'

const WORDS = new Map<string, ((value: number) => string) | null>(SIGNALS.map(({ name, say }) => [name, say]))

const PRIOR = {
  text: 'where nothing is known yet of two texts',
  title: 'where nothing is known yet of two headlines',
}

/** The prior, each signal's points and words, the most telling first, the total and what it means. */
export function describeFeatures(features: Readonly<Record<string, number>>): string[] {
  const { model, prior, contributions, total } = explainScore(features as Features)
  const telling = contributions
    .filter(({ value }) => value)
    .sort((x, y) => Math.abs(y.points) - Math.abs(x.points))
  const lines = telling.flatMap(({ name, value, points }) => {
    const say = WORDS.get(name)
    return say ? [line(points, say(value))] : []
  })
  const verdict = total > CERTAIN ? 'one story' : `apart: less than ${signed(CERTAIN)}`
  return [line(prior, PRIOR[model]), ...lines, line(total, `in all: ${verdict}`)]
}

function line(points: number, words: string): string {
  return `${signed(points).padStart(6)}  ${words}`
}

function signed(points: number): string {
  const rounded = points.toFixed(1)
  return points > 0 ? `+${rounded}` : rounded
}
