import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoryFilter, StoryPages } from '../../src/contract/store.ts'
import { dropArchive, freezeArchive } from '../../src/store/sqlite/pages/archive.ts'
import { indexEntries, toFtsSearch } from '../../src/store/sqlite/pages/search.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { type Newsdesk, NOON, openNewsdesk } from '../support/newsdesk.ts'

const ALL: StoryFilter = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }
const DAY = 86_400_000
let desk: Newsdesk
let pages: StoryPages

beforeEach(() => {
  desk = openNewsdesk()
  pages = createStoryPages(desk.reader)
})
afterEach(() => desk.close())

const found = async (filter: Partial<StoryFilter>) => {
  const { stories } = await pages.page({ ...ALL, ...filter }, 50)
  return stories.map((story) => story.lead.title)
}

/** Many stories in two statements; every third has a second copy. */
function fill(stories: number): void {
  desk.feed({ outlet: 'Harbor Weekly', groups: ['sea'] })
  desk.feed({ outlet: 'The Vale' })
  desk.feed({ outlet: 'Rare Times', groups: ['rare'] })
  desk.db.exec(`
    BEGIN;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${stories})
    INSERT INTO stories (id, lead_entry_id, published_at, first_seen_at, updated_at, outlets)
    SELECT 'story-' || i, i, at, at, at, 1 + (i % 3 = 0)
    FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%SZ', ${NOON / 1000} + i, 'unixepoch') AS at FROM n);
    INSERT INTO entries (id, feed_id, guid, key, story_id, title, published_at, first_seen_at, last_listed_at,
                         content_hash)
    SELECT number, CASE WHEN number = 17 THEN 3 ELSE 1 END, number, number, id, 'Story ' || number, published_at,
           first_seen_at, first_seen_at, ''
    FROM stories;
    INSERT INTO entries (feed_id, guid, key, story_id, title, published_at, first_seen_at, last_listed_at,
                         content_hash)
    SELECT 2, number, 'copy' || number, id, 'Copy', published_at, first_seen_at, first_seen_at, ''
    FROM stories WHERE number % 3 = 0;
    COMMIT`)
}

