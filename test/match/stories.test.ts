import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MatchEntry } from '../../src/contract/matching.ts'
import { type Draft, entry, foldsTogether, newsroom } from './newsroom.ts'
import { ABOVE, BELOW, FERRY, LANGUAGES, MUSEUM, ORCHARD } from './texts.ts'

const paragraphs = FERRY.split('\n')
const sentences = (text: string) => text.split(/(?<=[.”])\s/)
const firstWords = (text: string, count: number) => text.split(' ').slice(0, count).join(' ')
/** Replaces every nth word. */
const edited = (text: string, nth: number) =>
  text.replace(/\p{L}+/gu, (word, at: number) => (at % nth === 0 ? `${word}x` : word))
const asQuotation = (text: string) => `“${text.replace(/[“”]/g, '')}”`

/** The same few facts in other words. */
const OWN_REPORT = `Night owls in the island city can soon leave the car at home. From the first Friday in May there will be a boat every thirty minutes even in the small hours, after a majority on the transport board backed a trial through October.
Supporters point to a count that found crowds of late workers stuck on the wrong side of the water. Opponents fear for the budget and prefer a new roof over the terminal, and the fishing fleet wants the skippers to go slowly past its nets.
Whoever wants to ride needs nothing but the usual ticket. Should the boats stay empty, the board will end the experiment.`

const original = (draft: Draft = {}) =>
  entry('original', { title: 'Harbour ferry to run all night', text: FERRY, ...draft })
const copy = (text: string, draft: Draft = {}) =>
  entry('copy', { title: 'Boats after midnight', text, hour: 5, ...draft })

describe('a text folds with its original', () => {
  it.each<[string, string]>([
    ['word for word', FERRY],
    ['below a widget and above a footer', `${ABOVE}\n${FERRY}\n${BELOW}`],
    ['without its last third', paragraphs.slice(0, 4).join('\n')],
    ['without its lead', paragraphs.slice(1).join('\n')],
    ['as two paragraphs', paragraphs.slice(0, 2).join('\n')],
    ['as its first paragraph', paragraphs[0]!],
    ['as an excerpt of forty words', `${firstWords(FERRY, 43)} […]`],
    ['as an excerpt of twenty-five words', `${firstWords(FERRY, 28)}…`],
    ['with a word in thirty changed', edited(FERRY, 30)],
    ['with every paragraph joined to the next', FERRY.replaceAll('\n', ' ')],
    ['with a paragraph of the outlet’s own at the end', `${FERRY}\n${sentences(MUSEUM)[0]}`],
    ['with a new lead', [sentences(OWN_REPORT)[0], ...paragraphs.slice(1)].join('\n')],
  ])('%s', (_how, text) => {
    expect(foldsTogether(original(), copy(text))).toBe(true)
  })
})

it('two captions that their outlet has above one standing sentence stay two when another outlet has one of them', () => {
  const standing =
    'in the flooded town of Lower Venn, where at least fourteen people died when the dam above the old mill gave way after three days of rain and the water rose to the roofs within an hour, the mayor said on Tuesday.'
  const picture = (name: string, title: string, scene: string, outlet: string, hour: number) =>
    entry(name, { title, text: `${scene} ${standing}`, outlet, hour })
  const room = newsroom()
  room.arrive(
    picture('nurse', 'Tuesday in Lower Venn', 'A nurse feeds a child', 'Plateau Review', 0),
    picture('tailor', 'What could be saved', 'A man carries his sewing machine', 'Plateau Review', 1),
    picture('copy', 'What could be saved', 'A man carries his sewing machine', 'World Ledger', 4),
  )
  expect(room.stories()).toEqual([['copy', 'tailor'], ['nurse']])
})

