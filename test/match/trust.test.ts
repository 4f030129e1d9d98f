import { describe, expect, it } from 'vitest'
import { cluster } from '../../src/match/cluster.ts'
import { storyIdFor } from '../../src/match/story-id.ts'
import { DAY, type Draft, entry, newsroom } from './newsroom.ts'
import { FERRY, MUSEUM, ORCHARD } from './texts.ts'

const title = 'Harbour ferry to run all night'
const [low, high] = [{ trust: 'low' }, { trust: 'high' }] as const
const ferry = (name: string, draft: Draft = {}) => entry(name, { title, text: FERRY, ...draft })
const opening = FERRY.split('\n').slice(0, 3).join('\n')

function roomAfter(...arrivals: ReturnType<typeof entry>[]) {
  const room = newsroom()
  for (const one of arrivals) room.arrive(one)
  return room
}

describe('a feed of low trust', () => {
  it('joins a story and never leads it, be it first, longer or the agency’s', () => {
    const own = { author: 'Meridian Dispatch', feedUrl: 'https://www.meridian.example/rss' }
    for (const doubtful of [ferry('d', { ...low, hour: -5 }), ferry('d', { ...low, ...own, hour: 3 })]) {
      const honest = ferry('a', { text: opening })
      for (const order of [
        [doubtful, honest],
        [honest, doubtful],
      ]) {
        const room = roomAfter(...order)
        expect(room.stories()).toEqual([['a', 'd']])
        expect(room.leadOf(honest)).toBe(honest.id)
      }
    }
  })

  it('leads what nobody else has, so that nothing is lost', () => {
    const doubtful = ferry('d', low)
    expect(roomAfter(doubtful).leadOf(doubtful)).toBe(doubtful.id)
  })

  it('names no story that others are in', () => {
    const [doubtful, honest] = [ferry('d', { ...low, hour: -1 }), ferry('a')]
    const room = roomAfter(doubtful, honest)
    expect(room.storyOf(doubtful)).toBe(storyIdFor('a'))
    room.arrive(ferry('b', { hour: 1 }))
    expect(room.storyOf(honest)).toBe(storyIdFor('a'))
  })

  it('joins no stories of others together', () => {
    const [a, b, doubtful] = [entry('a'), entry('b'), entry('d')]
    const odds = (i: number, j: number) => (i + j === 1 ? -0.5 : 3)
    const groups = (isTrusted: (i: number) => boolean) =>
      cluster({
        entries: [a, b, doubtful],
        pairs: [
          [0, 1],
          [0, 2],
          [1, 2],
        ],
        link: (i, j) => ({ odds: odds(i, j), doubt: 0.5, contained: 0.5, lead: 0.5, shortLead: 0.5 }),
        size: () => 100,
        isTrusted,
        overrides: [],
        windowMs: DAY,
      }).map(({ length }) => length)
    expect(groups(() => true)).toEqual([3])
    expect(groups((i) => i !== 2).sort()).toEqual([1, 2])
  })

  it('shows no text to be a digest', () => {
    const digest = entry('digest', { title: 'Two things of today', text: `${FERRY}\n${ORCHARD}` })
    const parts = (draft: Draft) => [
      ferry('f', draft),
      entry('o', { title: 'Frost in the orchards', text: ORCHARD, ...draft }),
    ]
    expect(roomAfter(digest, ...parts({})).stories()).toEqual([['digest'], ['f'], ['o']])
    expect(roomAfter(digest, ...parts(low)).stories()).not.toEqual([['digest'], ['f'], ['o']])
  })
})

describe('a feed of high trust', () => {
  it('leads where its copy is as good, whenever it comes', () => {
    const [plain, trusted] = [ferry('a'), ferry('t', { ...high, hour: 3 })]
    for (const order of [
      [plain, trusted],
      [trusted, plain],
    ])
      expect(roomAfter(...order).leadOf(plain)).toBe(trusted.id)
  })

  it('does not lead with an excerpt of another’s full text', () => {
    const [plain, trusted] = [ferry('a'), ferry('t', { ...high, text: opening.slice(0, 600), hour: -3 })]
    expect(roomAfter(trusted, plain).leadOf(plain)).toBe(plain.id)
  })
})

describe('a feed that the config calls an agency’s own', () => {
  it('leads what is credited to that agency, under any of its names, and nothing else', () => {
    const marked = { ownAgency: 'MD', hour: 4 }
    const own = ferry('own', { ...marked, author: 'Meridian Dispatch' })
    expect(roomAfter(ferry('a'), own).leadOf(own)).toBe(own.id)
    const other = ferry('other', { ...marked, author: 'Harbour Press' })
    expect(roomAfter(ferry('a'), other).leadOf(other)).not.toBe(other.id)
  })
})

describe('an entry that is edited', () => {
  it('takes the id along when it is alone, and leaves it to the others when it goes away from them', () => {
    const [first, second] = [ferry('h'), ferry('a', { hour: 1 })]
    const room = roomAfter(first, second)
    const id = room.storyOf(second)
    expect(room.leadOf(second)).toBe(first.id)
    room.arrive({ ...entry('h', { title: 'Casino', text: MUSEUM }), id: first.id })
    expect(room.stories()).toEqual([['a'], ['h']])
    expect(room.storyOf(second)).toBe(id)
  })

  it('gives its old story’s id to none that it comes to', () => {
    const old = entry('h', { title: 'Casino', text: MUSEUM, hour: -90 })
    const honest = ferry('a')
    const room = roomAfter(old, honest)
    const id = room.storyOf(honest)
    room.arrive({ ...ferry('h', { hour: -90 }), id: old.id })
    expect(room.stories()).toEqual([['a', 'h']])
    expect(room.storyOf(honest)).toBe(id)
    expect(room.leadOf(honest)).toBe(honest.id)
  })
})

describe('two long texts that have nothing in common', () => {
  it('are no story, however many others say that they are', () => {
    const entries = ['a', 'b', 'c', 'd', 'e'].map((name) => entry(name))
    const groups = (shared: number) =>
      cluster({
        entries,
        pairs: entries.flatMap((_, i) => entries.slice(i + 1).map((_, j) => [i, i + 1 + j] as const)),
        link: (i, j) =>
          i + j === 1
            ? { odds: -5, doubt: 0.5, contained: shared, lead: 0, shortLead: 0 }
            : { odds: 4, doubt: 0.5, contained: 0.5, lead: 0.5, shortLead: 0.5 },
        size: () => 100,
        isTrusted: () => true,
        overrides: [],
        windowMs: DAY,
      }).map(({ length }) => length)
    expect(groups(0.2)).toEqual([5])
    expect(groups(0)).not.toEqual([5])
  })
})
