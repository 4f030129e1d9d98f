import { describe, expect, it } from 'vitest'
import type { MatchEntry } from '../../src/contract/matching.ts'
import { decode } from '../../src/fingerprint/encode.ts'
import { SHINGLE_WORDS } from '../../src/fingerprint/shingles.ts'
import { BOILERPLATE } from '../../src/fingerprint/tokens.ts'
import { words } from '../../src/fingerprint/words.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { learn } from '../../src/match/outlet/learn.ts'
import { prose } from '../support/builders.ts'
import { type Draft, entry } from './newsroom.ts'
import { ABOVE, BELOW, FERRY, MUSEUM, ORCHARD } from './texts.ts'

const OTHER = `${MUSEUM.split('. ').reverse().join('. ')}`
const radio = (name: string, text: string, draft: Draft = {}) =>
  entry(name, { ...draft, text, outlet: 'Breakwater Radio' })
const learnt = (recent: readonly MatchEntry[]) => {
  const prints = learn(recent)
  return recent.map((one) => ({ ...one, print: prints.get(one.id) ?? one.print }))
}
const marked = ({ print }: MatchEntry) =>
  [...decode(print.bytes).tokens].filter((token) => token & BOILERPLATE).length
const { keys } = createMatcher()
const shinglesIn = (text: string) => words(text).length - SHINGLE_WORDS + 1

describe('boilerplate', () => {
  it('is what stands below two different texts of an outlet', () => {
    const [ferry, orchard] = learnt([
      radio('ferry', `${FERRY}\n${BELOW}`),
      radio('orchard', `${ORCHARD}\n${BELOW}`),
    ])
    expect(marked(ferry!)).toBe(shinglesIn(BELOW))
    expect(marked(orchard!)).toBe(shinglesIn(BELOW))
  })

  it('is one long passage put into two texts below leads of their own, though it is more than half of each', () => {
    const passage = prose(50, 5)
    const texts = [prose(1, 3), prose(2, 3)].map((own, i) => radio(`own ${i}`, `${own}\n${passage}`))
    expect(shinglesIn(passage)).toBeGreaterThan(shinglesIn(prose(1, 3)))
    expect(learnt(texts).map(marked)).toEqual(texts.map(() => shinglesIn(passage)))
  })

  it('is what stands above four different texts, and not yet what stands above two', () => {
    const texts = [FERRY, ORCHARD, MUSEUM, BELOW].map((text, i) => radio(`above ${i}`, `${ABOVE}\n${text}`))
    expect(learnt(texts).map(marked)).toEqual(texts.map(() => shinglesIn(ABOVE)))
    expect(learnt(texts.slice(0, 2)).map(marked)).toEqual([0, 0])
  })

  it('takes its index keys out, and gives them back when it is forgotten', () => {
    const before = radio('ferry', `${FERRY}\n${BELOW}`)
    const [during] = learnt([before, radio('orchard', `${ORCHARD}\n${BELOW}`)])
    expect(keys(during!).ofText.length).toBeLessThan(keys(before).ofText.length)
    const [after] = learnt([during!, radio('museum', MUSEUM)])
    expect(after!.print).toEqual(before.print)
  })

  it('is not a story that an outlet carries twice', () => {
    expect(learnt([radio('early', FERRY), radio('late', FERRY, { hour: 3 })]).map(marked)).toEqual([0, 0])
  })

  it('is not the body of a story that was given a new lead', () => {
    const paragraphs = FERRY.split('\n')
    const update = [
      'The night ferry sailed for the first time on Friday with three hundred people.',
      ...paragraphs.slice(1),
    ]
    update[3] = update[3]!.replace('The four members', 'Four members')
    expect(
      learnt([radio('first', FERRY), radio('second', update.join('\n'), { hour: 6 })]).map(marked),
    ).toEqual([0, 0])
  })

  it('is not the lead that a digest takes from a story', () => {
    const lead = FERRY.split('\n')[0]!
    const digest = `Good evening from the newsroom.\n${ORCHARD.split('\n')[0]}\n${lead}\n${MUSEUM.split('\n')[0]}`
    expect(learnt([radio('digest', digest), radio('ferry', FERRY)]).map(marked)).toEqual([0, 0])
  })

  it('does not change the print of an entry that has none', () => {
    expect(learn([radio('ferry', FERRY), radio('orchard', ORCHARD), radio('other', OTHER)])).toEqual(
      new Map(),
    )
  })

  it('is a standing description that comes back under other headlines', () => {
    const standing =
      'Welcome to the weekly letter in which our columnist looks at boats, harbours and everything that floats.'
    const titles = ['Tar and rope', 'The grey seals', 'A winter afloat', 'Lamps on the bar']
    const letters = titles.map((title, i) => radio(`letter ${i}`, standing, { title, hour: i * 5 }))
    expect(learnt(letters).map(marked)).toEqual(letters.map(() => shinglesIn(standing)))
  })

  it('is what seven entries have, even where nothing else stands in them', () => {
    const titles = ['Tar', 'Seals', 'Winter', 'Lamps', 'Ropes', 'Nets', 'Quays']
    const shells = titles.map((title) => radio(title, `${ABOVE}\n${BELOW}`, { title }))
    expect(learnt(shells).map(marked)).toEqual(shells.map(() => shinglesIn(`${ABOVE}\n${BELOW}`)))
    // Of fewer it may as well be one text under many headlines.
    expect(learnt(shells.slice(0, 5)).map(marked)).toEqual(shells.slice(0, 5).map(() => 0))
  })
})
