import { describe, expect, it } from 'vitest'
import { aFeed, anEntry, COST, everyFeed, progress, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'

/** Statements that damage a database with one entry, and what a check then finds. */
const DAMAGE = [
  [
    "INSERT INTO fold_evidence VALUES (1, 2, 0.9, 'one text', '{}', '[]')",
    '1 reasons to be in a story of entries that lead theirs',
  ],
  ['UPDATE stories SET outlets = 7', '1 stories that count their outlets or copies wrong'],
  ['UPDATE stories SET lead_entry_id = NULL', '1 stories without a lead copy of their own'],
  [
    "INSERT INTO stories (id, published_at, first_seen_at, updated_at) SELECT 'none', published_at, first_seen_at, updated_at FROM stories",
    '1 stories without any copy',
  ],
] as const

/** Of the search index and the index of keys, which each engine has in tables of its own. */
const DAMAGE_OF = {
  SQLite: [
    ['DROP VIEW copies', 'the view copies, which is missing'],
    ['DROP INDEX entries_story', 'the index entries_story, which is missing'],
    ['INSERT INTO key_runs VALUES (3, 44, 1)', '1 index keys that belong to no run'],
    ['DELETE FROM search', '1 entries that the search index does not hold'],
    [
      'DELETE FROM search_pending; INSERT INTO search_pending VALUES (1)',
      '1 entries in the search index that are gone, or held twice',
    ],
    [
      "INSERT INTO search (rowid, title, text) VALUES (99, 'Gone', '')",
      '1 entries in the search index that are gone, or held twice',
    ],
  ],
  PostgreSQL: [
    ['DELETE FROM search_index', '1 entries that the search index does not hold'],
    [
      'INSERT INTO print_keys (key, place, entry_id) VALUES (7, 0, 1)',
      '1 index keys of entries that have no fingerprint',
    ],
  ],
} as const

describe.each(STORES)('on $name', (engine) => {
  describe('the database', () => {
    it.each([...DAMAGE, ...DAMAGE_OF[engine.name]])(
      'after “%s” is repaired from what is original',
      async (damage, fault) => {
        const { subscribe, read, sql, tidy, check, repair } = await openNewsStore(engine)
        await subscribe(A)
        await read(A, [anEntry({ guid: '1' })])
        await tidy(NOON)
        expect(await check()).toEqual([])
        const stories = () => sql.rows('SELECT * FROM stories')
        const before = await stories()
        await sql.script(damage)
        expect(await check()).toEqual([fault])
        expect(await repair()).toEqual([fault])
        expect(await check()).toEqual([])
        expect(await stories()).toEqual(before)
      },
    )

    it('lets an entry that lost its story wait for a decision again', async () => {
      const { subscribe, read, sql, tidy, check, repair, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [anEntry({ guid: 'a', text: prose(1) })])
      await read(B, [anEntry({ guid: 'b', text: prose(1) })])
      await sql.run('UPDATE entries SET story_id = NULL WHERE id = 2')
      const faults = [
        '1 entries without a story that wait for no decision',
        '1 stories that count their outlets or copies wrong',
      ]
      expect(await check()).toEqual(faults)
      expect(await repair()).toEqual(faults)
      await tidy(NOON)
      expect(await stories()).toEqual(['a b'])
      expect(await check()).toEqual([])
    })

    it('goes on from the prints of an older version', async () => {
      const { subscribe, read, sql, again, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [anEntry({ guid: '1', text: prose(1) })])
      await sql.run('UPDATE prints SET version = 0, bytes = $1', [Buffer.alloc(4)])
      const newer = await again()
      const feed = (await newer.claimAll(everyFeed(NOON))).find(({ url }) => url === B)!
      const parsed = aFeed([anEntry({ guid: '2', text: prose(1) })])
      await newer.recordPoll(
        { feed, progress: progress(), validators: null, read: { parsed, bodyHash: '2' }, took: COST },
        NOON,
      )
      expect(await stories()).toEqual(['1 2'])
    })

    it('keeps every story when the prints of all its copies have to be made anew', async () => {
      const { subscribe, read, sql, again, column } = await openNewsStore(engine)
      await subscribe(A, B)
      const numbers = Array.from({ length: 60 }, (_, i) => i)
      for (const feed of [B, A])
        await read(
          feed,
          numbers.map((i) => anEntry({ guid: `${i}`, text: prose(i) })),
        )
      const all = async () => [
        await column('SELECT story_id FROM copies ORDER BY entry_id'),
        await column('SELECT id FROM stories ORDER BY id'),
      ]
      const before = await all()
      await sql.run('UPDATE prints SET version = 0, bytes = $1', [Buffer.alloc(4)])
      await (await again()).maintain({ retentionMs: 365 * 86_400_000, now: NOON })
      expect(before[1]).toHaveLength(60)
      expect(await all()).toEqual(before)
    })

    it('explains and corrects what has the prints of an older version', async () => {
      const { subscribe, read, sql, again, column, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [anEntry({ guid: '1', text: prose(1) })])
      await read(B, [anEntry({ guid: '2', text: prose(2) })])
      const newer = await again()
      await sql.run('UPDATE prints SET version = 0, bytes = $1', [Buffer.alloc(4)])
      const [first, second] = (await column('SELECT entry_id FROM copies ORDER BY guid')).map(String)
      expect((await newer.explain(first!)).copies).toHaveLength(1)
      await (await again()).merge(first!, second!, NOON)
      expect(await stories()).toEqual(['1 2'])
    })

    it('gives every story the same id again when it is lost and read anew', async () => {
      const ids = async () => {
        const { subscribe, read, column } = await openNewsStore(engine)
        await subscribe(A)
        await read(A, [anEntry({ guid: '1' })])
        return column('SELECT story_id FROM copies')
      }
      expect(await ids()).toEqual(await ids())
    })

    it('keeps its times as text that any client reads', async () => {
      const { subscribe, read, sql } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [
        anEntry({ guid: '1', publishedAt: Date.UTC(1969, 6, 20, 20, 17, 40) }),
        anEntry({ guid: '2', publishedAt: null }),
      ])
      const rows = await sql.rows('SELECT published_at, first_seen_at FROM copies ORDER BY guid')
      expect(rows).toEqual([
        { published_at: '1969-07-20T20:17:40Z', first_seen_at: '2026-05-01T12:00:00Z' },
        { published_at: null, first_seen_at: '2026-05-01T12:00:00Z' },
      ])
    })
  })
})
