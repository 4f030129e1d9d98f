/**
 * For each weight a pair of invented entries that is decided rightly with it and wrongly without: a weight that has no
 * such pair has no reason to be. Labels as in the corpus.
 */
import type { Label } from '../../corpus/types.ts'
import type { Draft } from '../newsroom.ts'
import { FERRY, MUSEUM, ORCHARD } from '../texts.ts'

export interface Flip {
  readonly label: Label
  readonly why: string
  readonly a: Draft
  readonly b: Draft
}

const ferry = FERRY.split('\n')
const words = (text: string, from: number, to: number) => text.split(' ').slice(from, to).join(' ')
/** Replaces every nth word, as an editor or a careless machine does. */
const edited = (text: string, nth: number) =>
  text
    .split(' ')
    .map((word, i) => (i % nth === nth - 1 ? `${word}x` : word))
    .join(' ')
const OWN = `Night owls in the island city can soon leave the car at home. From the first Friday in May there will be a boat every thirty minutes even in the small hours, after a majority on the transport board backed a trial through October.
Supporters point to a count that found crowds of late workers stuck on the wrong side of the water.`
const ALIKE = 'Harbour ferry to run all night'
const OTHER = 'Good news for bakers and nurses'
const BLURB =
  'Your evening companion on the quay: the talk of the boats, the price of herring, a guest from the town hall and the letters that you sent us, with our presenters and now and then with music from the harbour band.'
const LONG_BLURB = `${BLURB} It is heard every day of the week, twice on the day of the regatta, and never when the fog signal sounds, for then we read the names of the boats that are still out on the water.`
const obituary = (name: string, age: number, place: string) =>
  `${name}, ${age}, of ${place}, passed away peacefully at home on Monday surrounded by family, and will be remembered for kindness and good humour. A service will be held at the Church of the Three Lamps on Saturday at eleven in the morning, and friends are welcome at the harbour hall afterwards. In lieu of flowers the family asks for gifts to the lifeboat fund. Arrangements are by Lindqvist and Daughters.`
/** One form for eight quays: their weather from this day on. */
const forecast = (day: number) =>
  ['the bar', 'the town quay', 'the sluice', 'Saltmere', 'the lightship', 'Aldene', 'the mole', 'Lindholm']
    .map((quay, i) => {
      const figure = (times: number, below: number) => (day * times + i * 3) % below
      return `At ${quay} expect a high of ${figure(5, 14)} degrees and a low of ${figure(3, 9)} degrees, with a ${figure(17, 90)} per cent chance of rain and winds of ${figure(7, 40)} knots from the west.`
    })
    .join(' ')
const NOTICE =
  'This article was first published in the Saltmere Review and is carried here with the leave of its publisher, who keeps all rights to words and pictures.'
const MD = 'Meridian Dispatch'
const HP = 'Harbour Press'
const RADIO = 'Breakwater Radio'
const DEK = 'The harbour ferry links both halves of the city until five in the morning.'

