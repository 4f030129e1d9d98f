import { describe, expect, it } from 'vitest'
import { allStories } from '../../src/demo/stories/all.ts'
import { type Draft, entry, foldsTogether, newsroom } from './newsroom.ts'
import { ABOVE, BELOW, MUSEUM, ORCHARD } from './texts.ts'

/** What syndicators, scripts and editors do to a text, done to every story of the demo's newsroom. */
interface Story {
  readonly key: string
  readonly headline: string
  readonly altHeadline: string
  readonly author: string
  readonly paragraphs: readonly string[]
}

const named = (text: string) =>
  text.replaceAll('{today}', 'Tuesday').replaceAll('{yesterday}', 'Monday').replaceAll('{tomorrow}', 'Friday')
const stories: readonly Story[] = allStories.map((story) => ({
  ...story,
  headline: named(story.headline),
  paragraphs: story.paragraphs.map(named),
}))
const next = (i: number, by = 1) => stories[(i + by) % stories.length]!
const sentences = (text: string) => text.split(/(?<=[.”])\s/)
const lines = (paragraphs: readonly string[]) => paragraphs.join('\n')

const LENGTHS: Readonly<Record<string, (story: Story, i: number) => Story>> = {
  'two paragraphs': (story) => ({ ...story, paragraphs: story.paragraphs.slice(0, 2) }),
  'six paragraphs': (story) => story,
  'twelve paragraphs': (story, i) => ({
    ...story,
    paragraphs: [...story.paragraphs, ...next(i).paragraphs],
  }),
}

const american = (text: string) =>
  text
    .replace(/(?<=[a-z]{2})our\b/g, 'or')
    .replace(/is(?=(?:e|ed|ing|ation)\b)/g, 'iz')
    .replace(/tre(?=s?\b)/g, 'ter')
const figures = (text: string) =>
  text
    .replace(/(\d),(\d{3})/g, '$1$2')
    .replace(/(\d) million/g, '$1m')
    .replace(/per cent/g, '%')
const typewriter = (text: string) =>
  text.replace(/[“”]/g, '"').replace(/[’‘]/g, "'").replace(/ — /g, ' -- ').replaceAll('…', '...')
const escaped = (text: string) =>
  text.replace(/’/g, '&#8217;').replace(/“/g, '&ldquo;').replace(/”/g, '&rdquo;')
const CORRECTION =
  'This story has been corrected to give the right name of a bridge; an earlier version had that of another one.'

const FORMS: Readonly<Record<string, (story: Story) => Draft>> = {
  'under another headline': ({ paragraphs }) => ({ text: lines(paragraphs) }),
  'without a headline': ({ paragraphs }) => ({ title: '', text: lines(paragraphs) }),
  'as two sentences and […]': ({ paragraphs }) => ({
    text: `${sentences(paragraphs.join(' ')).slice(0, 2).join(' ')} […]`,
  }),
  'with the paragraphs after its lead in another order': ({ paragraphs }) => ({
    text: lines([paragraphs[0]!, ...paragraphs.slice(1).reverse()]),
  }),
  'in American spelling': ({ paragraphs }) => ({ text: american(lines(paragraphs)) }),
  'with its numbers written in another way': ({ paragraphs }) => ({ text: figures(lines(paragraphs)) }),
  'with straight quotation marks and dashes': ({ paragraphs }) => ({ text: typewriter(lines(paragraphs)) }),
  'with character references left in it': ({ paragraphs }) => ({ text: escaped(lines(paragraphs)) }),
  'with a byline, a dateline and a credit': ({ author, paragraphs }) => ({
    author,
    text: `By ${author}\nPORT ALDENE (Meridian Dispatch) — ${lines(paragraphs)}\nReporting by ${author}`,
  }),
  'below a notice of correction': ({ headline, paragraphs }) => ({
    title: `CORRECTED: ${headline}`,
    text: `${CORRECTION}\n${lines(paragraphs)}`,
  }),
  'in capital letters': ({ headline, paragraphs }) => ({
    title: headline.toUpperCase(),
    text: lines(paragraphs).toUpperCase(),
  }),
  'as its headline alone, in capital letters': ({ headline }) => ({ title: headline.toUpperCase() }),
  'cut to two paragraphs amid furniture not yet known, under its headline': ({ headline, paragraphs }) => ({
    title: headline,
    text: `${ABOVE}\n${MUSEUM}\n${lines(paragraphs.slice(0, 2))}\n${BELOW}\n${ORCHARD}`,
  }),
}

