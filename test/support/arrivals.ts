/** Invented streams of news: what outlets carry of the same stories, in any order. */
import fc from 'fast-check'
import type { ParsedEntry } from '../../src/contract/model.ts'
import { anEntry, prose } from './builders.ts'
import { NOON } from './store.ts'

const HOUR = 3_600_000
export const OUTLETS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'].map(
  (name) => `https://${name}.test/feed`,
)
/** What an outlet puts under every text: its boilerplate is learned while the stream arrives. */
const FOOTER = ['', '', prose(901, 1), prose(902, 1), '', prose(903, 1)]
const STATEMENT = prose(950, 1)
const STORIES = 5

const headline = (story: number) =>
  prose(100 + story, 1)
    .split(' ')
    .slice(0, 9)
    .join(' ')
const paragraphs = (story: number) => prose(200 + story, 6).split('\n')
const excerpt = (text: string) => `${text.split(/\s+/).slice(0, 38).join(' ')} […]`

/** The forms in which an outlet carries a story, or writes of what others carry. */
const FORMS = {
  whole: (story: number) => ({ title: headline(story), text: paragraphs(story).join('\n') }),
  cut: (story: number) => ({ title: headline(story), text: paragraphs(story).slice(0, 4).join('\n') }),
  excerpt: (story: number) => ({ title: headline(story), text: excerpt(paragraphs(story)[0]!) }),
  renamed: (story: number) => ({ title: headline(story + 50), text: paragraphs(story).join('\n') }),
  bare: (story: number) => ({ title: headline(story), text: '' }),
  ownReport: (story: number, outlet: number) => ({
    title: headline(story),
    text: prose(300 + story * 10 + outlet, 4),
  }),
  digest: (story: number, outlet: number) => ({
    title: `Morning briefing ${outlet}`,
    text: [...paragraphs(story), ...paragraphs((story + 1) % STORIES)].join('\n'),
  }),
  statement: (story: number, outlet: number) => ({
    title: headline(story + 60 + outlet),
    text: `${prose(400 + story * 10 + outlet, 3)}\n${STATEMENT}`,
  }),
}

export interface Arrival {
  readonly outlet: number
  readonly story: number
  readonly form: keyof typeof FORMS
  readonly hour: number
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  outlet: fc.nat(OUTLETS.length - 1),
  story: fc.nat(STORIES - 1),
  form: fc.constantFrom(...(Object.keys(FORMS) as (keyof typeof FORMS)[])),
  hour: fc.nat(30),
})
/** Streams of news, as several outlets carry, cut, excerpt and gather it. */
export const stream = fc.uniqueArray(arrival, {
  minLength: 8,
  maxLength: 40,
  selector: ({ outlet, story, form }) => `${outlet} ${story} ${form}`,
})

export function toEntry({ outlet, story, form, hour }: Arrival): ParsedEntry {
  const { title, text } = FORMS[form](story, outlet)
  return anEntry({
    guid: `${form}-${story}@${outlet}`,
    title,
    text: [text, text && FOOTER[outlet]].filter(Boolean).join('\n'),
    link: `${new URL(OUTLETS[outlet]!).origin}/${form}-${story}`,
    publishedAt: NOON - hour * HOUR,
  })
}