/** Where both have text. */
export const TEXT_PAIRS: Readonly<Record<string, Flip>> = {
  contained: {
    label: 'COPY',
    why: 'an excerpt of twenty words under another headline',
    a: { title: ALIKE, text: FERRY },
    b: { title: OTHER, text: words(FERRY, 0, 24), hour: 5 },
  },
  mostly: {
    label: 'COPY',
    why: 'an excerpt of twenty words under another headline',
    a: { title: ALIKE, text: FERRY },
    b: { title: OTHER, text: words(FERRY, 0, 24), hour: 5 },
  },
  lead: {
    label: 'COPY',
    why: 'an excerpt, lightly edited, under another headline',
    a: { title: ALIKE, text: FERRY },
    b: { title: OTHER, text: edited(words(FERRY, 0, 62), 15), hour: 5 },
  },
  evidence: {
    label: 'COPY',
    why: 'two paragraphs, lightly edited, under another headline',
    a: { title: ALIKE, text: FERRY },
    b: { title: OTHER, text: edited(words(FERRY, 0, 90), 16), hour: 5 },
  },
  headline: {
    label: 'COPY',
    why: 'a sentence, edited, under the same headline',
    a: { title: ALIKE, text: FERRY },
    b: { title: ALIKE, text: edited(words(FERRY, 0, 40), 12), hour: 5 },
  },
  agency: {
    label: 'REVISION',
    why: 'one agency’s report with a new lead and much of the old text',
    a: { title: 'Night ferry approved by the board', text: FERRY, author: MD },
    b: { title: OTHER, text: `${OWN}\n${ferry.slice(2, 5).join('\n')}`, author: MD, hour: 5 },
  },
  otherAgency: {
    label: 'EVENT',
    why: 'two agencies’ reports on one decision with the same statements',
    a: { title: ALIKE, text: FERRY, author: MD },
    b: {
      title: 'Ferry to run all night in harbour',
      text: `${OWN}\n${ferry.slice(2, 4).join('\n')}`,
      author: HP,
      hour: 6,
    },
  },
  cites: {
    label: 'EVENT',
    why: 'a report on what an agency says, with its statements',
    a: { title: ALIKE, text: FERRY, author: MD },
    b: {
      title: 'Harbour ferry to run all night, Meridian Dispatch reports',
      text: `${OWN}\n${ferry.slice(1, 4).join('\n')}`,
      hour: 2,
    },
  },
  late: {
    label: 'EVENT',
    why: 'a report of days later that takes up the same statements',
    a: { title: ALIKE, text: FERRY },
    b: { title: 'Harbour ferry runs at night', text: `${OWN}\n${ferry.slice(2, 4).join('\n')}`, hour: 200 },
  },
  recurringBlurb: {
    label: 'SERIES',
    why: 'one outlet’s description of a programme, on two days',
    a: { title: 'Regatta predictions: Night one', text: BLURB, outlet: RADIO },
    b: { title: 'Regatta predictions: Night two', text: BLURB, outlet: RADIO, hour: 24 },
  },
  retitled: {
    label: 'SERIES',
    why: 'one blurb below two clips of a programme',
    a: { title: 'Herring prices climb again this week', text: LONG_BLURB, outlet: RADIO },
    b: { title: 'Town hall guest speaks of the bridge', text: LONG_BLURB, outlet: RADIO },
  },
  unrelatedHeadlines: {
    label: 'BOILER',
    why: 'a publisher’s notice below two stories',
    a: { title: ALIKE, text: NOTICE },
    b: { title: 'Bakers strike in Karsholm', text: NOTICE, hour: 1 },
  },
  sequel: {
    label: 'SERIES',
    why: 'the next day’s report of one outlet, above the same background',
    a: { title: ALIKE, text: FERRY, outlet: RADIO },
    b: {
      title: 'Fishermen sue over the night ferry',
      text: [OWN, ...ferry.slice(1, 5)].join('\n'),
      outlet: RADIO,
      hour: 26,
    },
  },
  digest: {
    label: 'SERIES',
    why: 'the week’s stories in one entry',
    a: { title: ALIKE, text: FERRY },
    b: {
      title: 'The week in the islands',
      text: [
        FERRY,
        ORCHARD,
        MUSEUM,
        edited(ORCHARD, 3),
        edited(MUSEUM, 3),
        edited(FERRY, 3),
        edited(ORCHARD, 2),
        edited(FERRY, 2),
      ].join('\n'),
      hour: 5,
    },
  },
  issueDate: {
    label: 'SERIES',
    why: 'an issue of a programme, and the programme',
    a: { title: 'Evening voices from the harbour quay, 19 August 2031', text: BLURB },
    b: { title: 'Evening voices from the harbour quay', text: BLURB, hour: 24 },
  },
  titleSubject: {
    label: 'SERIES',
    why: 'one form filled in for two people',
    a: { title: 'In memory of Ada Holm (Lower Venn)', text: obituary('Ada Holm', 81, 'Lower Venn') },
    b: { title: 'In memory of Jon Orsk (Karsholm)', text: obituary('Jon Orsk', 77, 'Karsholm'), hour: 3 },
  },
  otherName: {
    label: 'EVENT',
    why: 'a few words of an agency on two towns',
    a: {
      title: 'Lightning strikes a boat shed in the harbour of Karsholm',
      text: 'A bolt hit the shed before midnight, the fire brigade said. No one was hurt, but engineers were still looking at the roof on Tuesday.',
      author: MD,
    },
    b: {
      title: 'Lightning strikes a boat shed in the harbour of Saltmere',
      text: 'Two masts came down with the doors, a keeper said. No one was hurt, but engineers were still looking at the roof on Tuesday.',
      author: MD,
      hour: 1,
    },
  },
  sibling: {
    label: 'SERIES',
    why: 'two releases of one program',
    a: { title: 'tidebook v3.2.0', text: `${BLURB} Fixes a crash on empty input.` },
    b: { title: 'tidebook v3.2.1', text: `${BLURB} Mends the clock of the lighthouse.`, hour: 3 },
  },
  part: {
    label: 'SERIES',
    why: 'the second part of a report under the introduction of the first',
    a: { title: ALIKE, text: `${BLURB} ${words(ferry[0]!, 0, 20)}` },
    b: { title: `${ALIKE}, part 2`, text: `${BLURB} ${words(ferry[2]!, 0, 20)}`, hour: 3 },
  },
  inverted: {
    label: 'SERIES',
    why: 'two matches in one form of report',
    a: { title: 'Aldene Rovers beat Venn United to reach the final', text: BLURB },
    b: { title: 'Venn United beat Aldene Rovers to reach the final', text: edited(BLURB, 9), hour: 1 },
  },
  littleShared: {
    label: 'EVENT',
    why: 'two long reports that share one statement and a number in their addresses',
    a: { title: ALIKE, text: FERRY, link: 'https://a.example/story/48213377' },
    b: {
      title: ALIKE,
      text: `${ORCHARD}\n${words(ferry[1]!, 0, 12)}`,
      link: 'https://b.example/story/48213377',
    },
  },
  figures: {
    label: 'SERIES',
    why: 'one table with the next day’s figures',
    a: {
      title: 'Prices on the fish quay',
      text: `${words(BLURB, 0, 26)} Herring 12.40, cod 18.10, plaice 22.75, mussels 6.20, crab 31.00, sprat 4.15.`,
    },
    b: {
      title: 'Prices on the fish quay',
      text: `${words(BLURB, 0, 26)} Herring 12.55, cod 17.95, plaice 23.05, mussels 6.35, crab 30.40, sprat 4.25.`,
      hour: 60,
    },
  },
  refilled: {
    label: 'SERIES',
    why: 'two outlets’ weather in one form',
    a: { title: 'Weather on the quays: Monday', text: forecast(1) },
    b: { title: 'Weather on the quays: Friday', text: forecast(5), hour: 5 },
  },
  sameOutlet: {
    label: 'SERIES',
    why: 'two reports of one outlet with the same background',
    a: { title: ALIKE, text: FERRY, outlet: RADIO },
    b: {
      title: 'Harbour ferry needs fourteen more crew',
      text: `${OWN}\n${ferry.slice(1, 4).join('\n')}`,
      outlet: RADIO,
      hour: 6,
    },
  },
  page: {
    label: 'REVISION',
    why: 'a page brought up to date',
    a: { title: ALIKE, text: FERRY, outlet: RADIO, link: 'https://radio.example/news/48213377' },
    b: {
      title: 'Ferry trial to end in October',
      text: [OWN, ...ferry.slice(1, 3)].join('\n'),
      outlet: RADIO,
      link: 'https://radio.example/news/48213377',
      hour: 5,
    },
  },
  genericHeadline: {
    label: 'SERIES',
    why: 'two photographs of one event',
    a: {
      title: 'APTOPIX Venn Ferry',
      text: 'Rescuers carry a stretcher over the pier after a ferry ran aground off Venn, Tuesday, April 8, 2031. (Harbour Photo/Ada Holm)',
      outlet: RADIO,
    },
    b: {
      title: 'Venn Ferry',
      text: 'Relatives wait in the gymnasium after a ferry ran aground off Venn, Tuesday, April 8, 2031. (Harbour Photo/Ada Holm)',
      outlet: RADIO,
    },
  },
  buried: {
    label: 'BOILER',
    why: 'a short notice far down in a long text',
    a: { title: 'Notice from the lighthouse', text: words(MUSEUM, 0, 34) },
    b: { title: ALIKE, text: `${FERRY}\n${words(MUSEUM, 0, 34)}`, hour: 1 },
  },
}