describe('a text stays apart from one that', () => {
  it.each<[string, string]>([
    ['is about something else', ORCHARD],
    ['tells the same event in its own words', OWN_REPORT],
    ['quotes a sentence of it', `${OWN_REPORT}\n${paragraphs[3]}`],
    [
      'quotes two paragraphs of it in quotation marks',
      `${OWN_REPORT}\n${asQuotation(`${paragraphs[1]} ${paragraphs[2]}`)}`,
    ],
    ['takes over a paragraph as background', `${ORCHARD}\n${paragraphs[4]}`],
    ['shares only the footer', `${ORCHARD}\n${BELOW}`],
    ['has nearly every word changed', edited(FERRY, 4)],
  ])('%s', (_how, text) => {
    expect(foldsTogether(original({ text: `${FERRY}\n${BELOW}` }), copy(text))).toBe(false)
  })

  it.each<[string, (text: string) => string, boolean]>([
    ['its own words', (text) => text, true],
    ['quotation marks', asQuotation, false],
  ])('gives three statements in %s', (_how, marks, folds) => {
    const statements = [paragraphs[1]!, paragraphs[2]!, paragraphs[4]!].map(marks)
    const report = [...sentences(OWN_REPORT).slice(0, 2), ...statements].join('\n')
    expect(foldsTogether(original(), copy(report))).toBe(folds)
  })

  it.each([
    [4, true],
    [3, false],
  ])('takes over %i of its middle paragraphs between two of its own', (count, folds) => {
    const own = OWN_REPORT.split('\n')
    const report = [own[0], ...paragraphs.slice(1, 1 + count), own[1]].join('\n')
    expect(foldsTogether(original(), copy(report))).toBe(folds)
  })

  it('came three weeks earlier', () => {
    expect(foldsTogether(original(), copy(FERRY, { hour: 21 * 24 }))).toBe(false)
  })
})

describe('little text', () => {
  const SENTENCE =
    'The harbour ferry will run through the night from May, the transport board of Port Aldene decided.'
  const little = (name: string, title: string, text: string, draft: Draft = {}) =>
    entry(name, { title, text, ...draft })

  it('folds when the sentence is the same, whatever stands above it', () => {
    expect(
      foldsTogether(
        little('a', 'Night ferry approved', SENTENCE),
        little('b', 'Sleepless? Take the boat', SENTENCE),
      ),
    ).toBe(true)
  })

  it('folds when the sentence was cut or lightly edited under nearly the same headline', () => {
    const b = little(
      'b',
      'Night ferry approved by board',
      SENTENCE.replace(', the transport board of Port Aldene decided', ''),
    )
    expect(foldsTogether(little('a', 'Night ferry approved', SENTENCE), b)).toBe(true)
  })

  it('stays apart when two outlets tell one event each in a sentence of its own', () => {
    const b = little(
      'b',
      'Port Aldene votes for night boats',
      'Late workers in Port Aldene can take a boat home from May.',
    )
    expect(foldsTogether(little('a', 'Night ferry approved', SENTENCE), b)).toBe(false)
  })

  it('stays apart when it is an outlet’s standing description', () => {
    const standing = 'Our staff of learned harbour watchers say how they see the races end this weekend.'
    const race = (night: string, hour: number) =>
      little(night, `Regatta predictions: Night ${night}`, standing, { outlet: 'Breakwater Radio', hour })
    expect(foldsTogether(race('one', 0), race('two', 24))).toBe(false)
  })
})

describe('a short text below two headlines', () => {
  const below = (name: string, title: string, text: string, draft: Draft = {}) =>
    entry(name, { title, text, ...draft })
  const NOTICE =
    'This story first stood in the Saltmere Review and is carried here with the leave of its publisher, who keeps all rights.'

  it('folds nothing when it tells of neither', () => {
    const a = below('a', 'Harbour ferry to run all night', NOTICE)
    expect(foldsTogether(a, below('b', 'Bakers strike in Karsholm', NOTICE, { hour: 4 }))).toBe(false)
  })

  it('folds them when it tells of one', () => {
    const text =
      'The harbour ferry of Port Aldene will run through the night from May, the transport board decided on Tuesday.'
    const a = below('a', 'Harbour ferry to run all night', text)
    expect(foldsTogether(a, below('b', 'Good news for bakers', text, { hour: 4 }))).toBe(true)
  })

  it('folds them when they have no headline at all', () => {
    expect(foldsTogether(below('a', '', NOTICE), below('b', '', NOTICE, { hour: 1 }))).toBe(true)
  })

  it('parts them when each has one in its own words, though the headlines are one', () => {
    const title = 'What to know about the harbour ferry'
    const a = below(
      'a',
      title,
      'From May a boat leaves every half hour through the night, at the price of an ordinary ticket.',
    )
    const b = below(
      'b',
      title,
      'Nurses and dockers asked for it all winter; now late workers need no taxi across the long bridge.',
      { hour: 5 },
    )
    expect(foldsTogether(a, b)).toBe(false)
  })
})

