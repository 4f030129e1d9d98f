import { describe, expect, it } from 'vitest'
import { storyIdFor } from '../../src/match/story-id.ts'
import { entryKey } from '../../src/store/entry-rows.ts'
import { anEntry, aSubscription, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const [A, B, H] = ['https://a.test/feed', 'https://b.test/feed', 'https://hostile.test/feed']
const MINUTE = 60_000
const DAY = 86_400_000
const title = 'Harbour ferry to run all night'

describe.each(STORES)('on $name', (engine) => {
  /** A hostile feed that was first with a story of two others, and has something of its own. */
  async function taken() {
    const test = await openNewsStore(engine)
    await test.subscribe(A, B, H)
    const story = (guid: string, given = {}) => anEntry({ guid, title, text: prose(1), ...given })
    await test.read(H, [story('h'), anEntry({ guid: 'own' })], NOON)
    await test.read(A, [story('a')], NOON + MINUTE)
    await test.read(B, [story('b')], NOON + 2 * MINUTE)
    const row = async () =>
      (
        await test.sql.rows(`SELECT story_id AS id, feed_url AS "leadFeed", stories.published_at AS at
        FROM copies JOIN stories ON stories.id = story_id WHERE is_lead = 1 AND story_id = (SELECT story_id FROM copies WHERE guid = 'a')`)
      )[0] as { id: string; leadFeed: string; at: string }
    return { ...test, row }
  }

  const idOf = (feed: string, guid: string) => storyIdFor(entryKey(feed, guid))

  describe('a feed that is forgotten', () => {
    it('goes whole, and leaves lead, id and date of the story to the honest copies', async () => {
      const { store, stories, row, value, sql, check } = await taken()
      expect([await stories(), (await row()).id]).toEqual([['h a b', 'own'], idOf(H, 'h')])
      expect(await store.forget(H, NOON + DAY)).toEqual({ outlet: 'hostile.test', entries: 2 })
      expect(await stories()).toEqual(['a b'])
      expect(await row()).toMatchObject({ id: idOf(A, 'a'), leadFeed: A })
      for (const table of ['feeds', 'entries', 'entry_texts', 'stories', 'poll_log', 'verdicts', 'prints']) {
        const rows = await sql.rows(`SELECT * FROM ${table}`)
        expect(JSON.stringify(rows), table).not.toContain('hostile')
      }
      expect(await value('SELECT count(*) FROM entries')).toBe(2)
      expect(await check()).toEqual([])
    })

    it('leads from its old ids to the story that it was in', async () => {
      const { store, row, pages } = await taken()
      await store.forget(H, NOON + DAY)
      expect(await pages.byId(idOf(H, 'h'))).toEqual({ aliasOf: (await row()).id })
      expect(await pages.byId(idOf(H, 'own'))).toBeNull()
    })

    it('is forgotten after it was unsubscribed from, and told to be unknown where it is', async () => {
      const { store } = await taken()
      await store.unsubscribe(H)
      expect(await store.forget(H, NOON)).toMatchObject({ entries: 2 })
      expect(await store.forget(H, NOON)).toBeNull()
    })

    it('takes what people said of its entries along', async () => {
      const { store, stories, value } = await taken()
      const id = async (guid: string) =>
        String(await value('SELECT entry_id FROM copies WHERE guid = $1', guid))
      await store.merge(await id('own'), await id('a'), NOON + 3 * MINUTE)
      expect(await stories()).toHaveLength(1)
      await store.forget(H, NOON + DAY)
      expect(await stories()).toEqual(['a b'])
      expect(await value('SELECT count(*) FROM overrides WHERE undone_at IS NULL')).toBe(0)
    })

    it('is in no archived page any more, though others’ stories stay there', async () => {
      const { store, read, tidy, pages } = await taken()
      await read(
        A,
        Array.from({ length: 20 }, (_, i) => anEntry({ guid: `more ${i}` })),
        NOON + 3 * MINUTE,
      )
      await tidy(NOON + DAY)
      const leads = async () => {
        const page = await pages.archived(1, EVERYTHING)
        return new Set(page!.stories.flatMap(({ copies }) => copies.map(({ feedUrl }) => feedUrl)))
      }
      expect(await leads()).toEqual(new Set([A, B, H]))
      await store.forget(H, NOON + DAY)
      expect(await leads()).toEqual(new Set([A]))
    })
  })

  const EVERYTHING = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }

  describe('a rematch gives stories back to the honest copies', () => {
    it.each([
      ['of a feed that was unsubscribed from', null],
      ['of a feed that is matched no more', { match: 'never' }],
      ['of a feed that is trusted no more', { trust: 'low' }],
    ] as const)('%s', async (_, change) => {
      const { store, subscribe, row, stories } = await taken()
      await subscribe(A, B, ...(change ? [aSubscription(H, { ...change, outlet: 'hostile.test' })] : []))
      await store.rematch({ dryRun: false, now: NOON + DAY })
      expect(await row()).toMatchObject({ id: idOf(A, 'a'), leadFeed: A })
      expect(await stories()).toEqual(change && 'match' in change ? ['a b', 'h', 'own'] : ['a b h', 'own'])
    })

    it('with the id that they had before it came', async () => {
      const { store, subscribe, read, row, stories } = await openStoryOf(A)
      const id = (await row()).id
      await read(H, [anEntry({ guid: 'h', title, text: prose(1), author: 'Reuters' })], NOON + MINUTE)
      await subscribe(A, B)
      await store.rematch({ dryRun: false, now: NOON + DAY })
      expect([(await row()).id, await stories()]).toEqual([id, ['a h']])
    })
  })

  async function openStoryOf(feed: string) {
    const test = await openNewsStore(engine)
    await test.subscribe(A, B, H)
    await test.read(feed, [anEntry({ guid: 'a', title, text: prose(1) })], NOON)
    const row = async () =>
      (await test.sql.rows("SELECT story_id AS id FROM copies WHERE guid = 'a'"))[0] as { id: string }
    return { ...test, row }
  }
})