/** Where the headlines must tell. */
export const TITLE_PAIRS: Readonly<Record<string, Flip>> = {
  sameHeadline: {
    label: 'COPY',
    why: 'one headline in two outlets',
    a: { title: 'Port Aldene approves all-night harbour ferry' },
    b: { title: 'Port Aldene approves all-night harbour ferry', hour: 2 },
  },
  agency: {
    label: 'COPY',
    why: 'one agency’s headline, shortened',
    a: { title: 'Port Aldene board approves harbour ferry for the whole night', author: MD },
    b: {
      title: 'Board of Port Aldene backs boats through the night, harbour ferry included',
      author: MD,
      hour: 1.6,
    },
  },
  otherAgency: {
    label: 'EVENT',
    why: 'two agencies under one headline',
    a: { title: 'Port Aldene approves all-night harbour ferry', author: MD },
    b: { title: 'Port Aldene approves all-night harbour ferry', author: HP },
  },
  late: {
    label: 'SERIES',
    why: 'a headline that comes back after days',
    a: { title: 'Port Aldene approves all-night harbour ferry' },
    b: { title: 'Port Aldene approves all-night harbour ferry', hour: 300 },
  },
  nextReport: {
    label: 'EVENT',
    why: 'one agency’s next report: the day is moved',
    a: { title: 'Harbour ferry trial to begin tomorrow, board says', author: MD },
    b: { title: 'Harbour ferry trial to begin next week, board says', author: MD, hour: 22 },
  },
  sameMinute: {
    label: 'REVISION',
    why: 'one agency’s story under two headlines in one minute',
    a: { title: 'Port Aldene board approves harbour ferry for the whole night', author: MD, hour: 0.1 },
    b: { title: 'Night owls cheer: boats after midnight in Port Aldene harbour', author: MD, hour: 0.1 },
  },
  sameOutlet: {
    label: 'SERIES',
    why: 'two of one outlet’s headlines',
    a: { title: 'Grain prices steady as traders wait for rain', outlet: RADIO },
    b: { title: 'Grain prices steady as traders wait for rain after a week of calm', outlet: RADIO, hour: 3 },
  },
  page: {
    label: 'REVISION',
    why: 'a page under a new headline',
    a: {
      title: 'Harbour ferry approved by a narrow vote',
      outlet: RADIO,
      link: 'https://radio.example/news/48213377',
    },
    b: {
      title: 'Harbour ferry: what the vote means',
      outlet: RADIO,
      link: 'https://radio.example/news/48213377',
      hour: 2,
    },
  },
  opening: {
    label: 'EVENT',
    why: 'one agency tells the same of two banks',
    a: { title: 'Karsholm’s central bank holds key rate unchanged', author: MD },
    b: { title: 'Tolvik’s central bank holds key rate unchanged', author: MD, hour: 1 },
  },
  sibling: {
    label: 'SERIES',
    why: 'the numbers of two lotteries',
    a: { title: 'Numbers drawn in the Friday lottery of Karsholm, Pick 3', author: MD },
    b: { title: 'Numbers drawn in the Friday lottery of Karsholm, Pick 5', author: MD },
  },
  refilledHeadline: {
    label: 'SERIES',
    why: 'one list for lakes and for rivers',
    a: { title: 'The cheapest moorings of the summer for small boats on lakes', author: MD, outlet: RADIO },
    b: { title: 'The cheapest moorings of the summer for small boats on rivers', author: MD, outlet: RADIO },
  },
  otherName: {
    label: 'EVENT',
    why: 'an agency tells the same of two towns',
    a: { title: 'Lightning strikes a boat shed in the harbour of Karsholm', author: MD },
    b: { title: 'Lightning strikes a boat shed in the harbour of Saltmere', author: MD, hour: 1 },
  },
  inverted: {
    label: 'EVENT',
    why: 'who beat whom',
    a: { title: 'Aldene Rovers beat Venn United to reach the final', author: MD },
    b: { title: 'Venn United beat Aldene Rovers to reach the final', author: MD },
  },
  ownWords: {
    label: 'EVENT',
    why: 'one short headline, and a sentence of each newsroom’s own',
    a: { title: 'Port Aldene approves night ferry', text: DEK },
    b: {
      title: 'Port Aldene approves night ferry',
      text: 'Late workers can take a boat home from May.',
      hour: 1,
    },
  },
  sameWords: {
    label: 'COPY',
    why: 'the same few words below headlines that are only alike',
    a: { title: 'Night ferry approved', text: 'The harbour ferry will run through the night from May.' },
    b: {
      title: 'Board approves ferry at night',
      text: 'The harbour ferry will run through the night from May.',
      hour: 1,
    },
  },
  issueDate: {
    label: 'SERIES',
    why: 'one day’s pictures of an agency, and its pictures',
    a: { title: 'The harbour in pictures from our photographers', author: MD },
    b: { title: 'The harbour in pictures from our photographers | 9 April 2031', author: MD, hour: 3 },
  },
  genericHeadline: {
    label: 'SERIES',
    why: 'two tables under one agency’s bare title',
    a: { title: 'Rowing Scores', author: MD },
    b: { title: 'Rowing Scores', author: MD, hour: 12 },
  },
  otherKey: {
    label: 'SERIES',
    why: 'two days’ galleries under one name, told apart by the publisher’s key',
    a: {
      title: 'The top pictures of the day from our photographers',
      author: MD,
      link: 'https://a.example/world/the-top-pictures-of-the-day-from-our-photographers-7f43117d',
    },
    b: {
      title: 'The top pictures of the day from our photographers',
      author: MD,
      link: 'https://b.example/world/the-top-pictures-of-the-day-from-our-photographers-0e55c4ed',
      hour: 20,
    },
  },
  part: {
    label: 'SERIES',
    why: 'the second part of a report',
    a: { title: 'Nuns who fled a care home to break into their old convent', author: 'Esme Tolk' },
    b: {
      title: 'Part 2: Nuns who fled a care home to break into their old convent',
      author: 'Esme Tolk',
      hour: 1,
    },
  },
}
