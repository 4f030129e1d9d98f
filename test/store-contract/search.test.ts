import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StoryFilter } from '../../src/contract/store.ts'
import { type Desk, ENGINES, openDesk } from '../support/desk.ts'

const ALL: StoryFilter = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }

const foundIn = async (desk: Desk, filter: Partial<StoryFilter>) => {
  const { stories } = await desk.pages.page({ ...ALL, ...filter }, 50)
  return stories.map((story) => story.lead.title)
}

/** Searches, and the titles that they find. */
const ASKED = new Map<string, readonly string[]>([
  ['covid-19', ['a covid-19 case']],
  ['AT&T', ['the AT&T deal']],
  ['"the deal"', []],
  ['covid -case', []],
  ['deal OR covid -case', ['the AT&T deal']],
  ['-title:deal -title:港 -cafe -میخواهم', ['a covid-19 case']],
  ['cafe OR -"covid 19" -港口 -café', ['Café', 'the AT&T deal', 'می\u200cخواهم']],
  ['title:"at&t deal"', ['the AT&T deal']],
  ['text of copy -title:deal -case -港口 -title:میخواهم', ['Café']],
  ['dea*', []],
  ['(covid', ['a covid-19 case']],
  ['covid NOT case', []],
  ['"covid', ['a covid-19 case']],
  ['OR covid OR', ['a covid-19 case']],
  ['NEAR(covid case)', []],
  ['covid\0', ['a covid-19 case']],
  ['title:deal', ['the AT&T deal']],
  ['case OR deal', ['the AT&T deal', 'a covid-19 case']],
  ['港口', ['新港口开放']],
  ['cafe', ['Café']],
  ['میخواهم', ['می\u200cخواهم']],
  ['می\u200cخواهم', ['می\u200cخواهم']],
  ["o'clock", []],
])

describe.each(ENGINES)('full-text search in $name', (engine) => {
  let desk: Desk
  const found = (filter: Partial<StoryFilter>) => foundIn(desk, filter)

  beforeEach(async () => {
    desk = await openDesk(engine)
  })

  it('follows no more than a batch, whatever the database learned of what waits while it was one entry', async () => {
    const feed = await desk.feed()
    await desk.story({ feed, title: 'Ferry' })
    await desk.sql.script('ANALYZE search_pending')
    for (const title of ['Harvest', 'Weather']) await desk.story({ feed, title })
    expect(await desk.indexEntries(2)).toBe(2)
  })

  it('follows entries in batches, finds stories by their lead, and forgets what changed or went', async () => {
    const feed = await desk.feed()
    const ids: string[] = []
    for (const title of ['Ferry', 'Harvest', 'Weather']) ids.push(await desk.story({ feed, title }))
    for (const took of [2, 1, 0]) expect(await desk.indexEntries(2)).toBe(took)
    expect(await found({ query: 'ferry' })).toEqual(['Ferry'])
    await desk.sql.script(`UPDATE entries SET title = 'Tram' WHERE title = 'Ferry'`)
    expect(await found({ query: 'ferry OR tram' })).toEqual([])
    expect(await desk.indexEntries(10)).toBe(1)
    expect([await found({ query: 'ferry' }), await found({ query: 'tram' })]).toEqual([[], ['Tram']])
    await desk.sql.run('UPDATE entries SET story_id = $1 WHERE story_id = $2', [ids[0], ids[1]])
    await desk.sql.run('UPDATE stories SET alias_of = $1, lead_entry_id = NULL WHERE id = $2', [
      ids[0],
      ids[1],
    ])
    await desk.sql.script(`DELETE FROM entries WHERE title = 'Weather'; DELETE FROM stories WHERE number = 3`)
    expect(await found({ query: 'harvest OR weather' })).toEqual([])
    expect([await desk.indexed('harvest'), await desk.indexed('weather')]).toEqual([[2], []])
  })

  it('understands words, phrases, what is not wanted, OR and titles', async () => {
    const feed = await desk.feed()
    for (const title of ['a covid-19 case', 'the AT&T deal', '新港口开放', 'Café', 'می\u200cخواهم'])
      await desk.story({ feed, title })
    await desk.indexEntries(10)
    const searches = new Map<string, string[]>()
    for (const query of ASKED.keys()) searches.set(query, (await found({ query })).sort())
    expect(searches).toEqual(new Map([...ASKED].map(([query, titles]) => [query, [...titles].sort()])))
  })

  it('finds phrases at the end of long texts, and none that is not there', async () => {
    const feed = await desk.feed()
    const filler = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `word${from + n}`).join(' ')
    const texts = {
      'One word often': `${'the ferry and '.repeat(400)} the harbour`,
      'Many words': `${filler(0, 20_000)} the harbour mole ${filler(20_000, 20_100)}`,
      Apart: `${filler(0, 16_379)} the last harbour ${filler(16_379, 20_000)} the old harbour`,
      Short: 'the harbour',
    }
    for (const [title, text] of Object.entries(texts)) await desk.story({ feed, title, text })
    await desk.indexEntries(10)
    expect((await found({ query: '"the harbour"' })).sort()).toEqual([
      'Many words',
      'One word often',
      'Short',
    ])
    expect((await found({ query: 'harbour -"the harbour"' })).sort()).toEqual(['Apart'])
    expect((await found({ query: '-"the harbour"' })).sort()).toEqual(['Apart'])
    expect(await found({ query: '"word19999 the harbour mole word20000"' })).toEqual(['Many words'])
    expect((await found({ query: 'title:"many words" OR title:apart' })).sort()).toEqual([
      'Apart',
      'Many words',
    ])
    expect(await found({ query: '"words word0"' })).toEqual([])
  })

  it('takes signs as they are written, and finds nothing', async () => {
    await desk.story({ feed: await desk.feed(), title: 'The AT&T deal' })
    await desk.indexEntries(10)
    for (const query of ['"', '(', '*', ')', '-', '-*', 'OR', 'title:', '""', 'AND', 'a NOT', '^x {y} + z'])
      expect([query, await found({ query })]).toEqual([query, []])
  })
})

