import { describe, expect, it } from 'vitest'
import { anEntry, aSubscription, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { type NewsStore, openNewsStore, STORES } from '../support/stores.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'
const C = 'https://c.test/feed'
const MINUTE = 60_000
const DAY = 86_400_000

describe.each(STORES)('on $name', (engine) => {
  async function threeOutlets() {
    const test = await openNewsStore(engine)
    await test.subscribe(A, B, C)
    const idOf = async (guid: string) =>
      String(await test.value('SELECT entry_id FROM copies WHERE guid = $1', guid))
    const storyOf = async (guid: string) =>
      (await test.value('SELECT story_id FROM copies WHERE guid = $1', guid)) as string
    return { ...test, idOf, storyOf }
  }

  describe('a person corrects matching', () => {
    it('merges two stories; the older id lives and the other leads to it', async () => {
      const { read, store, stories, storyOf, idOf, value } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(2) })], NOON + MINUTE)
      const [older, younger] = [await storyOf('a'), await storyOf('b')]
      await store.merge(younger, await idOf('a'), NOON + 2 * MINUTE)
      expect(await stories()).toEqual(['a b'])
      expect(await storyOf('b')).toBe(older)
      expect(await value('SELECT alias_of FROM stories WHERE id = $1', younger)).toBe(older)
    })

    it('obeys a merge for later copies', async () => {
      const { read, store, stories, idOf } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(2), publishedAt: NOON + MINUTE })], NOON + MINUTE)
      await store.merge(await idOf('a'), await idOf('b'), NOON)
      await read(C, [anEntry({ guid: 'c', text: prose(2) })], NOON + MINUTE)
      expect(await stories()).toEqual(['a b c'])
    })

    it('splits a copy off, keeps it apart when it changes, and takes it back by undo', async () => {
      const { read, store, stories, idOf, storyOf } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })], NOON + MINUTE)
      const story = await storyOf('a')
      const { operation } = await store.split(await idOf('b'), NOON)
      expect(await stories()).toEqual(['a', 'b'])
      expect(await storyOf('a')).toBe(story)
      await read(
        B,
        [anEntry({ guid: 'b', title: 'New headline', text: prose(1), publishedAt: NOON + MINUTE })],
        NOON + MINUTE,
      )
      expect(await stories()).toEqual(['a', 'b'])
      await store.undo(operation, NOON + 2 * MINUTE)
      expect(await stories()).toEqual(['a b'])
      expect(await storyOf('b')).toBe(story)
    })

    /** Every copy's story and whether it leads it. */
    const placesIn = (sql: NewsStore['sql']) =>
      sql.rows('SELECT guid, story_id, is_lead FROM copies ORDER BY guid')

    it.each(['a', 'b', 'c'])('leaves every id as it was by a split of %s and its undo', async (guid) => {
      const { read, store, idOf, sql, check } = await threeOutlets()
      const whole = prose(1, 8)
      const beginning = whole.split('\n').slice(0, 3).join('\n')
      const title = whole.split('\n').at(-1)!.split(' ').slice(0, 6).join(' ')
      await read(A, [anEntry({ guid: 'a', title, text: beginning })])
      const copy = { title, text: whole, publishedAt: NOON + MINUTE }
      await read(B, [anEntry({ guid: 'b', ...copy })], NOON + MINUTE)
      await read(C, [anEntry({ guid: 'c', ...copy })], NOON + MINUTE)
      const before = await placesIn(sql)
      expect(before.map((copy) => (copy as { is_lead: number }).is_lead)).toEqual([0, 1, 0])
      for (const minute of [2, 4]) {
        const { operation, stories } = await store.split(await idOf(guid), NOON + minute * MINUTE)
        expect(stories).toHaveLength(2)
        expect(await check()).toEqual([])
        await store.undo(operation, NOON + (minute + 1) * MINUTE)
        expect(await placesIn(sql)).toEqual(before)
      }
    })

    it('leaves every id as it was by a merge and its undo, also where the younger story’s copy led', async () => {
      const { subscribe, read, store, idOf, storyOf, value, sql } = await threeOutlets()
      const agency = 'https://themedialine.org/feed/'
      await subscribe(A, B, C, aSubscription(agency, { outlet: 'The Media Line' }))
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(2), author: 'The Media Line' })], NOON + MINUTE)
      const own = { text: prose(2), author: 'The Media Line', link: 'https://themedialine.org/own' }
      await read(agency, [anEntry({ guid: 'own', ...own })], NOON + 2 * MINUTE)
      const before = await placesIn(sql)
      const { operation } = await store.merge(await idOf('a'), await idOf('b'), NOON + 3 * MINUTE)
      expect(await value('SELECT is_lead FROM copies WHERE guid = $1', 'own')).toBe(1)
      await read(C, [anEntry({ guid: 'c', text: prose(2) })], NOON + 4 * MINUTE)
      await store.undo(operation, NOON + 5 * MINUTE)
      expect((await placesIn(sql)).filter((copy) => (copy as { guid: string }).guid !== 'c')).toEqual(before)
      expect(await storyOf('c')).toBe(await storyOf('own'))
    })

    it('keeps the id that readers had longest where stories become one by themselves', async () => {
      const { read, store, idOf, storyOf } = await threeOutlets()
      const beginning = prose(1, 8).split('\n').slice(0, 3).join('\n')
      await read(A, [anEntry({ guid: 'a', text: beginning })])
      await read(B, [anEntry({ guid: 'b', text: prose(1, 8), publishedAt: NOON + MINUTE })], NOON + MINUTE)
      const had = await storyOf('b')
      await read(A, [anEntry({ guid: 'a', text: prose(7) })], NOON + 2 * MINUTE)
      expect([await storyOf('b'), (await storyOf('a')) === had]).toEqual([had, false])
      await store.merge(await idOf('a'), await idOf('b'), NOON + 3 * MINUTE)
      expect([await storyOf('a'), await storyOf('b')]).toEqual([had, had])
    })

    describe('of stories of several copies', () => {
      /** Two stories that have nothing in common, in each of three outlets. */
      async function twoStories() {
        const test = await threeOutlets()
        for (const [n, feed] of [A, B, C].entries()) {
          const copy = (letter: string, seed: number) =>
            anEntry({
              guid: `${letter}${n}`,
              title: `Report ${letter}`,
              text: prose(seed),
              publishedAt: null,
            })
          await test.read(feed, [copy('x', 1), copy('y', 2)], NOON + n * MINUTE)
        }
        expect(await test.stories()).toEqual(['x0 x1 x2', 'y0 y1 y2'])
        return test
      }

      it('loses no copy by a merge, nor by a later edit, a rematch and a newcomer', async () => {
        const { subscribe, read, store, stories, idOf } = await twoStories()
        const { operation } = await store.merge(await idOf('x1'), await idOf('y2'), NOON + 3 * MINUTE)
        expect(await stories()).toEqual(['x0 x1 x2 y0 y1 y2'])
        const edited = { title: 'Report y, and more', text: prose(2), publishedAt: null }
        await read(B, [anEntry({ guid: 'y1', ...edited })], NOON + 4 * MINUTE)
        expect(await stories()).toEqual(['x0 x1 x2 y0 y1 y2'])
        await store.rematch({ dryRun: false, now: NOON + 5 * MINUTE })
        expect(await stories()).toEqual(['x0 x1 x2 y0 y1 y2'])
        await subscribe(A, B, C, 'https://d.test/feed')
        await read('https://d.test/feed', [anEntry({ guid: 'y3', text: prose(2) })], NOON + 6 * MINUTE)
        expect(await stories()).toEqual(['x0 x1 x2 y0 y1 y2 y3'])
        await store.undo(operation, NOON + 7 * MINUTE)
        expect(await stories()).toEqual(['x0 x1 x2', 'y0 y1 y2 y3'])
      })

      it('keeps the others together when the one that tied them is split off', async () => {
        const { store, stories, idOf } = await twoStories()
        await store.merge(await idOf('x0'), await idOf('y0'), NOON + 3 * MINUTE)
        const { operation } = await store.split(await idOf('x0'), NOON + 4 * MINUTE)
        expect(await stories()).toEqual(['x0', 'y0 x1 x2 y1 y2'])
        await store.undo(operation, NOON + 5 * MINUTE)
        expect(await stories()).toEqual(['x0 x1 x2 y0 y1 y2'])
      })

      it('takes back a split where a merge says otherwise', async () => {
        const { store, stories, idOf } = await twoStories()
        await store.split(await idOf('x1'), NOON + 3 * MINUTE)
        await store.merge(await idOf('x1'), await idOf('y0'), NOON + 4 * MINUTE)
        expect(await stories()).toEqual(['x0 x2', 'y0 x1 y1 y2'])
        const { operation } = await store.merge(await idOf('y0'), await idOf('x0'), NOON + 5 * MINUTE)
        expect(await stories()).toEqual(['x0 x1 x2 y0 y1 y2'])
        await store.undo(operation, NOON + 6 * MINUTE)
        expect(await stories()).toEqual(['x0 x2', 'y0 x1 y1 y2'])
      })
    })

    it.each([
      ['the newer', [2, 1]],
      ['the older', [1, 2]],
    ])('leaves every id as it was by two corrections of which %s is taken back first', async (_, order) => {
      const { read, store, idOf, sql } = await threeOutlets()
      await read(A, [anEntry({ guid: 'other', text: prose(2) })])
      await read(B, [anEntry({ guid: 'a', text: prose(1) })], NOON + MINUTE)
      await read(C, [anEntry({ guid: 'b', text: prose(1) })], NOON + 2 * MINUTE)
      const before = await placesIn(sql)
      await store.split(await idOf('b'), NOON + 3 * MINUTE)
      await store.merge(await idOf('b'), await idOf('other'), NOON + 4 * MINUTE)
      for (const operation of order) await store.undo(operation, NOON + 5 * MINUTE)
      expect(await placesIn(sql)).toEqual(before)
    })

    it.each([
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
      [2, 3, 1],
      [3, 1, 2],
      [3, 2, 1],
    ])(
      'leaves every id as it was by three corrections that are taken back as %i, %i, %i',
      async (...order) => {
        const { read, store, idOf, sql } = await threeOutlets()
        await read(A, [anEntry({ guid: 'other', text: prose(2) })])
        await read(A, [anEntry({ guid: 'a', text: prose(1) })])
        await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })])
        await read(C, [anEntry({ guid: 'c', text: prose(1), publishedAt: NOON + MINUTE })])
        const before = await placesIn(sql)
        await store.split(await idOf('b'), NOON + MINUTE)
        await store.merge(await idOf('c'), await idOf('other'), NOON + 2 * MINUTE)
        await store.split(await idOf('c'), NOON + 3 * MINUTE)
        for (const operation of order) await store.undo(operation, NOON + 4 * MINUTE)
        expect(await placesIn(sql)).toEqual(before)
      },
    )

    it('folds nothing by an undo whose copy says something else by now', async () => {
      const { read, store, stories, idOf } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })], NOON + MINUTE)
      const { operation } = await store.split(await idOf('b'), NOON + 2 * MINUTE)
      const other = anEntry({ guid: 'b', title: 'Another story', text: prose(2), publishedAt: NOON + MINUTE })
      await read(B, [other], NOON + 3 * MINUTE)
      await store.undo(operation, NOON + 4 * MINUTE)
      expect(await stories()).toEqual(['a', 'b'])
    })

    it('survives a rematch, and a dry run of one changes nothing', async () => {
      const { read, store, stories, idOf } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })], NOON + MINUTE)
      await read(C, [anEntry({ guid: 'c', text: prose(1) })])
      await store.split(await idOf('c'), NOON)
      expect(await store.rematch({ dryRun: true, now: NOON })).toMatchObject({
        entries: 3,
        storiesAfter: 2,
        moved: [],
      })
      await store.rematch({ dryRun: false, now: NOON })
      expect(await stories()).toEqual(['a b', 'c'])
    })

    it('can speak of entries whose window closed long ago', async () => {
      const { read, store, stories, idOf, tidy } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(2), publishedAt: NOON + MINUTE })], NOON + MINUTE)
      await tidy(NOON + 60 * DAY)
      await store.merge(await idOf('a'), await idOf('b'), NOON + 60 * DAY)
      expect(await stories()).toEqual(['a b'])
    })

    it('makes no entry of a feed that opted out one that others find', async () => {
      const { subscribe, read, store, stories, idOf, tidy } = await threeOutlets()
      await subscribe(aSubscription(A, { match: 'never' }), B, C)
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(2) })])
      await tidy(NOON + 60 * DAY)
      await store.merge(await idOf('a'), await idOf('b'), NOON + 60 * DAY)
      await read(C, [anEntry({ guid: 'c', text: prose(1), publishedAt: NOON })], NOON + 60 * DAY)
      expect(await stories()).toEqual(['b a', 'c'])
    })

    it.each([
      ['merge of what is one already', 'one story already', 'merge'],
      ['split of an only copy', 'only copy', 'split'],
      ['undo of nothing', 'no operation 7', 'undo'],
      ['word on an unknown entry', 'no entry or story 99', 'unknown'],
    ])('refuses the %s', async (_what, message, kind) => {
      const { read, store, idOf } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      const calls = {
        merge: async () => store.merge(await idOf('a'), await idOf('a'), NOON),
        split: async () => store.split(await idOf('a'), NOON),
        undo: () => store.undo(7, NOON),
        unknown: () => store.explain('99'),
      }
      await expect(calls[kind as keyof typeof calls]()).rejects.toThrow(message)
    })

    it('takes a story by what feeds and pages call it, too', async () => {
      const { read, store, storyOf } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a' })])
      const id = await storyOf('a')
      for (const name of [`tag:wirefold,2026:story/${id}`, `https://news.example/wire/stories/${id}`])
        expect((await store.explain(name)).storyId).toBe(id)
    })

    it('explains a story by the passages its copies share', async () => {
      const { read, store, idOf, storyOf } = await threeOutlets()
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })], NOON + MINUTE)
      const explanation = await store.explain(await idOf('b'))
      expect(explanation.storyId).toBe(await storyOf('a'))
      expect(explanation.copies.map((copy) => copy.title)).toEqual([
        expect.stringContaining('(a)'),
        expect.stringContaining('(b)'),
      ])
      expect(prose(1)).toContain(explanation.within[0]!.passages[0]!.split('\n')[0]!.slice(0, 40))
      expect(explanation.within[0]!.score).toBeGreaterThan(0.5)
    })
  })
})