describe.each(Object.entries(LENGTHS))('a story of %s folds', (_length, cut) => {
  it.each(Object.entries(FORMS))('%s', (_form, copyOf) => {
    const missed = stories.map(cut).filter((story) => {
      const original = entry('original', { title: story.headline, text: lines(story.paragraphs) })
      return !foldsTogether(original, entry('copy', { title: story.altHeadline, hour: 5, ...copyOf(story) }))
    })
    expect(missed.map(({ key }) => key)).toEqual([])
  })
})

describe('stays apart: ', () => {
  const folded = (pairOf: (story: Story, i: number) => readonly [Draft, Draft]) =>
    stories
      .filter((story, i) => {
        const [a, b] = pairOf(story, i)
        return foldsTogether(entry('a', a), entry('b', b))
      })
      .map(({ key }) => key)

  it.each([
    ['another story of the newsroom', (text: string) => text],
    ['another story below the same notice', (text: string) => `${CORRECTION}\n${text}`],
    ['another story above the same footer', (text: string) => `${text}\n${BELOW}`],
  ])('%s', (_what, around) => {
    const draft = ({ headline, paragraphs }: Story) => ({ title: headline, text: around(lines(paragraphs)) })
    expect(folded((story, i) => [draft(story), draft(next(i, 2))])).toEqual([])
  })

  const INTRODUCTION =
    'This is one of two parts of our report on the island and on the people who make their living from it.'

  it.each([
    ['the two parts of a report in one outlet', 'One outlet', 'One outlet'],
    ['the two parts of a report in two outlets', 'One outlet', 'Another outlet'],
  ])('%s', (_what, first, second) => {
    const part = (story: Story, n: number, outlet: string, text: string) => ({
      title: `${story.headline} (Part ${n})`,
      outlet,
      hour: n * 24,
      text: `${INTRODUCTION}\n${text}`,
    })
    const halves = ({ paragraphs }: Story) => [lines(paragraphs.slice(0, 3)), lines(paragraphs.slice(3))]
    const whole = (story: Story) =>
      halves(story).map((half, i) => part(story, i + 1, [first, second][i]!, half))
    const little = (story: Story) => [first, second].map((outlet, i) => part(story, i + 1, outlet, ''))
    expect(folded((story) => whole(story) as [Draft, Draft])).toEqual([])
    expect(folded((story) => little(story) as [Draft, Draft])).toEqual([])
  })

  it('entries that have neither a headline nor a text, or only a picture', () => {
    expect(foldsTogether(entry('a', { title: '' }), entry('b', { title: '' }))).toBe(false)
    const [a, b] = ['a', 'b'].map((name) => entry(name, { title: '', link: `https://${name}.example/1.jpg` }))
    expect(foldsTogether(a!, b!)).toBe(false)
  })
})

