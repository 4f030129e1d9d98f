import { describe, expect, it } from 'vitest'
import type { MatchEntry } from '../../src/contract/matching.ts'
import { readAddress } from '../../src/fingerprint/address.ts'
import { passages } from '../../src/match/passages.ts'
import { bareTitle, createAgencyStripper, withoutSite } from '../../src/match/reading/agency-title.ts'
import { authorsOf, credited, directory, named } from '../../src/match/reading/credit.ts'
import { bySeniority, nameStories, storyIdFor } from '../../src/match/story-id.ts'
import { AGENCIES, type Draft, entry, newsroom } from './newsroom.ts'
import { BELOW, FERRY, MUSEUM, ORCHARD } from './texts.ts'

const names = directory(AGENCIES)
const credits = (one: MatchEntry, phrases: readonly string[] = []) =>
  credited(one, phrases, [one.canonicalUrl, one.link].map(readAddress), names)
const inStory = (name: string, storyId: string | null, hour = 0) => ({ ...entry(name, { hour }), storyId })

describe('a story’s id', () => {
  it('is a UUID that depends on its founder alone', () => {
    const ids = Array.from({ length: 64 }, (_, n) => storyIdFor(`${n}`))
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids[7]).toBe('ada5f55e-f407-813e-96c0-cb01a911bcc9') // readers know stories by it
  })

  it('of a new story comes from its eldest member', () => {
    const [late, early] = [inStory('late', null, 5), inStory('early', null, 1)]
    expect(nameStories([[late, early]])).toEqual([storyIdFor('early')])
    expect([late, early].sort(bySeniority)).toEqual([early, late])
  })

  it('of the older story lives when two become one', () => {
    const [young, old] = [inStory('y', 'young', 5), inStory('o', 'old', 1)]
    expect(nameStories([[young, old]])).toEqual(['old'])
    expect(nameStories([[old, young]])).toEqual(['old'])
  })

  it('stays with the lead copy when a story splits, else with the greater part; the rest gets its own', () => {
    const [a, b, c] = [inStory('a', 'story', 1), inStory('b', 'story', 2), inStory('c', 'story', 3)]
    expect(nameStories([[a], [b, c]])).toEqual([storyIdFor('a'), 'story'])
    expect(nameStories([[a], [b, c]], { leads: new Map([['story', a.id]]), edited: new Set() })).toEqual([
      'story',
      storyIdFor('b'),
    ])
  })

  it('is never given twice, also when an entry leaves the story that it founded', () => {
    const story = storyIdFor('a')
    const [a, b, c] = [inStory('a', story, 1), inStory('b', story, 2), inStory('c', story, 3)]
    const ids = nameStories([[a], [b, c]])
    expect(ids[1]).toBe(story)
    expect(new Set(ids).size).toBe(2)
  })

  it('does not change when a copy comes later, even one that is dated earlier', () => {
    const room = newsroom()
    const first = entry('m', { text: FERRY })
    room.arrive(first)
    const id = room.storyOf(first)
    room.arrive({ ...entry('a', { text: FERRY, hour: -30 }), firstSeenAt: first.firstSeenAt + 1 })
    expect(room.stories()).toHaveLength(1)
    expect(room.storyOf(first)).toBe(id)
  })
})

