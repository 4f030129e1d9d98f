import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ParsedEntry } from '../../src/contract/model.ts'
import { anEntry, prose } from '../support/builders.ts'
import { NOON, openTestStore } from '../support/store.ts'

const HOUR = 3_600_000
const OUTLETS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'].map(
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

interface Arrival {
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
const stream = fc.uniqueArray(arrival, {
  minLength: 8,
  maxLength: 40,
  selector: ({ outlet, story, form }) => `${outlet} ${story} ${form}`,
})

function toEntry({ outlet, story, form, hour }: Arrival): ParsedEntry {
  const { title, text } = FORMS[form](story, outlet)
  return anEntry({
    guid: `${form}-${story}@${outlet}`,
    title,
    text: [text, text && FOOTER[outlet]].filter(Boolean).join('\n'),
    link: `${new URL(OUTLETS[outlet]!).origin}/${form}-${story}`,
    publishedAt: NOON - hour * HOUR,
  })
}

/** What becomes of a stream that comes in polls of so many entries. */
async function follow(arrivals: readonly Arrival[], atOnce: number) {
  const { store, stories, subscribe, read } = await openTestStore()
  await subscribe(...OUTLETS)
  for (let n = 0; n < arrivals.length; n += atOnce) {
    const some = arrivals.slice(n, n + atOnce)
    for (const outlet of new Set(some.map((each) => each.outlet))) {
      await read(OUTLETS[outlet]!, some.filter((each) => each.outlet === outlet).map(toEntry))
    }
  }
  const { moved } = await store.rematch({ dryRun: true, now: NOON })
  return {
    moved,
    stories: stories()
      .map((names) => names.split(' ').sort().join(' '))
      .sort(),
  }
}

it('a stream makes the same stories in any order and in polls of any size, and a rematch moves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      stream.chain((one) =>
        fc.tuple(
          fc.constant(one),
          fc.shuffledSubarray(one, { minLength: one.length }),
          fc.integer({ min: 1, max: 9 }),
        ),
      ),
      async ([one, other, atOnce]) => {
        const first = await follow(one, one.length)
        const second = await follow(other, atOnce)
        expect(first.moved).toEqual([])
        expect(second.moved).toEqual([])
        expect(second.stories).toEqual(first.stories)
      },
    ),
    { numRuns: 10 },
  )
}, 120_000)
