import { describe, expect, it } from 'vitest'
import type { MatchEntry } from '../../src/contract/matching.ts'
import { allStories } from '../../src/demo/stories/all.ts'
import { type Draft, entry, foldsTogether, newsroom } from './newsroom.ts'
import { ABOVE, FERRY } from './texts.ts'

/** What a harbour office gave to all papers; none of them puts it in quotation marks. */
const STATEMENT = `Boats of fewer than nine metres may leave the inner basin only between six in the morning and eight in the evening until the dredging is finished. Skippers have to report their number of passengers to the watch by radio before they cast off and again when they have made fast. Whoever anchors in the fairway pays for the tug, and for the hours that the dredger lies idle. Fishing licences that fall due in this time are extended by two months without a fee, and the fuel berth at the eastern mole opens an hour earlier than it does today.`

const story = (i: number) =>
  allStories.find(
    ({ key }) => key === ['bridge-vote', 'quellin-floods', 'ice-core', 'vent-worm', 'eel-trial'][i],
  )!
/** Headlines as five desks would put them over the news of one day. */
const TITLES = [
  'Small boats must stay in the harbour at night',
  'Night curfew angers crews of small boats',
  'What dredging means for anglers in small boats',
  'Fuel berth opens early while dredger blocks small boats',
  'Licences extended for skippers of small boats',
]
const firstSentence = (text: string) => text.split(/(?<=\.)\s/)[0]!
/** A report in its outlet's own words, with the statement below it. */
const report = (i: number, draft: Draft = {}): MatchEntry =>
  entry(`report ${i}`, {
    title: TITLES[i]!,
    text: `${story(i).paragraphs.slice(0, 2).join('\n')}\n${STATEMENT}`,
    hour: i,
    ...draft,
  })
const brief = (i: number) => report(i, { text: `${story(i).paragraphs[0]}\n${STATEMENT}` })
const separate = (...entries: MatchEntry[]) => entries.map(({ key }) => [key])

describe('a passage that texts with nothing else in common share', () => {
  it('joins no reports once four outlets have it, though two alone would fold over it', () => {
    expect(foldsTogether(report(0), report(1))).toBe(true)
    const reports = [0, 1, 2, 3].map((i) => report(i))
    const room = newsroom()
    room.arrive(...reports)
    expect(room.stories()).toEqual(separate(...reports))
  })

  it('joins no briefs that are hardly more than it', () => {
    expect(foldsTogether(brief(0), brief(1))).toBe(true)
    const entries = [brief(0), brief(1), report(2), report(3)]
    const room = newsroom()
    room.arrive(...entries)
    expect(room.stories()).toEqual(separate(...entries))
  })

  it('parts what it joined before it was known to be public', () => {
    const room = newsroom()
    const reports = [0, 1, 2, 3, 4].map((i) => report(i))
    for (const one of reports) room.arrive(one)
    expect(room.stories()).toEqual(separate(...reports))
  })

  it('is not public where feeds of low trust are wanted to show it', () => {
    const room = newsroom()
    room.arrive(report(0), report(1), ...[2, 3, 4].map((i) => report(i, { trust: 'low' })))
    expect(room.storyOf(room.entry('report 0'))).toBe(room.storyOf(room.entry('report 1')))
  })

  it('is not public in one outlet, nor in three', () => {
    const room = newsroom()
    room.arrive(report(0), report(1), report(2))
    expect(room.stories()).toHaveLength(1)
  })
})

describe('a story that many outlets carry is not public material', () => {
  const HEADLINES = [
    'Boats after midnight',
    'Night owls rejoice',
    'Board says yes',
    'Fishermen fear for nets',
    'No more taxis',
  ]
  const carried = (cut: (i: number) => string, author?: string) =>
    HEADLINES.map((title, i) =>
      entry(`carried ${i}`, { title, text: cut(i), hour: i, ...(author ? { author } : {}) }),
    )
  const paragraphs = FERRY.split('\n')

  it.each<[string, (i: number) => string]>([
    ['cut in another place by each', (i) => paragraphs.slice(0, 2 + i).join('\n')],
    ['with a paragraph left out by each', (i) => paragraphs.filter((_, p) => p !== i + 1).join('\n')],
    ['below a widget, as its first paragraph', (i) => (i ? `${ABOVE}\n${paragraphs[0]}` : FERRY)],
  ])('under a headline of each one’s own, %s', (_how, cut) => {
    expect(foldsTogether(...carried(cut))).toBe(true)
  })

  it('with a lead of each one’s own, when all credit one agency', () => {
    const withLead = (i: number) =>
      [firstSentence(story(i).paragraphs[0]!), ...paragraphs.slice(1)].join('\n')
    expect(foldsTogether(...carried(withLead, 'Meridian Dispatch'))).toBe(true)
  })
})