describe('pages of stories', () => {
  it('are the newest, whole, out of ten thousand', async () => {
    fill(10_000)
    const { stories } = await pages.page(ALL, 500)
    expect(stories).toHaveLength(500)
    expect(stories.map((story) => story.number)).toEqual(Array.from({ length: 500 }, (_, n) => 10_000 - n))
    expect(stories.filter((story) => story.copies.length === 2)).toHaveLength(167)
    expect((await pages.page({ ...ALL, group: 'rare' }, 500)).stories.map((story) => story.number)).toEqual([
      17,
    ])
    expect((await pages.page({ ...ALL, group: 'sea' }, 500)).stories).toHaveLength(500)
    expect(
      (await pages.page({ ...ALL, minOutlets: 2 }, 5)).stories[0]!.copies.map((copy) => copy.outlet),
    ).toEqual(['Harbor Weekly', 'The Vale'])
  })

  it('walk down the index of the newest, and sort nothing', () => {
    const plan = desk.db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT number FROM stories WHERE alias_of IS NULL AND lead_entry_id IS NOT NULL
         ORDER BY published_at DESC, number DESC LIMIT 100`,
      )
      .all() as { detail: string }[]
    expect(plan.map((step) => step.detail).join()).toMatch(/stories_newest(?!.*TEMP B-TREE)/)
  })

  it('hold all that is not archived yet, besides the newest', async () => {
    fill(250)
    freezeArchive(desk.db, NOON)
    desk.db.exec(`UPDATE stories SET published_at = '2020-01-01T00:00:00Z' WHERE number > 200`)
    const { stories, previousPage } = await pages.page(ALL, null)
    expect(previousPage).toBe(12)
    expect(stories.filter((story) => story.number > 200).map((story) => story.number)).toEqual(
      Array.from({ length: 10 }, (_, n) => 250 - n),
    )
    expect(stories).toHaveLength(110)
    expect((await pages.page(ALL, 10)).stories).toHaveLength(10)
  })

  it('go on in the archive only where no story lies between', async () => {
    const goesOnIn = async (limit: number | null, filter: Partial<StoryFilter> = {}) =>
      (await pages.page({ ...ALL, ...filter }, limit)).previousPage
    fill(77)
    expect(await goesOnIn(null)).toBeNull()
    freezeArchive(desk.db, NOON)
    expect([await goesOnIn(16), await goesOnIn(17), await goesOnIn(null)]).toEqual([null, 3, 3])
    expect(await goesOnIn(1, { group: 'rare' })).toBe(3)
    for (let n = 0; n < 500; n++) desk.story({ feed: 1 })
    expect(await goesOnIn(null)).toBeNull()
  })

  it('put the lead first, then the copies by time, the undated by when they were seen', async () => {
    const feed = desk.feed()
    desk.story(
      { feed, title: 'lead', publishedAt: NOON },
      { feed, title: 'later', publishedAt: NOON + 2 },
      { feed, title: 'undated', publishedAt: null, seenAt: NOON - DAY },
      { feed, title: 'early', publishedAt: NOON - 2 * DAY },
    )
    const [story] = (await pages.page(ALL, 1)).stories
    expect(story!.copies.map((copy) => copy.title)).toEqual(['lead', 'early', 'undated', 'later'])
  })
})

describe('full-text search', () => {
  it('follows entries in batches, finds stories by their lead, and forgets what changed or went', async () => {
    const feed = desk.feed()
    const ids = ['Ferry', 'Harvest', 'Weather'].map((title) => desk.story({ feed, title }))
    expect([indexEntries(desk.db, 2), indexEntries(desk.db, 2), indexEntries(desk.db, 2)]).toEqual([2, 1, 0])
    expect(await found({ query: 'ferry' })).toEqual(['Ferry'])
    desk.db.exec(`UPDATE entries SET title = 'Tram' WHERE title = 'Ferry'`)
    indexEntries(desk.db, 10)
    expect([await found({ query: 'ferry' }), await found({ query: 'tram' })]).toEqual([[], ['Tram']])
    desk.db.prepare('UPDATE entries SET story_id = ? WHERE story_id = ?').run(ids[0], ids[1])
    desk.db.prepare('UPDATE stories SET alias_of = ?, lead_entry_id = NULL WHERE id = ?').run(ids[0], ids[1])
    desk.db.exec(`DELETE FROM entries WHERE title = 'Weather'; DELETE FROM stories WHERE number = 3`)
    expect(await found({ query: 'harvest OR weather' })).toEqual([])
    const rows = desk.db.prepare("SELECT rowid FROM search WHERE search MATCH 'harvest OR weather'").all()
    expect(rows).toEqual([{ rowid: 2 }])
    desk.db.exec("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
  })

  it.each([
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
  ])('understands %s', async (query, expected) => {
    const feed = desk.feed()
    for (const title of ['a covid-19 case', 'the AT&T deal', '新港口开放', 'Café', 'می\u200cخواهم'])
      desk.story({ feed, title })
    indexEntries(desk.db, 10)
    expect((await found({ query })).sort()).toEqual([...expected].sort())
  })

  it.each(['"', '(', '*', ')', '-', '-*', 'OR', 'title:', '""', 'AND', 'a NOT', '^x {y} + z'])(
    'takes %s as it is written, and finds nothing',
    async (query) => {
      desk.story({ feed: desk.feed(), title: 'The AT&T deal' })
      indexEntries(desk.db, 10)
      expect(await found({ query })).toEqual([])
    },
  )

  it('runs whatever is asked', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '-',
        '"',
        'OR',
        'AND',
        'NOT',
        'title:',
        '(',
        ')',
        '*',
        ':',
        '\0',
        'ferry',
        '-ferry',
        '"a b"',
        ' ',
      ),
    )
    const search = desk.db.prepare('SELECT count(*) FROM search WHERE search MATCH ?').pluck()
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        for (const joint of ['', ' ']) {
          const { matching, notMatching } = toFtsSearch(words.join(joint))
          for (const query of [matching, notMatching]) if (query !== null) search.get(query)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('the archive', () => {
  it('freezes a page once stories fill it, and each only once', () => {
    fill(199)
    expect([freezeArchive(desk.db, NOON), freezeArchive(desk.db, NOON)]).toEqual([9, 0])
    desk.story({ feed: 1 })
    expect(freezeArchive(desk.db, NOON)).toBe(1)
  })

  it('filters a page as the feed is filtered', async () => {
    fill(100)
    freezeArchive(desk.db, NOON)
    const numbers = async (filter: Partial<StoryFilter>) =>
      (await pages.archived(1, { ...ALL, ...filter }))!.stories
        .map((story) => story.number)
        .sort((a, b) => a - b)
    for (const filter of [
      { group: 'rare' },
      { outlets: ['The Vale'] },
      { outlets: ['The Vale', 'Rare Times'] },
      { withoutOutlets: ['The Vale', 'Rare Times'] },
      { minOutlets: 2 },
      { group: 'sea', outlets: ['The Vale'] },
    ]) {
      const live = (await pages.page({ ...ALL, ...filter }, 500)).stories.map((story) => story.number)
      expect(await numbers(filter)).toEqual(live.filter((number) => number <= 20).sort((a, b) => a - b))
    }
  })

  it('lets go of pages whose stories are past keeping, but never of the newest', async () => {
    fill(300)
    freezeArchive(desk.db, NOON)
    desk.db.exec(`DELETE FROM entries; DELETE FROM stories`)
    expect(dropArchive(desk.db, NOON + 150_000)).toBe(7)
    expect([await pages.archived(7, ALL), (await pages.archived(8, ALL))!.previousPage]).toEqual([null, null])
    expect(dropArchive(desk.db, NOON + DAY)).toBe(7)
    expect((await pages.archived(15, ALL))!.stories).toHaveLength(20)
    expect(freezeArchive(desk.db, NOON)).toBe(0)
  })

  it('holds a story that is kept longer than its page in a new one, and once', async () => {
    fill(60)
    freezeArchive(desk.db, NOON)
    desk.copy('story-1', { feed: 2 })
    desk.db.exec(
      `UPDATE stories SET unarchived = 1 WHERE number = 1;
       DELETE FROM entries WHERE story_id IN (SELECT id FROM stories WHERE number BETWEEN 2 AND 20);
       DELETE FROM stories WHERE number BETWEEN 2 AND 20`,
    )
    expect(dropArchive(desk.db, NOON + 25_000)).toBe(1)
    for (let n = 0; n < 19; n++) desk.story({ feed: 1, seenAt: NOON + DAY })
    expect(freezeArchive(desk.db, NOON)).toBe(1)
    const held = async (page: number) =>
      (await pages.archived(page, ALL))!.stories.filter((story) => story.id === 'story-1').length
    expect([await pages.archived(1, ALL), await held(2), await held(3), await held(4)]).toEqual([
      null,
      0,
      0,
      1,
    ])
  })
})