describe('the next day’s report of an outlet', () => {
  const day = (name: string, lead: string, draft: Draft) =>
    entry(name, {
      text: [lead, ...paragraphs.slice(2)].join('\n'),
      outlet: 'Breakwater Radio',
      title: 'Port Aldene and its night ferry',
      ...draft,
    })
  const FIRST =
    'The transport board of Port Aldene decided on Tuesday that the harbour ferry will run all night.'
  const NEXT =
    'Fishermen blocked the quay with their boats on Wednesday morning to keep their nets from harm, and left only when the harbour master had promised them in writing that a warden would sail with every boat until the summer.'

  it('stays apart from the first, though it repeats the background', () => {
    const first = day('first', FIRST, { link: 'https://radio.example/one' })
    expect(foldsTogether(first, day('next', NEXT, { link: 'https://radio.example/two', hour: 22 }))).toBe(
      false,
    )
  })

  it('is an update when it stands on the same page, or comes within hours', () => {
    const link = 'https://radio.example/one'
    const first = day('first', FIRST, { link })
    expect(foldsTogether(first, day('next', NEXT, { link, hour: 22 }))).toBe(true)
    expect(foldsTogether(first, day('soon', NEXT, { link: 'https://radio.example/two', hour: 3 }))).toBe(true)
  })
})

describe('an outlet’s table', () => {
  const table = (name: string, figures: string, hour: number) =>
    entry(name, {
      title: 'Tides and lamps for the week',
      outlet: 'Breakwater Radio',
      hour,
      text: `All times are for the bar at Port Aldene; add eleven minutes for the town quay and take off a quarter of an hour for the sluice. Heights are above chart datum and a gale may add to any of them. ${figures} The harbour office is open in the morning and asks that nobody telephone about the colour of the water.`,
    })
  const FIRST = 'High water at 4.12 and 16.40 (5.1 and 5.3), lamps at 18.02 and 7.21.'

  it('stays apart from the next one, with other figures', () => {
    const next = table('second', 'High water at 9.55 and 22.19 (4.0 and 3.9), lamps at 17.47 and 7.33.', 48)
    expect(foldsTogether(table('first', FIRST, 0), next)).toBe(false)
  })

  it('folds with itself, corrected in one figure', () => {
    expect(foldsTogether(table('first', FIRST, 0), table('second', FIRST.replace('7.21', '7.22'), 2))).toBe(
      true,
    )
  })
})

describe('one form, filled in by two outlets', () => {
  const TOWNS = [
    'Port Aldene',
    'Saltmere',
    'Lindholm',
    'the lightship',
    'the mole',
    'the sluice',
    'Aldene',
    'the bar',
  ]
  const felt = (day: number) =>
    TOWNS.map((town, i) => {
      const figure = (times: number, below: number) => (day * times + i * 5) % below
      return `The tremor was felt in ${town}, ${figure(7, 38)} kilometres from the epicentre, at ${figure(1, 12)}.${figure(13, 60)}, at a depth of ${figure(17, 60)} kilometres, and ${figure(311, 2000)} reports were submitted to the monitoring service.`
    }).join(' ')
  const tremor = (name: string, near: string, text: string) =>
    entry(name, { title: `Magnitude 4.1 earthquake recorded near ${near}`, text })

  it('tells two stories where the figures are others', () => {
    expect(foldsTogether(tremor('a', 'Saltmere', felt(1)), tremor('b', 'Lindholm', felt(2)))).toBe(false)
  })

  it('tells one story where one figure was corrected', () => {
    const corrected = felt(1).replace('311 reports', '313 reports')
    expect(foldsTogether(tremor('a', 'Saltmere', felt(1)), tremor('b', 'Saltmere', corrected))).toBe(true)
  })
})