describe('a name in another spelling', () => {
  const names = {
    'without its accents': ['Milošević', 'Milosevic'],
    'from another alphabet': ['Karshiv', 'Karshov'],
    'from another alphabet, in several letters': ['Muhammad', 'Mohammed'],
    'as the British write it': ['Defence Ministry', 'Defense Ministry'],
    'without its apostrophe': ['Sa’adiyah', 'Saadiyah'],
  }

  it.each(Object.entries(names))('%s parts no copy from its original', (_how, [one, other]) => {
    const report = (name: string) => ({
      title: `${name} pays for a year of night boats`,
      text: `${name} will pay for a year of boats at night, the harbour office said on Tuesday. The first leaves in May, the last in April. ${name} asked for nothing in return but a bench at the pier, a lamp above it and a list of those who ride, which the office will keep until the trial ends. Nobody had offered as much before, and several captains said that they would not believe it until the oil was in their tanks.`,
    })
    expect(foldsTogether(entry('a', report(one!)), entry('b', { ...report(other!), hour: 5 }))).toBe(true)
  })

  it('is another name where the texts have facts of their own', () => {
    const raid = (town: string, fact: string) => ({
      title: `Rockets hit a bus depot in ${town} at night`,
      text: `Rockets hit a bus depot in ${town} on Monday night, the governor said. ${fact} The governor asked people in ${town} to stay in their cellars until the alarm ends.`,
    })
    const [one, other] = [
      raid('Karshiv', 'A watchman was killed and six buses burned out; trams go again on two of five lines.'),
      raid(
        'Karshin',
        'Nobody was there, but a school across the road lost all its windows and half of its roof.',
      ),
    ]
    expect(foldsTogether(entry('a', one), entry('b', { ...other, hour: 1 }))).toBe(false)
  })
})

describe('a form filled in for two subjects stays apart, in one outlet and in two', () => {
  const FORMS: Readonly<Record<string, readonly [string, string, (...parts: string[]) => [string, string]]>> =
    {
      'a death notice': [
        'Ada Holm|81|Lower Venn|baker',
        'Jon Orsk|77|Karsholm|docker',
        (name, age, place, work) => [
          `${name}, ${age}, of ${place}`,
          `${name}, ${age}, of ${place}, passed away peacefully at home on Monday surrounded by family. Born in Port Aldene, ${name} worked for many years as a ${work} and will be remembered for kindness and good humour. A service will be held at the Church of the Three Lamps on Saturday at eleven in the morning, and friends are welcome at the harbour hall afterwards. In lieu of flowers the family asks for gifts to the lifeboat fund. Arrangements are by Lindqvist and Daughters.`,
        ],
      ],
      'a company report': [
        'Aldene Shipping|91.2|12.4|41',
        'Venn Orchards|14.6|3.3|8',
        (company, revenue, income, share) => [
          `${company} second quarter: revenue of ${revenue} million crowns`,
          `${company} on Tuesday reported a second-quarter net income of ${income} million crowns. On a per-share basis, the company said it had net income of ${share} pence. The results exceeded the expectations of analysts asked by Lamplight Research. The company posted revenue of ${revenue} million crowns in the period, also beating forecasts. This text was made from figures gathered by Lamplight Research.`,
        ],
      ],
      'a warning': [
        'Lower Venn|nine in the evening|a squall line in the west|sixty|Tolvik ferry|the old mole',
        'Karsholm|three on Sunday morning|a low over the strait|ninety|lake steamer|the mill road',
        (place, hour, cause, speed, boat, spot) => [
          `Wind warning issued for ${place}`,
          `People in ${place} should look for shelter from ${hour}, when ${cause} reaches the town and gusts may go beyond ${speed}. The ${boat} stays in port and ${spot} is closed. Bring in what stands loose on balconies and in gardens, and keep away from trees, scaffolding and the water’s edge. Do not park below old roofs, shut windows and doors, and leave the telephone free for those who need it. Call the emergency number only when somebody is in danger; for fallen branches the town’s own number is enough. Further warnings follow here and on the radio.`,
        ],
      ],
      'a horoscope': [
        'Aries|patience',
        'Libra|courage',
        (sign, virtue) => [
          `Horoscope: ${sign}`,
          `What the stars hold for ${sign} this week, by our astrologer Madame Orsk, who counsels ${virtue}.`,
        ],
      ],
    }

  it.each(Object.entries(FORMS))('%s', (_what, [first, second, form]) => {
    const [a, b] = [first, second].map((subject) => form(...subject.split('|')))
    for (const outlet of ['Breakwater Radio', 'Venn Valley Post']) {
      const [x, y] = [a!, b!].map(([title, text]) => ({ title, text }))
      expect(
        foldsTogether(
          entry('a', { ...x, outlet: 'Breakwater Radio' }),
          entry('b', { ...y, outlet, hour: 3 }),
        ),
        outlet,
      ).toBe(false)
    }
    const own = { title: a![0], text: a![1] }
    expect(foldsTogether(entry('a', own), entry('b', { ...own, title: 'In brief', hour: 3 }))).toBe(true)
  })
})

