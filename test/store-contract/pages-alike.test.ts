import { beforeAll, expect, it } from 'vitest'
import type { Browse } from '../../src/contract/people-pages.ts'
import type { StoryFilter, StoryPages } from '../../src/contract/store.ts'
import { DEMO_NOW } from '../support/demo-database.ts'
import { type Demo, openDemo } from '../support/demo-engines.ts'

const DAY = 86_400_000
const ALL: StoryFilter = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
  return () => demo.close()
})

/** Both engines' answers, each awaited. */
async function both<T>(ask: (pages: StoryPages) => Promise<T>): Promise<[sqlite: T, postgres: T]> {
  const { SQLite, PostgreSQL } = demo.engines
  return [await ask(SQLite.pages), await ask(PostgreSQL.pages)]
}

async function expectAlike<T>(ask: (pages: StoryPages) => Promise<T>): Promise<T> {
  const [sqlite, postgres] = await both(ask)
  expect(postgres).toEqual(sqlite)
  return sqlite
}

/** Every kind of filter, in the demo's own names. */
async function filters(): Promise<StoryFilter[]> {
  const outlets = await expectAlike((pages) => pages.outlets())
  const groups = await expectAlike((pages) => pages.groups())
  expect([outlets.length > 5, groups.length > 0]).toEqual([true, true])
  return [
    ALL,
    { ...ALL, minOutlets: 2 },
    { ...ALL, group: groups[0]! },
    { ...ALL, group: 'nobody’s' },
    { ...ALL, outlets: outlets.slice(0, 2) },
    { ...ALL, withoutOutlets: outlets.slice(1, 4) },
    {
      group: groups.at(-1)!,
      outlets: outlets.slice(0, 6),
      withoutOutlets: [outlets[1]!],
      query: null,
      minOutlets: 1,
    },
    ...['harbour', '"the harbour" OR title:council', '-harbour -quay', 'nothing-of-the-kind', 'the', ''].map(
      (query) => ({
        ...ALL,
        query,
      }),
    ),
    { ...ALL, query: 'the -ferry', outlets: outlets.slice(0, 4), minOutlets: 2 },
  ]
}

it('pages of stories are alike in both engines, whatever the filter', async () => {
  for (const filter of await filters()) {
    for (const limit of [1, 20, null]) await expectAlike((pages) => pages.page(filter, limit))
    for (const page of [1, 2, 99]) await expectAlike((pages) => pages.archived(page, filter))
    await expectAlike((pages) => pages.newSince(filter, 10))
  }
  expect((await expectAlike((pages) => pages.archived(1, ALL)))!.stories.length).toBeGreaterThan(10)
})

it('lists of stories are alike, page after page', async () => {
  for (const filter of await filters()) {
    for (const sort of ['newest', 'carried'] as const) {
      for (let after: number | null = null, n = 0; n < 4; n++) {
        const wanted: Browse = { ...filter, sort, since: n === 3 ? DEMO_NOW - DAY : null, after, limit: 7 }
        after = (await expectAlike((pages) => pages.browse(wanted))).next
      }
    }
  }
})

it('single stories, their evidence, changes and corrections are alike', async () => {
  const changes = (await expectAlike((pages) => pages.changes(null, 1000)))!
  expect(changes.stories.some(({ mergedInto }) => mergedInto !== null)).toBe(true)
  expect(changes.stories.some(({ evidence }) => evidence.length > 0)).toBe(true)
  for (const { id } of changes.stories) {
    await expectAlike((pages) => pages.byId(id))
    await expectAlike((pages) => pages.evidence(id))
    await expectAlike((pages) => pages.revisions(id))
    await expectAlike((pages) => pages.corrections(5, id))
  }
  for (const id of ['', 'no such story', 'a\0b'])
    expect(await expectAlike((pages) => pages.byId(id))).toBeNull()
  await expectAlike((pages) => pages.corrections(100, null))
  const { cursor } = (await expectAlike((pages) => pages.changes(null, 5)))!
  await expectAlike((pages) => pages.changes(cursor, 5))
  for (const wrong of ['', 'ffffffff-1', cursor.replace(/\d+$/, '999999')])
    expect(await expectAlike((pages) => pages.changes(wrong, 5))).toBeNull()
})

it('feeds, outlets, counts and texts are alike', async () => {
  expect((await expectAlike((pages) => pages.feeds())).length).toBeGreaterThan(5)
  await expectAlike((pages) => pages.feedStates())
  await expectAlike((pages) => pages.counts())
  for (const at of [0, DEMO_NOW, DEMO_NOW + DAY]) await expectAlike((pages) => pages.queue(at))
  const [sqlite, postgres] = await both((pages) => pages.feedDays(0))
  const sorted = (days: typeof sqlite) => days.map((day) => JSON.stringify(day)).sort()
  expect(sorted(postgres)).toEqual(sorted(sqlite))
  for (const name of await expectAlike((pages) => pages.outlets())) {
    const copies = async (pages: StoryPages, asked: string) => {
      const record = (await pages.carriedBy(asked, DEMO_NOW - 30 * DAY))!
      return { ...record, copies: record.copies.map((copy) => JSON.stringify(copy)).sort() }
    }
    await expectAlike((pages) =>
      copies(
        pages,
        name.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
      ),
    )
    await expectAlike((pages) => copies(pages, name))
  }
  expect(await expectAlike((pages) => pages.carriedBy('Nobody', 0))).toBeNull()
  expect(await expectAlike((pages) => pages.texts([4, 2, 999_999, 3]))).toHaveLength(3)
})
