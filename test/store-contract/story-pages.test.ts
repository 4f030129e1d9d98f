import { deflateSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StoryFilter } from '../../src/contract/store.ts'
import { toText } from '../../src/store/rows.ts'
import { type Desk, ENGINES, openDesk } from '../support/desk.ts'
import { NOON } from '../support/news-rows.ts'

const ALL: StoryFilter = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }
const DAY = 86_400_000

describe.each(ENGINES)('in $name', (engine) => {
  let desk: Desk

  beforeEach(async () => {
    desk = await openDesk(engine)
  })

  const page = (filter: Partial<StoryFilter>, limit: number | null) =>
    desk.pages.page({ ...ALL, ...filter }, limit)
  const archived = (number: number, filter: Partial<StoryFilter> = {}) =>
    desk.pages.archived(number, { ...ALL, ...filter })
  /** Many stories; every third has a second copy. */
  async function fill(stories: number): Promise<void> {
    await desk.feed({ outlet: 'Harbor Weekly', groups: ['sea'] })
    await desk.feed({ outlet: 'The Vale' })
    await desk.feed({ outlet: 'Rare Times', groups: ['rare'] })
    const numbers = Array.from({ length: stories }, (_, n) => n + 1)
    const entry = (number: number, feed: number, title: string) => ({
      feed_id: feed,
      guid: `${number}`,
      key: `${feed} ${number}`,
      story_id: `story-${number}`,
      title,
      published_at: toText(NOON + number * 1000),
      first_seen_at: toText(NOON + number * 1000),
      last_listed_at: toText(NOON + number * 1000),
      content_hash: '',
    })
    await desk.insert(
      'stories',
      numbers.map((number) => {
        const at = toText(NOON + number * 1000)
        return {
          id: `story-${number}`,
          lead_entry_id: number,
          published_at: at,
          first_seen_at: at,
          updated_at: at,
          outlets: number % 3 === 0 ? 2 : 1,
        }
      }),
    )
    await desk.insert('entries', [
      ...numbers.map((number) => entry(number, number === 17 ? 3 : 1, `Story ${number}`)),
      ...numbers.filter((number) => number % 3 === 0).map((number) => entry(number, 2, 'Copy')),
    ])
  }

  describe('pages of stories', () => {
    it('are the newest, whole, out of ten thousand', async () => {
      await fill(10_000)
      const { stories } = await page({}, 500)
      expect(stories).toHaveLength(500)
      expect(stories.map((story) => story.number)).toEqual(Array.from({ length: 500 }, (_, n) => 10_000 - n))
      expect(stories.filter((story) => story.copies.length === 2)).toHaveLength(167)
      expect((await page({ group: 'rare' }, 500)).stories.map((story) => story.number)).toEqual([17])
      expect((await page({ group: 'sea' }, 500)).stories).toHaveLength(500)
      expect((await page({ minOutlets: 2 }, 5)).stories[0]!.copies.map((copy) => copy.outlet)).toEqual([
        'Harbor Weekly',
        'The Vale',
      ])
    })

    it('walk down the index of the newest, and sort nothing', async () => {
      await fill(1000)
      const plan = await desk.plan(
        `SELECT number FROM stories WHERE alias_of IS NULL AND lead_entry_id IS NOT NULL
       ORDER BY published_at DESC, number DESC LIMIT 100`,
      )
      expect(plan).toMatch(/stories_newest/)
      expect(plan).not.toMatch(/TEMP B-TREE|Sort/)
    })

    it('hold all that is not archived yet, besides the newest', async () => {
      await fill(250)
      await desk.freezeArchive(NOON)
      await desk.sql.script(`UPDATE stories SET published_at = '2020-01-01T00:00:00Z' WHERE number > 200`)
      const { stories, previousPage } = await page({}, null)
      expect(previousPage).toBe(12)
      expect(stories.filter((story) => story.number > 200).map((story) => story.number)).toEqual(
        Array.from({ length: 10 }, (_, n) => 250 - n),
      )
      expect(stories).toHaveLength(110)
      expect((await page({}, 10)).stories).toHaveLength(10)
    })

    it('go on in the archive only where no story lies between', async () => {
      const goesOnIn = async (limit: number | null, filter: Partial<StoryFilter> = {}) =>
        (await page(filter, limit)).previousPage
      await fill(77)
      expect(await goesOnIn(null)).toBeNull()
      await desk.freezeArchive(NOON)
      expect([await goesOnIn(16), await goesOnIn(17), await goesOnIn(null)]).toEqual([null, 3, 3])
      expect(await goesOnIn(1, { group: 'rare' })).toBe(1)
      for (let n = 0; n < 500; n++) await desk.story({ feed: 1 })
      expect(await goesOnIn(null)).toBeNull()
    })

    it('put the lead first, then the copies by time, the undated by when they were seen', async () => {
      const feed = await desk.feed()
      await desk.story(
        { feed, title: 'lead', publishedAt: NOON },
        { feed, title: 'later', publishedAt: NOON + 2 },
        { feed, title: 'undated', publishedAt: null, seenAt: NOON - DAY },
        { feed, title: 'early', publishedAt: NOON - 2 * DAY },
      )
      const [story] = (await page({}, 1)).stories
      expect(story!.copies.map((copy) => copy.title)).toEqual(['lead', 'early', 'undated', 'later'])
    })
  })

  describe('the archive', () => {
    it('freezes a page once stories fill it, and each only once', async () => {
      await fill(199)
      expect([await desk.freezeArchive(NOON), await desk.freezeArchive(NOON)]).toEqual([9, 0])
      await desk.story({ feed: 1 })
      expect(await desk.freezeArchive(NOON)).toBe(1)
    })

    it('filters a page as the feed is filtered', async () => {
      await fill(100)
      await desk.freezeArchive(NOON)
      const numbers = async (filter: Partial<StoryFilter>) =>
        (await archived(1, filter))!.stories.map((story) => story.number).sort((a, b) => a - b)
      for (const filter of [
        { group: 'rare' },
        { outlets: ['The Vale'] },
        { outlets: ['The Vale', 'Rare Times'] },
        { withoutOutlets: ['The Vale', 'Rare Times'] },
        { minOutlets: 2 },
        { group: 'sea', outlets: ['The Vale'] },
      ]) {
        const live = (await page(filter, 500)).stories.map((story) => story.number)
        expect(await numbers(filter)).toEqual(live.filter((number) => number <= 20).sort((a, b) => a - b))
      }
    })

    it('leads a filter from one page that shows it a story to the next', async () => {
      await fill(400)
      await desk.freezeArchive(NOON)
      await desk.copy('story-50', { feed: 3 })
      await desk.sql.script('UPDATE stories SET unarchived = 1 WHERE number BETWEEN 41 AND 60')
      for (let n = 0; n < 40; n++) await desk.story({ feed: 1 })
      expect(await desk.freezeArchive(NOON)).toBe(3)
      const rare = { group: 'rare' }
      const leads = async (number: number) => (await archived(number, rare))!.previousPage
      expect((await page(rare, 1)).previousPage).toBe(21)
      expect((await archived(21, rare))!.stories.map((story) => story.number)).toEqual([50])
      expect([await leads(21), await leads(15), await leads(2), await leads(1)]).toEqual([1, 1, 1, null])
      expect((await page({ outlets: ['Nobody'] }, null)).previousPage).toBeNull()
      expect((await archived(22))!.previousPage).toBe(20) // page 21 holds news to some only
    })

    it('looks through a thousand pages for a rare story, and then leads on to the next page', async () => {
      await fill(20)
      const empty = { frozen_at: toText(NOON), newest_at: toText(NOON), stories: deflateSync('[]') }
      await desk.insert(
        'archive_pages',
        Array.from({ length: 1600 }, (_, n) => ({ page: n + 1, ...empty })),
      )
      await desk.insert('archive_states', [{ story_number: 17, page: 5, feeds: '[3]' }])
      const leads = async (number: number) => (await archived(number, { group: 'rare' }))!.previousPage
      expect([await leads(1500), await leads(499), await leads(6), await leads(5)]).toEqual([499, 5, 5, null])
    })

    it('lets go of pages whose stories are past keeping, but never of the newest', async () => {
      await fill(300)
      await desk.freezeArchive(NOON)
      await desk.sql.script(`DELETE FROM entries; DELETE FROM stories`)
      expect(await desk.dropArchive(NOON + 150_000)).toBe(7)
      expect([await archived(7), (await archived(8))!.previousPage]).toEqual([null, null])
      expect(await desk.dropArchive(NOON + DAY)).toBe(7)
      expect((await archived(15))!.stories).toHaveLength(20)
      expect(await desk.freezeArchive(NOON)).toBe(0)
    })

    it('holds a story that is kept longer than its page in a new one, and once', async () => {
      await fill(60)
      await desk.freezeArchive(NOON)
      await desk.copy('story-1', { feed: 2 })
      await desk.sql.script(
        `UPDATE stories SET unarchived = 1 WHERE number = 1;
       DELETE FROM entries WHERE story_id IN (SELECT id FROM stories WHERE number BETWEEN 2 AND 20);
       DELETE FROM stories WHERE number BETWEEN 2 AND 20`,
      )
      expect(await desk.dropArchive(NOON + 25_000)).toBe(1)
      for (let n = 0; n < 19; n++) await desk.story({ feed: 1, seenAt: NOON + DAY })
      expect(await desk.freezeArchive(NOON)).toBe(1)
      const held = async (page: number) =>
        (await archived(page))!.stories.filter((story) => story.id === 'story-1').length
      expect([await archived(1), await held(2), await held(3), await held(4)]).toEqual([null, 0, 0, 1])
    })
  })
})