describe('the lead copy', () => {
  const title = 'Harbour ferry to run all night'
  const excerpt = (name: string, draft: Draft = {}) =>
    entry(name, { title, text: FERRY.split('\n')[0]!, ...draft })
  const leadAfter = (...arrivals: ReturnType<typeof entry>[]) => {
    const room = newsroom()
    for (const one of arrivals) room.arrive(one)
    return room.entry(arrivals[0]!.key).id && arrivals.find(({ id }) => id === room.leadOf(arrivals[0]!))!.key
  }

  it('is the earliest of equals and stays it', () => {
    expect(leadAfter(entry('a', { text: FERRY, hour: 3 }), entry('b', { text: FERRY, hour: 4 }))).toBe('a')
    expect(leadAfter(entry('a', { text: FERRY, hour: 4 }), entry('b', { text: FERRY, hour: 3 }))).toBe('a')
  })

  it('gives way to full text after an excerpt, and not the other way round', () => {
    expect(leadAfter(excerpt('a'), entry('b', { title, text: FERRY, hour: 4 }))).toBe('b')
    expect(leadAfter(entry('b', { title, text: FERRY }), excerpt('a', { hour: -4 }))).toBe('b')
  })

  it('is the agency’s own wherever there is one', () => {
    const own: Draft = { author: 'Meridian Dispatch', feedUrl: 'https://www.meridian.example/rss' }
    expect(leadAfter(entry('a', { text: FERRY }), entry('own', { ...own, text: FERRY, hour: 7 }))).toBe('own')
    expect(leadAfter(entry('own', { ...own, text: FERRY, hour: 7 }), entry('a', { text: FERRY }))).toBe('own')
  })

  it('is nobody’s who merely says to be the agency: by name, by credit or by link', () => {
    const claims: Draft = {
      outlet: 'Meridian Dispatch',
      author: 'MD',
      link: 'https://www.meridian.example/1',
    }
    expect(leadAfter(entry('a', { text: FERRY }), entry('claims', { ...claims, text: FERRY, hour: 1 }))).toBe(
      'a',
    )
  })

  it('is left for no text that only is longer', () => {
    const padded = `${FERRY}\n${ORCHARD}\n${MUSEUM}`
    expect(leadAfter(entry('a', { text: FERRY }), entry('padded', { text: padded, hour: 1 }))).toBe('a')
  })

  it('is left for none that says everything twice, nor for what two others add alike', () => {
    const twice = `${FERRY}\n${FERRY}\n${FERRY}`
    expect(leadAfter(entry('a', { text: FERRY }), entry('twice', { text: twice, hour: 1 }))).toBe('a')
    const padded = `${FERRY}\n${ORCHARD}\n${MUSEUM}`
    const pair = ['p', 'q'].map((name) => entry(name, { title, text: padded, hour: 1 }))
    expect(leadAfter(entry('a', { title, text: FERRY }), ...pair)).toBe('a')
  })

  it('is left for no excerpt that goes on with something else', () => {
    const padded = `${FERRY.split('\n')[0]}\n${ORCHARD}\n${MUSEUM}`
    expect(leadAfter(excerpt('a'), entry('padded', { title, text: padded, hour: 1 }))).toBe('a')
    expect(
      leadAfter(excerpt('a'), excerpt('b', { hour: 2 }), entry('padded', { title, text: padded, hour: 1 })),
    ).toBe('a')
  })

  it('is given up by a title that speaks of something else than its text', () => {
    const room = newsroom()
    const first = entry('a', { title: 'Harbour ferry to run all night', text: FERRY })
    room.arrive(first, entry('b', { title: 'Harbour ferry to run all night', text: FERRY, hour: 1 }))
    expect(room.leadOf(first)).toBe(first.id)
    room.arrive({ ...first, title: 'Casino', link: 'https://casino.example/' })
    expect(room.leadOf(first)).not.toBe(first.id)
  })
})

describe('passages', () => {
  it('are what two texts share word for word, longest first, as the first writes it', () => {
    const [a, b] = [FERRY.split('\n'), ORCHARD.split('\n')]
    const text = `${b[0]}\n${a[4]!.toUpperCase()}\n${b[1]}\n${a[1]}`
    expect(passages(FERRY, text)).toEqual([a[4]!.replace(/\.$/, ''), a[1]!.replace(/\.$/, '')])
  })

  it('are none between texts that share only stock phrases', () => {
    expect(passages(FERRY, MUSEUM)).toEqual([])
    expect(passages('', BELOW)).toEqual([])
  })

  it('are found soon in a text of a million characters that only repeats itself', () => {
    expect(passages('sail '.repeat(200_000), 'sail '.repeat(200_000))).toHaveLength(1)
  })

  it('end quickly on texts that repeat one word', () => {
    const drone = 'la '.repeat(3000)
    expect(passages(drone, drone)).toHaveLength(1)
  })
})

