import { describe, expect, it } from 'vitest'
import type { MatchEntry } from '../../src/contract/matching.ts'
import { entry, foldsTogether } from './newsroom.ts'

const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z\d ]/g, '')
    .replaceAll(' ', '-')

/** Whether two outlets' entries without a text are one story. */
function isOne(a: string, b: string, [linkA, linkB] = ['https://a.test/1', 'https://b.test/2']): boolean {
  return foldsTogether(entry('a', { title: a, link: linkA }), entry('b', { title: b, link: linkB, hour: 1 }))
}

/** The same with the headline in each address, or in what is made of it. */
function isOneBySlug(a: string, b: string, shorten = (text: string) => text): boolean {
  return isOne(a, b, [`https://a.test/${shorten(slug(a))}`, `https://b.test/${shorten(slug(b))}`])
}

const withoutShort = (text: string) =>
  text
    .split('-')
    .filter((word) => word.length > 3)
    .join('-')

describe('two headlines without a text', () => {
  it.each([
    [
      'another count',
      'Ferry fire kills 5 near Karsholm harbour, coast guard says',
      'Ferry fire kills 3 near Karsholm harbour, coast guard says',
    ],
    [
      'another score',
      'Aldene Rovers beat Venn United 2-1 in harbour derby final',
      'Aldene Rovers beat Venn United 3-0 in harbour derby final',
    ],
    [
      'another age',
      'Boy, 9, dies after being pulled from Saltmere swimming pool',
      'Boy, 4, dies after being pulled from Saltmere swimming pool',
    ],
    [
      'the opposite',
      'Supreme Court will hear challenge to ferry smoking rule',
      'Supreme Court will not hear challenge to ferry smoking rule',
    ],
    [
      'the opposite, contracted',
      'Mayor of Saltmere will resign over harbour lamp contract',
      'Mayor of Saltmere won’t resign over harbour lamp contract',
    ],
    [
      'the opposite, in a word with an accent',
      'Governo da Aldena vai abrir o porto de pesca antes do verão',
      'Governo da Aldena não vai abrir o porto de pesca antes do verão',
    ],
  ])('that give %s are two stories, whether their addresses repeat them or not', (_what, a, b) => {
    expect([isOne(a, b), isOneBySlug(a, b)]).toEqual([false, false])
  })

  it('are one where the addresses leave figures and short words out', () => {
    const title = 'Ferry fire kills 5 near Karsholm harbour, but not at sea'
    expect(
      isOne(title, `${title}!`, ['https://a.test/1', `https://b.test/${withoutShort(slug(title))}`]),
    ).toBe(true)
    const other = 'Blaze aboard boat off Karsholm: what is known'
    expect(
      isOne(title, other, [`https://a.test/${slug(title)}`, `https://b.test/${withoutShort(slug(title))}`]),
    ).toBe(true)
  })

  it.each(['Photos of the week', 'Morning briefing', 'Cartoon of the day'])(
    'are two where they are anybody’s: %s',
    (title) => {
      const at = (name: string, hour: number) => entry(name, { title, hour })
      expect(foldsTogether(at('a', 1), at('b', 1.5))).toBe(false)
      expect(foldsTogether(at('a', 1.2), at('b', 1.21))).toBe(true)
    },
  )

  describe('of a table that comes back', () => {
    const table = 'Rowing League Expanded Standings'
    const onPage = (name: string) => isOne(table, table, [`https://a.test/sport/${name}`, 'https://b.test/2'])

    it.each(['rowing-league-expanded-standings-46', 'rowing-league-expanded-standings-1147'])(
      'are two where its site numbered it: %s',
      (name) => expect(onPage(name)).toBe(false),
    )

    it.each([
      'rowing-league-expanded-standings-2',
      'sport-46',
      'rowing-46',
      'rowing-league-expanded-standings',
    ])('are one where the number shows nothing: %s', (name) => expect(onPage(name)).toBe(true))
  })

  describe('that one agency’s outlets put on its story within a minute', () => {
    const [one, other] = [
      'Night ferry approved by a narrow vote',
      'Board of Aldene backs night ferry',
    ] as const
    const isOneAt = (hour: number, seconds: number) =>
      foldsTogether(
        entry('a', { title: one, author: 'Meridian Dispatch', hour }),
        entry('b', { title: other, author: 'Meridian Dispatch', hour: hour + seconds / 3600 }),
      )

    it('are one', () => expect(isOneAt(1.01, 22)).toBe(true))
    it('are two at midnight, where a feed may give the day alone', () =>
      expect([isOneAt(12, 22), isOneAt(12, -22)]).toEqual([false, false]))
    it('are two at a full hour, where a schedule has it', () => expect(isOneAt(1, 0)).toBe(false))
  })

  it('are one where an outlet adds to its own, or mends it above the same words; two where it names two things', () => {
    const inOneOutlet = (a: string, b: string, text = '') =>
      foldsTogether(
        ...([a, b].map((title, i) =>
          entry(`${i}`, { title, text, author: 'Meridian Dispatch', outlet: 'Breakwater Radio' }),
        ) as [MatchEntry, MatchEntry]),
      )
    const list = 'The cheapest moorings of the summer for small boats around Karsholm'
    expect(inOneOutlet(list, `${list} bay`)).toBe(true)
    expect(inOneOutlet(list, list.replace('Karsholm', 'Saltmere'))).toBe(false)
    const words = 'Berths were counted by the harbour office.'
    expect(inOneOutlet(list, list.replace('cheapest', 'quietest'), words)).toBe(true)
  })

  describe('of one agency, of which each names something of its own', () => {
    const isOneOf = (a: string, b: string) =>
      foldsTogether(
        entry('a', { title: a, author: 'Meridian Dispatch' }),
        entry('b', { title: b, author: 'Meridian Dispatch', hour: 0.5 }),
      )

    it('are two', () =>
      expect(
        isOneOf('Mayor opens the new fish market in Karsholm', 'Mayor opens the new fish market in Saltmere'),
      ).toBe(false))

    it.each([
      ['where the name is in another spelling', 'Mayor opens the new fish market in Karshow'],
      ['where another word is put for one', 'Mayor opens the last fish market in Karshov'],
      ['where only one has a name there', 'Mayor opens the new fish market in town'],
      ['where every word has a capital, which shows no name', 'Mayor Opens The New Fish Market In Tolvik'],
    ])('are one %s', (_where, other) =>
      expect(isOneOf('Mayor opens the new fish market in Karshov', other)).toBe(true),
    )

    it('are one where the other one was cut before its name', () =>
      expect(
        isOneOf(
          'Mayor Tolk opens the new fish market of the coast in Karsholm on Tuesday',
          'Mayor Orsk opens the new fish market of the coast in …',
        ),
      ).toBe(true))
  })
})
