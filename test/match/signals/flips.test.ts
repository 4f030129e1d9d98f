import { describe, expect, it } from 'vitest'
import { pairOf } from '../../../src/match/pair.ts'
import { toComparable } from '../../../src/match/reading/comparable.ts'
import { directory } from '../../../src/match/reading/credit.ts'
import { CERTAIN, explainScore } from '../../../src/match/score.ts'
import { measure, SIGNALS } from '../../../src/match/signals/all.ts'
import { AGENCIES, entry } from '../newsroom.ts'
import { type Flip, TEXT_PAIRS, TITLE_PAIRS } from './pairs.ts'

const names = directory(AGENCIES)

function sumOf({ a, b }: Flip) {
  const [x, y] = [entry('a', a), entry('b', b)].map((one) => toComparable(one, names))
  return explainScore(measure(pairOf(x!, y!)))
}

describe.each([
  ['text', TEXT_PAIRS],
  ['title', TITLE_PAIRS],
] as const)('where the %s decides', (model, pairs) => {
  const weighed = SIGNALS.filter((signal) => signal[model] !== undefined).map(({ name }) => name)

  it('every weight has a pair that asks for it, and no pair asks for a weight that is gone', () => {
    expect(Object.keys(pairs).sort()).toEqual([...weighed].sort())
  })

  it.each(Object.entries(pairs))('without %s a pair is decided wrongly', (name, pair) => {
    const { model: chosen, total, contributions } = sumOf(pair)
    const points = contributions.find((each) => each.name === name)?.points ?? 0
    const folds = pair.label === 'COPY' || pair.label === 'REVISION'
    expect([chosen, total > CERTAIN], `${pair.why}: ${total}`).toEqual([model, folds])
    expect(total - points > CERTAIN, `${pair.why}: ${total} without ${points}`).toBe(!folds)
  })
})
