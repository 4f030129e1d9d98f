import { expect, it } from 'vitest'
import { describeFeatures } from '../../src/cli/evidence.ts'
import { entry, newsroom } from '../match/newsroom.ts'
import { FERRY } from '../match/texts.ts'

it('every feature of a verdict is put into words', () => {
  const room = newsroom()
  room.arrive(entry('one', { text: FERRY }), entry('two', { text: FERRY }))
  const names = Object.keys(room.verdicts()[0]!.features)
  const silent = names.filter((name) => describeFeatures({ [name]: 1 })[0] === '')
  // It is the share of the shorter text again.
  expect(silent).toEqual(['mostly'])
})

it('a person reads what speaks, with its values, and nothing of what does not', () => {
  expect(describeFeatures({ contained: 0.534, late: Math.log2(4), sameOutlet: 0, agency: 1 })).toEqual([
    '53 % of the shorter text stands in the longer; both name one source; 6 h apart',
    '(contained 0.53, late 2, agency 1)',
  ])
  expect(describeFeatures({ late: 0.3 })[0]).toBe('less than an hour apart')
})
