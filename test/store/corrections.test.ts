import { describe, expect, it } from 'vitest'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { anEntry, aSubscription, prose } from '../support/builders.ts'
import { NOON, openTestStore } from '../support/store.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'
const C = 'https://c.test/feed'
const MINUTE = 60_000
const DAY = 86_400_000

async function threeOutlets() {
  const test = await openTestStore()
  await test.subscribe(A, B, C)
  const idOf = (guid: string) =>
    String(test.db.prepare('SELECT entry_id FROM copies WHERE guid = ?').pluck().get(guid))
  const storyOf = (guid: string) =>
    test.db.prepare('SELECT story_id FROM copies WHERE guid = ?').pluck().get(guid) as string
  return { ...test, idOf, storyOf }
}

describe('a person corrects matching', () => {
  it('merges two stories; the older id lives and the other leads to it', async () => {
    const { read, store, stories, storyOf, idOf, db } = await threeOutlets()
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(2) })], NOON + MINUTE)
    const [older, younger] = [storyOf('a'), storyOf('b')]
    await store.merge(younger, idOf('a'), NOON + 2 * MINUTE)
    expect(stories()).toEqual(['a b'])
    expect(storyOf('b')).toBe(older)
    expect(db.prepare('SELECT alias_of FROM stories WHERE id = ?').pluck().get(younger)).toBe(older)
  })

  it('obeys a merge for later copies', async () => {
    const { read, store, stories, idOf } = await threeOutlets()
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(2), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    await store.merge(idOf('a'), idOf('b'), NOON)
    await read(C, [anEntry({ guid: 'c', text: prose(2) })], NOON + MINUTE)
    expect(stories()).toEqual(['a b c'])
  })

  it('splits a copy off, keeps it apart when it changes, and takes it back by undo', async () => {
    const { read, store, stories, idOf, storyOf } = await threeOutlets()
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    const story = storyOf('a')
    const { operation } = await store.split(idOf('b'), NOON)
    expect(stories()).toEqual(['a', 'b'])
    expect(storyOf('a')).toBe(story)
    await read(
      B,
      [anEntry({ guid: 'b', title: 'New headline', text: prose(1), publishedAt: NOON + MINUTE })],
      NOON + MINUTE,
    )
    expect(stories()).toEqual(['a', 'b'])
    await store.undo(operation, NOON + 2 * MINUTE)
    expect(stories()).toEqual(['a b'])
    expect(storyOf('b')).toBe(story)
  })

  /** Every copy's story and whether it leads it. */
  const placesIn = (db: Awaited<ReturnType<typeof threeOutlets>>['db']) =>
    db.prepare('SELECT guid, story_id, is_lead FROM copies ORDER BY guid').all()

  it.each(['a', 'b', 'c'])('leaves every id as it was by a split of %s and its undo', async (guid) => {
    const { read, store, idOf, db, file } = await threeOutlets()
    const beginning = prose(1, 8).split('\n').slice(0, 3).join('\n')
    await read(A, [anEntry({ guid: 'a', text: beginning })])
    await read(B, [anEntry({ guid: 'b', text: prose(1, 8), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    await read(C, [anEntry({ guid: 'c', text: prose(1, 8), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    const before = placesIn(db)
    expect(before.map((copy) => (copy as { is_lead: number }).is_lead)).toEqual([0, 1, 0])
    for (const minute of [2, 4]) {
      const { operation, stories } = await store.split(idOf(guid), NOON + minute * MINUTE)
      expect(stories).toHaveLength(2)
      expect(checkDatabase(file)).toEqual([])
      await store.undo(operation, NOON + (minute + 1) * MINUTE)
      expect(placesIn(db)).toEqual(before)
    }
  })

  it('leaves every id as it was by a merge and its undo, also where the younger story’s copy led', async () => {
    const { subscribe, read, store, idOf, storyOf, db } = await threeOutlets()
    const agency = 'https://themedialine.org/feed/'
    await subscribe(A, B, C, aSubscription(agency, { outlet: 'The Media Line' }))
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(2), author: 'The Media Line' })], NOON + MINUTE)
    const own = { text: prose(2), author: 'The Media Line', link: 'https://themedialine.org/own' }
    await read(agency, [anEntry({ guid: 'own', ...own })], NOON + 2 * MINUTE)
    const before = placesIn(db)
    const { operation } = await store.merge(idOf('a'), idOf('b'), NOON + 3 * MINUTE)
    expect(db.prepare('SELECT is_lead FROM copies WHERE guid = ?').pluck().get('own')).toBe(1)
    await read(C, [anEntry({ guid: 'c', text: prose(2) })], NOON + 4 * MINUTE)
    await store.undo(operation, NOON + 5 * MINUTE)
    expect(placesIn(db).filter((copy) => (copy as { guid: string }).guid !== 'c')).toEqual(before)
    expect(storyOf('c')).toBe(storyOf('own'))
  })

  it('keeps the id that readers had longest where stories become one by themselves', async () => {
    const { read, store, idOf, storyOf } = await threeOutlets()
    const beginning = prose(1, 8).split('\n').slice(0, 3).join('\n')
    await read(A, [anEntry({ guid: 'a', text: beginning })])
    await read(B, [anEntry({ guid: 'b', text: prose(1, 8), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    const had = storyOf('b')
    await read(A, [anEntry({ guid: 'a', text: prose(7) })], NOON + 2 * MINUTE)
    expect([storyOf('b'), storyOf('a') === had]).toEqual([had, false])
    await store.merge(idOf('a'), idOf('b'), NOON + 3 * MINUTE)
    expect([storyOf('a'), storyOf('b')]).toEqual([had, had])
  })

  it('survives a rematch, and a dry run of one changes nothing', async () => {
    const { read, store, stories, idOf } = await threeOutlets()
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    await read(C, [anEntry({ guid: 'c', text: prose(1) })])
    await store.split(idOf('c'), NOON)
    expect(await store.rematch({ dryRun: true, now: NOON })).toMatchObject({
      entries: 3,
      storiesAfter: 2,
      moved: [],
    })
    await store.rematch({ dryRun: false, now: NOON })
    expect(stories()).toEqual(['a b', 'c'])
  })

  it('can speak of entries whose window closed long ago', async () => {
    const { read, store, stories, idOf, tidy } = await threeOutlets()
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(2), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    await tidy(NOON + 60 * DAY)
    await store.merge(idOf('a'), idOf('b'), NOON + 60 * DAY)
    expect(stories()).toEqual(['a b'])
  })

  it('makes no entry of a feed that opted out one that others find', async () => {
    const { subscribe, read, store, idOf, db, tidy } = await threeOutlets()
    await subscribe(aSubscription(A, { match: 'never' }), B, C)
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(2) })])
    await tidy(NOON + 60 * DAY)
    await store.merge(idOf('a'), idOf('b'), NOON + 60 * DAY)
    const keys = db.prepare('SELECT length(keys) FROM prints WHERE entry_id = ?').pluck()
    expect([keys.get(Number(idOf('a'))), Number(keys.get(Number(idOf('b')))) > 0]).toEqual([0, true])
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
      merge: () => store.merge(idOf('a'), idOf('a'), NOON),
      split: () => store.split(idOf('a'), NOON),
      undo: () => store.undo(7, NOON),
      unknown: () => store.explain('99'),
    }
    await expect(calls[kind as keyof typeof calls]()).rejects.toThrow(message)
  })

  it('explains a story by the passages its copies share', async () => {
    const { read, store, idOf, storyOf } = await threeOutlets()
    await read(A, [anEntry({ guid: 'a', text: prose(1) })])
    await read(B, [anEntry({ guid: 'b', text: prose(1), publishedAt: NOON + MINUTE })], NOON + MINUTE)
    const explanation = await store.explain(idOf('b'))
    expect(explanation.storyId).toBe(storyOf('a'))
    expect(explanation.copies.map((copy) => copy.title)).toEqual([
      expect.stringContaining('(a)'),
      expect.stringContaining('(b)'),
    ])
    expect(prose(1)).toContain(explanation.within[0]!.passages[0]!.split('\n')[0]!.slice(0, 40))
    expect(explanation.within[0]!.score).toBeGreaterThan(0.5)
  })
})
