import { expect, it } from 'vitest'
import { describeFeatures } from '../../src/cli/evidence.ts'
import { entry, newsroom } from '../match/newsroom.ts'
import { FERRY } from '../match/texts.ts'

it('every signal of a verdict is put into words', () => {
  const room = newsroom()
  room.arrive(entry('one', { text: FERRY }), entry('two', { text: FERRY }))
  const names = Object.keys(room.explain()[0]!.features)
  expect(names.length).toBeGreaterThan(20)
  for (const name of names) expect(describeFeatures({ [name]: 1 }), name).toHaveLength(3)
})

it('a person reads a sum: the prior, what speaks, most telling first, and the total', () => {
  const lines = describeFeatures({ contained: 0.534, late: Math.log2(4), sameOutlet: 0, agency: 1 })
  expect(lines).toEqual([
    '  -5.9  where nothing is known yet of two texts',
    '  +2.5  both name one source',
    '  +1.8  53 % of the shorter text stands in the longer',
    '  -0.5  6 h apart',
    '  -2.1  in all: apart: less than +0.4',
  ])
  const points = lines.map((line) => Number.parseFloat(line))
  const sum = points.slice(0, -1).reduce((all, each) => all + each)
  expect(sum).toBeCloseTo(points.at(-1)!, 5)
})

it('says how far apart two entries are, and what it leads to', () => {
  expect(describeFeatures({ late: 0.3 })[1]).toContain('less than an hour apart')
  expect(describeFeatures({ late: 0.1 })[1]).toBe('   0.0  less than an hour apart')
  expect(describeFeatures({ contained: 1, mostly: 1, evidence: 1 }).at(-1)).toBe('  +2.9  in all: one story')
})
