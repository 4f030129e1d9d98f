import { expect, it } from 'vitest'
import { pairOf } from '../../src/match/pair.ts'
import { toComparable } from '../../src/match/reading/comparable.ts'
import { directory } from '../../src/match/reading/credit.ts'
import { highestOdds, logit } from '../../src/match/score.ts'
import { measure } from '../../src/match/signals/all.ts'
import { AGENCIES, entry } from './newsroom.ts'
import { TEXT_PAIRS, TITLE_PAIRS } from './signals/pairs.ts'

const names = directory(AGENCIES)
const drafts = [TEXT_PAIRS, TITLE_PAIRS]
  .flatMap((pairs) => Object.values(pairs))
  .flatMap(({ a, b }) => [a, b])
const entries = drafts.map((draft, i) => toComparable(entry(`${i}`, draft), names))

it('no pair that is set aside before all of it is measured would have had a verdict', () => {
  for (const [i, a] of entries.entries()) {
    for (const b of entries.slice(i + 1)) {
      const pair = pairOf(a, b)
      const features = measure(pair)
      expect(Math.min(...Object.values(features))).toBeGreaterThanOrEqual(0)
      expect(highestOdds(pair)).toBeGreaterThanOrEqual(logit(features) - 1e-9)
    }
  }
})