it('bulletins of two hours that have half of their news in common stay apart, in one outlet and in two', () => {
  const news = (...of: readonly number[]) => of.map((i) => stories[i]!.paragraphs[0]!).join('\n')
  const opening = 'This is the news of the coast, read by our presenters every hour of the day.'
  const at = (hour: string, text: string, outlet: string) =>
    entry(`${outlet} ${hour}`, { title: `News at ${hour}`, text: `${opening}\n${text}`, outlet })
  const [ten, eleven, noon] = [news(0, 1, 2, 3), news(0, 1, 2, 5), news(0, 2, 5, 6)]
  for (const outlet of ['Radio Hale', 'Coast FM']) {
    expect(foldsTogether(at('10am', ten, 'Radio Hale'), at('11am', eleven, outlet))).toBe(false)
    expect(foldsTogether(at('11 a.m.', eleven, 'Radio Hale'), at('noon', noon, outlet))).toBe(false)
  }
  expect(foldsTogether(at('10am', ten, 'Radio Hale'), at('10 A.M.', ten, 'Coast FM'))).toBe(true)
})

describe('titles with a date', () => {
  const issue = (name: string, title: string, hour = 0) =>
    entry(name, {
      title,
      hour,
      text: 'Your evening companion on the quay: the talk of the boats, the price of herring, a guest from the town hall and the letters that you sent us, with our presenters and now and then with music from the harbour band, every day of the week and twice on the day of the regatta.',
    })

  it.each([
    ['Harbour Talk 8/19/2031', 'Harbour Talk 8/20/2031'],
    ['Quay voices | August 19, 2031', 'Quay voices | August 20, 2031'],
    ['Kaigespräche vom 19. August 2031', 'Kaigespräche vom 20. August 2031'],
    ['Voces del muelle, 19 de agosto', 'Voces del muelle, 20 de agosto'],
    ['港の声 2031年8月19日', '港の声 2031年8月20日'],
  ])('are issues of one programme: %s', (first, second) => {
    expect(foldsTogether(issue('a', first), issue('b', second, 24))).toBe(false)
    expect(foldsTogether(issue('a', first), issue('b', first, 2))).toBe(true)
  })

  it('are one issue however the date is written', () => {
    expect(foldsTogether(issue('a', 'Harbour Talk 8/19/2031'), issue('b', 'Harbour Talk, 19 August'))).toBe(
      true,
    )
  })

  it('are the same news without the day in it', () => {
    const [a, b] = ['Night ferry to sail from May 2', 'Night ferry to sail from next month']
    expect(foldsTogether(issue('a', a!), issue('b', b!))).toBe(true)
  })
})

describe('an entry that carries three whole stories', () => {
  it('joins none of them, whatever comes first', () => {
    stories.slice(0, 10).forEach((story, i) => {
      const three = [story, next(i, 7), next(i, 14)]
      const originals = three.map(({ headline, paragraphs }, n) =>
        entry(`story ${n}`, { title: headline, text: lines(paragraphs), hour: n }),
      )
      const excerpts = three.map(({ altHeadline, paragraphs }, n) =>
        entry(`story ${n} in short`, { title: altHeadline, text: paragraphs[0]!, hour: n + 3 }),
      )
      const digest = entry('digest', {
        title: 'The week',
        text: lines(three.flatMap(({ paragraphs }) => paragraphs)),
        hour: 9,
      })
      for (const arrivals of [
        [digest, ...excerpts, ...originals],
        [...originals, ...excerpts, digest],
      ]) {
        const room = newsroom()
        for (const one of arrivals) room.arrive({ ...one })
        const apart = three.map((_, n) => [`story ${n}`, `story ${n} in short`])
        expect(room.stories()).toEqual([['digest'], ...apart])
        expect(room.verdicts().filter(({ a, b }) => a >= b)).toEqual([])
      }
    })
  })
})
