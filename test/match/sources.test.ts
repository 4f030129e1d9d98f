import { describe, expect, it } from 'vitest'
import type { MatchEntry } from '../../src/contract/matching.ts'
import { decode } from '../../src/fingerprint/encode.ts'
import { learn } from '../../src/match/outlet/learn.ts'
import { type Draft, entry, newsroom } from './newsroom.ts'
import { FERRY, MUSEUM, ORCHARD } from './texts.ts'

/** Three stories of an agency nobody was told of, as a station carries them; the station credits it once. */
const radio = (name: string, draft: Draft) => entry(name, { ...draft, outlet: 'Breakwater Radio' })
const carried = (titles: readonly string[], author = 'Quill Service Staff') =>
  titles.map((title, i) => radio(`carried ${i}`, { title, hour: i, ...(i === 0 ? { author } : {}) }))
const TITLES = [
  'Quill Service: Glaciers feed a dry summer',
  'Quill Service: Bakers strike in Karsholm',
  'Quill Service: Old mill to become a school',
]
const sources = (recent: readonly MatchEntry[]) => {
  const prints = learn(recent)
  return recent.map(({ id, print }) => decode((prints.get(id) ?? print).bytes).sources)
}

describe('a source is learned', () => {
  it('from a name before several headlines that a byline of the outlet says too', () => {
    expect(sources(carried(TITLES))).toEqual(TITLES.map(() => ['quill service']))
  })

  it('from a name behind several headlines that a credit in a text says too', () => {
    const titles = TITLES.map((title) => `${title.slice('Quill Service: '.length)} | The Quill Service`)
    const [first, ...rest] = titles.map((title, i) =>
      radio(`behind ${i}`, { title, text: i ? '' : `${MUSEUM}\nSource: Quill Service` }),
    )
    expect(sources([first!, ...rest])).toEqual(titles.map(() => ['quill service']))
  })

  it.each<[string, readonly string[], string]>([
    [
      'from a rubric, which signs nothing',
      TITLES.map((title) => title.replace('Quill Service', 'Opinion')),
      'Ada Holm',
    ],
    ['from two headlines', TITLES.slice(0, 2), 'Quill Service Staff'],
    ['from one headline that comes again', TITLES.map(() => TITLES[0]!), 'Quill Service Staff'],
    [
      'from the outlet’s own name',
      TITLES.map((title) => title.replace('Quill Service', 'Breakwater')),
      'Breakwater Staff',
    ],
  ])('not %s', (_what, titles, author) => {
    expect(sources(carried(titles, author))).toEqual(titles.map(() => []))
  })

  it('only until its titles have left the recent entries', () => {
    const before = carried(TITLES)
    const prints = learn(before)
    const signed = before.map((one) => ({ ...one, print: prints.get(one.id)! }))
    expect(sources(signed.slice(0, 2))).toEqual([[], []])
  })
})

describe('a learned source', () => {
  /** The verdict on two entries that come after the source was learned, or (from no titles) was not. */
  function meeting(a: MatchEntry, b: MatchEntry, before = carried(TITLES)) {
    const room = newsroom()
    room.arrive(...before)
    room.arrive(a, b)
    return { together: room.storyOf(a) === room.storyOf(b), lead: room.leadOf(a) }
  }
  const TITLE = 'Quill Service: Harbour ferry stopped'
  const one = () => radio('one', { title: TITLE, hour: 5 })

  it('is no part of a headline that stands without it elsewhere', () => {
    const bare = entry('bare', { title: 'Harbour ferry stopped', hour: 15 })
    expect(meeting(one(), bare).together).toBe(true)
    expect(meeting(one(), bare, []).together).toBe(false)
  })

  it('is no part of another outlet’s headline either, where it stands for the first time', () => {
    expect(meeting(one(), entry('first', { title: TITLE, hour: 15 })).together).toBe(true)
  })

  it('speaks for a text that another outlet credits to it', () => {
    const paragraphs = FERRY.split('\n')
    const first = radio('one', { title: TITLE, text: FERRY, hour: 5 })
    const second = entry('rewritten', {
      title: 'Night owls can leave the car at home',
      text: `${ORCHARD.split('\n').slice(0, 3).join('\n')}\n${paragraphs.slice(4, 6).join('\n')}\nSource: Quill Service`,
      hour: 9,
    })
    expect(meeting(first, second).together).toBe(true)
    expect(meeting(first, second, []).together).toBe(false)
  })

  it('speaks against a text of another agency', () => {
    const title = 'Harbour ferry stopped after it met a barge in the fog'
    const other = entry('other', { title, author: 'Meridian Dispatch', hour: 5 })
    const signed = radio('one', { title: `Quill Service: ${title}`, hour: 5 })
    expect(meeting(signed, other).together).toBe(false)
    expect(meeting(signed, other, []).together).toBe(true)
  })

  it('leads the story with the copy of the feed on a host of its name, not of a feed that takes the name', () => {
    const named = (feedUrl: string) =>
      entry('own', {
        title: 'Harbour ferry stopped',
        text: FERRY,
        outlet: 'The Quill Service',
        feedUrl,
        hour: 6,
      })
    const first = radio('one', { title: TITLE, text: FERRY, hour: 5 })
    const own = named('https://www.quillservice.example/feed')
    expect(meeting(first, own)).toEqual({ together: true, lead: own.id })
    expect(meeting(first, named('https://elsewhere.example/feed')).lead).toBe(first.id)
  })
})

describe('the source that a feed’s entry names', () => {
  const own = entry('own', {
    title: 'Harbour ferry to stay in dock for a second winter',
    outlet: 'Quay Courier',
  })
  const retold = (source: Draft['source']) =>
    entry('retold', {
      title: 'Harbour ferry stays in dock for a second winter',
      outlet: 'Headline Desk',
      hour: 1,
      ...(source ? { source } : {}),
    })
  const foldsWith = (source: Draft['source']) => {
    const room = newsroom()
    const other = retold(source)
    room.arrive(own, other)
    return room.storyOf(own) === room.storyOf(other)
  }

  it('makes a like headline one with that outlet’s, by its name or by its address', () => {
    expect(foldsWith({ title: 'Quay Courier', url: null })).toBe(true)
    expect(foldsWith({ title: null, url: 'https://www.quaycourier.example/rss' })).toBe(true)
  })

  it('makes it one with no other outlet’s', () => {
    expect(foldsWith(undefined)).toBe(false)
    expect(foldsWith({ title: 'Breakwater Radio', url: 'https://breakwater.example/rss' })).toBe(false)
  })
})