describe('headlines without text', () => {
  const headline = (name: string, title: string, draft: Draft = {}) => entry(name, { title, ...draft })

  it('fold when they are the same but for the agency’s name around them', () => {
    const a = headline('a', 'Meridian Dispatch: Port Aldene approves all-night harbour ferry')
    const b = headline('b', 'Port Aldene approves all-night harbour ferry - Meridian Dispatch', { hour: 2 })
    expect(foldsTogether(a, b)).toBe(true)
  })

  it('fold when one agency updates its headline within hours', () => {
    const a = headline('a', 'Port Aldene approves all-night harbour ferry - Meridian Dispatch')
    const b = headline('b', 'Port Aldene approves all-night ferry despite cost - Meridian Dispatch', {
      hour: 1,
    })
    expect(foldsTogether(a, b)).toBe(true)
  })

  it('of one agency in one minute fold in two outlets, but not in one, nor where a full hour hides the minute', () => {
    const one = (name: string, outlet: string, hour: number) =>
      headline(name, 'Port Aldene board approves harbour ferry for the whole night - Meridian Dispatch', {
        outlet,
        hour,
      })
    const other = (name: string, outlet: string, hour: number) =>
      headline(name, 'Night owls cheer: boats after midnight in Port Aldene harbour - Meridian Dispatch', {
        outlet,
        hour,
      })
    expect(foldsTogether(one('a', 'Breakwater Radio', 0.1), other('b', 'Saltmere Review', 0.1))).toBe(true)
    expect(foldsTogether(one('a', 'Breakwater Radio', 0.1), other('b', 'Breakwater Radio', 0.1))).toBe(false)
    expect(foldsTogether(one('a', 'Breakwater Radio', 12), other('b', 'Saltmere Review', 12))).toBe(false)
  })

  it('stay apart when two agencies head the same event nearly alike', () => {
    const a = headline('a', 'Port Aldene approves all-night harbour ferry - Meridian Dispatch')
    const b = headline('b', 'Port Aldene approves all-night harbour ferries - Harbour Press')
    expect(foldsTogether(a, b)).toBe(false)
  })

  it('stay apart when they have a label in common and little behind it', () => {
    const label = 'Northern Coast Evening Report'
    const b = headline('b', `${label}: Harbour road reopened`)
    expect(foldsTogether(headline('a', `${label}: Harbour ferry stopped`), b)).toBe(false)
    expect(foldsTogether(headline('a', `${label}: Harbour road reopened`), b)).toBe(true)
  })

  it.each([
    ['Karsholm’s central bank holds key rate unchanged', 'Tolvik’s central bank holds key rate unchanged'],
    [
      'Aldene Rovers beat Venn United to reach the final',
      'Venn United beat Aldene Rovers to reach the final',
    ],
  ])('stay apart when one agency tells the same of another: %s', (one, other) => {
    const author = 'Meridian Dispatch'
    expect(foldsTogether(headline('a', one, { author }), headline('b', other, { author, hour: 1 }))).toBe(
      false,
    )
  })

  it('fold when who says it stands before or behind', () => {
    const a = headline('a', 'Port Aldene approves all-night harbour ferry, board says')
    expect(
      foldsTogether(a, headline('b', 'Board says Port Aldene approves all-night harbour ferry', { hour: 1 })),
    ).toBe(true)
  })

  it.each([
    ['Morning Brief: Monday, April 7', 'Morning Brief: Tuesday, April 8'],
    ['Pictures of the Day | April 7', 'Pictures of the Day | April 9'],
    ['Grain prices steady as traders wait', 'Grain prices slip as traders sell'],
  ])('stay apart when they are a series: %s', (monday, tuesday) => {
    const outlet = 'Breakwater Radio'
    expect(
      foldsTogether(headline('a', monday, { outlet }), headline('b', tuesday, { outlet, hour: 24 })),
    ).toBe(false)
  })
})