describe('titles', () => {
  it.each([
    ['Meridian Dispatch: Ferry runs all night', 'Ferry runs all night'],
    ['Ferry runs all night - Meridian Dispatch', 'Ferry runs all night'],
    ['Ferry runs all night | Breakwater Radio', 'Ferry runs all night'],
    ['Ferry runs all night By MD - boats.example', 'Ferry runs all night'],
    ['Port Aldene: Ferry runs all night', 'Port Aldene: Ferry runs all night'],
    ['Ferry runs - all night', 'Ferry runs - all night'],
    ['Meridian Dispatch', 'Meridian Dispatch'],
    ['Meridian Dispatch Evening: Ferry runs', 'Meridian Dispatch Evening: Ferry runs'],
  ])('lose the names around them for comparing: %s', (title, bare) => {
    expect(bareTitle(title, { outlet: 'Breakwater Radio', agencies: names, sources: new Set() })).toBe(bare)
  })

  it.each([
    ['Ferry runs all night - Boat Finder', 'Ferry runs all night'],
    ['Ferry runs all night | SmallCraft', 'Ferry runs all night'],
    ['Ferry runs all night - as promised', 'Ferry runs all night - as promised'],
    ['Ferry runs all night - Part 2', 'Ferry runs all night - Part 2'],
    ['Night Ferry - Boat Finder', 'Night Ferry - Boat Finder'],
  ])('lose the name of an unknown site for other outlets: %s', (title, short) => {
    expect(withoutSite(title)).toBe(short)
  })

  it('lose only an agency’s prefix for showing', () => {
    const show = createAgencyStripper(AGENCIES)
    expect(show('Meridian Dispatch: Ferry runs all night')).toBe('Ferry runs all night')
    expect(show('MD: Ferry: all night')).toBe('Ferry: all night')
    expect(show('Ferry runs all night - Meridian Dispatch')).toBe('Ferry runs all night - Meridian Dispatch')
    expect(show('Port Aldene: Ferry runs all night')).toBe('Port Aldene: Ferry runs all night')
  })
})

describe('credits', () => {
  it('are found under every name of an agency, as whole words', () => {
    expect(named('Ada Holm/Meridian Dispatch', names)).toEqual(['Meridian Dispatch'])
    expect(named('HP, MD', names)).toEqual(['Harbour Press', 'Meridian Dispatch'])
    expect(named('Meridians Dispatch', names)).toEqual([])
  })

  it('in the text count before those in the title, the outlet and the address', () => {
    const one = entry('one', {
      title: 'Ferry runs - Harbour Press',
      outlet: 'Harbour Press',
      link: 'https://harbourpress.example/ferry',
    })
    expect([...credits(one, ['Meridian Dispatch'])]).toEqual(['Meridian Dispatch'])
    expect([...credits(one)]).toEqual(['Harbour Press'])
    expect([...credits(entry('two', { link: 'https://www.harbourpress.example/x' }))]).toEqual([
      'Harbour Press',
    ])
    expect([...credits(entry('debate', { title: 'MD fees debate: Ferry runs' }))]).toEqual([])
    expect([...credits(entry('desk', { title: 'MD Money: Ferry runs' }))]).toEqual(['Meridian Dispatch'])
    const called = { ...entry('called'), canonicalUrl: 'https://harbourpress.example/ferry' }
    expect([...credits(called)]).toEqual(['Harbour Press'])
    expect([...credits(entry('three'), ['Ada Holm'])]).toEqual([])
  })

  it('name people, not desks', () => {
    const authors = (author: string) => [...authorsOf(entry('one', { author }))]
    expect(authors('By Ada Holm and Bo Lind')).toEqual(['ada holm', 'bo lind'])
    expect(authors('Ada Holm, Breakwater Staff, Newsroom')).toEqual(['ada holm'])
  })
})
