import { expect, it } from 'vitest'
import { pairOf } from '../../src/match/pair.ts'
import { toComparable } from '../../src/match/reading/comparable.ts'
import { directory } from '../../src/match/reading/credit.ts'
import { areOddsBelow, logit } from '../../src/match/score.ts'
import { measure } from '../../src/match/signals/all.ts'
import { AGENCIES, entry } from './newsroom.ts'
import { TEXT_PAIRS, TITLE_PAIRS } from './signals/pairs.ts'

/** Where so much is contained, pairs are measured whole. */
const CARRIED = 0.25
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
      const odds = logit(features)
      expect(areOddsBelow(odds - 1e-9, pair)).toBe(false)
      if (features.contained < CARRIED) expect(areOddsBelow(odds + 1e-9, pair)).toBe(true)
    }
  }
})