describe('a digest', () => {
  const lead = (text: string) => text.split('\n')[0]!
  const digest = entry('digest', {
    title: 'In other news: what we are reading',
    text: `Good evening from our newsroom.\n${lead(MUSEUM)}\n${lead(FERRY)}\n${lead(ORCHARD)}`,
    hour: 9,
  })
  const ferry = original()
  const ferryExcerpt = copy(lead(FERRY))
  const orchard = entry('orchard', { title: 'Frost kills plum blossom', text: ORCHARD })
  const orchardExcerpt = entry('orchard excerpt', { title: 'Orchards freeze', text: lead(ORCHARD), hour: 4 })

  it('neither joins nor bridges the stories that it carries', () => {
    const room = newsroom()
    room.arrive(ferry, ferryExcerpt, orchard, orchardExcerpt, digest)
    expect(room.stories()).toEqual([['copy', 'original'], ['digest'], ['orchard', 'orchard excerpt']])
  })

  it('does not make a digest of the story whose lead it carries beside an excerpt', () => {
    const outlet = 'Lake Post'
    const first = sentences(FERRY)[0]!
    const whole = original({ text: sentences(FERRY).slice(0, 4).join(' ') })
    const excerpt = copy(first, { title: 'Harbour ferry to run all night | Lake Post', outlet })
    const text = `${first}\n${sentences(ORCHARD)[0]}`
    const brief = entry('brief', { title: 'Today in three minutes', text, outlet, hour: 8 })
    const room = newsroom()
    room.arrive(whole, excerpt, brief)
    expect(room.stories()).toEqual([['brief'], ['copy', 'original']])
  })

  it('of two leads is neither, whatever it is called and whomever it credits', () => {
    const author = 'Meridian Dispatch'
    const stories = [original({ author }), { ...orchard, author }]
    const leads = entry('leads', {
      title: 'Harbour ferry to run all night, plum blossom frozen, and more',
      text: `${lead(FERRY)}\n${lead(ORCHARD)}`,
      author,
      hour: 5,
    })
    const room = newsroom()
    room.arrive(...stories, ferryExcerpt, leads)
    expect(room.stories()).toEqual([['copy', 'original'], ['leads'], ['orchard']])
  })

  it('keeps apart from excerpts also when their originals come later', () => {
    const room = newsroom()
    for (const one of [digest, orchardExcerpt, ferryExcerpt, orchard, ferry]) room.arrive(one)
    expect(room.stories()).toEqual([['copy', 'original'], ['digest'], ['orchard', 'orchard excerpt']])
  })
})

describe('credit', () => {
  const half = `${sentences(OWN_REPORT).slice(0, 5).join(' ')}\n${paragraphs.slice(2, 3).join('\n')}\n${paragraphs[4]}`

  it('lets one agency’s rewritten report fold, and keeps that of another agency apart', () => {
    const text = FERRY.replace('PORT ALDENE —', 'PORT ALDENE (Meridian Dispatch) —')
    const from = (agency: string) =>
      copy(`PORT ALDENE (${agency}) — ${half}`, { title: 'Port Aldene gets a night ferry' })
    expect(foldsTogether(original({ text }), from('Meridian Dispatch'))).toBe(true)
    expect(foldsTogether(original({ text }), from('Harbour Press'))).toBe(false)
  })

  it('keeps a report on an agency’s report apart from it', () => {
    const a = entry('a', {
      title: 'Aldene Shipping in talks to buy four ferries',
      outlet: 'Meridian Dispatch',
    })
    const b = entry('b', {
      title: 'Aldene Shipping in talks to buy four ferries, Meridian Dispatch reports - Harbour Press',
    })
    expect(foldsTogether(a, b)).toBe(false)
  })
})

describe.each(Object.entries(LANGUAGES))('in %s', (_language, [text, other]) => {
  const half = firstWords(text, Math.ceil(text.split(' ').length * 0.6))
  const excerpt = half === text ? text.slice(0, Math.ceil(text.length * 0.6)) : half

  it('a copy and an excerpt fold and another report of that day does not', () => {
    const room = newsroom()
    room.arrive(
      entry('a', { text }),
      entry('b copy', { text: `${text}\n${other.slice(0, 30)}` }),
      entry('c excerpt', { text: excerpt }),
      entry('d other', { text: other }),
    )
    expect(room.stories()).toEqual([['a', 'b copy', 'c excerpt'], ['d other']])
  })
})