const WORDS = [
  'ferry',
  'Ferry',
  'strike',
  'İstanbul',
  'ĳs',
  'Café',
  'cafe',
  'straße',
  'STRASSE',
  'ΣΊΣΥΦΟΣ',
  'σίσυφος',
  'Ёлка',
  'елка',
  'ﬁre',
  'ſo',
  'AT&T',
  'covid-19',
  '港口',
  '新港口开放',
  'می\u200cخواهم',
  'กรุงเทพ',
  'हिन्दी',
  'e\u0301te',
  'o’clock',
  "o'clock",
  '3.5',
  '½',
  'x²',
  '👍',
  'naïve',
  'ŠKODA',
]

/** Letters, marks and signs of many scripts, of those that Unicode had in 2012. */
const aLetter = fc
  .oneof(
    ...[
      [0x20, 0x24f],
      [0x300, 0x331],
      [0x384, 0x3ff],
      [0x400, 0x4ff],
      [0x5d0, 0x5ea],
      [0x620, 0x6ff],
      [0x904, 0x94d],
      [0x1e00, 0x1e9a],
      [0x1ea0, 0x1fbc],
      [0x2010, 0x2027],
      [0x2150, 0x2188],
      [0x3041, 0x30ff],
      [0x4e00, 0x4e80],
    ].map(([min, max]) => fc.integer({ min: min!, max: max! })),
  )
  .map((code) => String.fromCodePoint(code))

const aWord = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...WORDS) },
  fc.string({ unit: aLetter, maxLength: 6 }),
)
const aTitle = fc.array(aWord, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))
const aTerm = fc.oneof(
  { weight: 4, arbitrary: aWord },
  fc.array(aWord, { minLength: 2, maxLength: 3 }).map((words) => `"${words.join(' ')}"`),
  fc.constantFrom('OR', 'AND', 'NOT', '(', '"', '*', '-', 'title:', '\0'),
)
const aSearch = fc
  .array(
    fc.tuple(fc.constantFrom('', '', '', '-', 'title:', '-title:'), aTerm).map((parts) => parts.join('')),
    { minLength: 1, maxLength: 5 },
  )
  .map((terms) => terms.join(' '))

describe('full-text search on two engines', () => {
  it('finds the same, whatever is written and asked', async () => {
    const [one, other] = [await openDesk(ENGINES[0]), await openDesk(ENGINES[1])]
    const feeds = [await one.feed(), await other.feed()]
    let asked = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(aTitle, { minLength: 1, maxLength: 4 }),
        fc.array(aSearch, { minLength: 3, maxLength: 6 }),
        async (titles, searches) => {
          for (const [n, desk] of [one, other].entries()) {
            for (const [m, title] of titles.entries())
              await desk.story({ feed: feeds[n]!, title: `${m} ${title}`, text: titles.join(' ') })
            while ((await desk.indexEntries(100)) > 0);
          }
          for (const query of searches) {
            const answer = await foundIn(one, { query })
            expect([query, await foundIn(other, { query })]).toEqual([query, answer])
            asked += answer.length
          }
        },
      ),
      { numRuns: 40, examples: [[['ferry'], ['"\u1f16 ferry" ferry']]] }, // what Unicode leaves open
    )
    expect(asked).toBeGreaterThan(100)
  })
})