describe('a person’s word', () => {
  it('joins what no rule would join, and keeps what comes later', () => {
    const room = newsroom()
    const [a, b] = [original(), entry('orchard', { text: ORCHARD })]
    room.arrive(a, b)
    room.override('together', a, b)
    expect(room.stories()).toEqual([['orchard', 'original']])
    room.arrive(copy(FERRY))
    expect(room.stories()).toEqual([['copy', 'orchard', 'original']])
  })

  it('parts what every rule would join, also when a further copy fits both', () => {
    const room = newsroom()
    const [a, b] = [original(), copy(FERRY)]
    room.arrive(a, b)
    expect(room.stories()).toHaveLength(1)
    room.override('apart', a, b)
    expect(room.stories()).toEqual([['copy'], ['original']])
    room.arrive(entry('third', { text: FERRY, hour: 6 }))
    expect(room.stories()).toHaveLength(2)
    room.override('together', room.entry('third'), a)
    expect(room.stories()).toEqual([['copy'], ['original', 'third']])
    expect(room.storyOf(a)).not.toBe(room.storyOf(b))
  })
})

describe('stories', () => {
  const pool = (): MatchEntry[] => [
    original({ text: `${ABOVE}\n${FERRY}`, outlet: 'Breakwater Radio' }),
    copy(paragraphs.slice(0, 3).join('\n')),
    entry('excerpt', { title: 'All night long', text: firstWords(FERRY, 40), hour: 2 }),
    entry('own report', { title: 'Board backs night boats', text: OWN_REPORT, hour: 1 }),
    entry('orchard', {
      title: 'Frost kills blossom',
      text: `${ABOVE}\n${ORCHARD}`,
      outlet: 'Breakwater Radio',
      hour: 3,
    }),
    entry('orchard copy', { title: 'Plum festival in doubt', text: ORCHARD, hour: 8 }),
    entry('museum', {
      title: 'Chest goes home',
      text: `${ABOVE}\n${MUSEUM}`,
      outlet: 'Breakwater Radio',
      hour: 7,
    }),
    entry('digest', {
      title: 'The day',
      text: `${paragraphs[0]}\n${ORCHARD.split('\n')[0]}\n${sentences(MUSEUM)[0]}`,
      hour: 12,
    }),
  ]

  it('are the same whatever the order of arrival, in one go or one by one', () => {
    const whole = newsroom()
    whole.arrive(...pool())
    const entries = pool()
    fc.assert(
      fc.property(
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.boolean(),
        (order, oneByOne) => {
          const room = newsroom()
          if (oneByOne) for (const one of order) room.arrive(one)
          else room.arrive(...order)
          expect(room.stories()).toEqual(whole.stories())
        },
      ),
      { numRuns: 25, seed: 7 },
    )
    expect(whole.stories()).toContainEqual(['copy', 'excerpt', 'original'])
    expect(whole.stories()).toContainEqual(['orchard', 'orchard copy'])
  })

  it('do not chain: a text made of halves of two stories joins at most one of them', () => {
    const room = newsroom()
    const halves = `${paragraphs.slice(0, 3).join('\n')}\n${ORCHARD.split('\n').slice(0, 3).join('\n')}`
    room.arrive(
      original(),
      copy(FERRY),
      entry('orchard', { text: ORCHARD }),
      entry('orchard copy', { text: ORCHARD }),
      entry('halves', { text: halves }),
    )
    const apart = room.stories().filter((names) => names.includes('original') && names.includes('orchard'))
    expect(apart).toEqual([])
  })

  it('carry the reason for every fold', () => {
    const room = newsroom()
    room.arrive(original(), copy(FERRY))
    const [verdict] = room.explain()
    expect(verdict!.score).toBeGreaterThan(0.9)
    expect(verdict!.features).toMatchObject({ contained: 1, lead: 1, sameOutlet: 0 })
  })
})
