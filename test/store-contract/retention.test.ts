import { describe, expect, it } from 'vitest'
import { anEntry, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'
const DAY = 86_400_000
const YEAR = 365 * DAY
const old = anEntry({ guid: 'old', text: prose(1) })

describe.each(STORES)('on $name', (engine) => {
  describe('retention', () => {
    it('removes what is old and no longer listed, and nothing else', async () => {
      const { subscribe, read, stories, tidy } = await openNewsStore(engine)
      await subscribe(A)
      const listed = anEntry({ guid: 'listed', text: prose(2) })
      await read(A, [old, listed])
      const later = NOON + 400 * DAY
      await read(A, [listed, anEntry({ guid: 'new', text: prose(3), publishedAt: later })], later)
      await tidy(later, YEAR)
      expect(await stories()).toEqual(['listed', 'new'])
    })

    it('counts from when an entry was first seen or from its date, whichever is later, and keeps what is just as old', async () => {
      const { subscribe, read, stories, tidy } = await openNewsStore(engine)
      await subscribe(A)
      const late = anEntry({ guid: 'late', text: prose(2), publishedAt: NOON - DAY })
      const ahead = anEntry({ guid: 'ahead', text: prose(3), publishedAt: NOON + DAY })
      await read(A, [late, ahead])
      const leftAt = async (now: number) => {
        await read(A, [], now)
        await tidy(now, YEAR)
        return stories()
      }
      expect(await leftAt(NOON + YEAR)).toEqual(['ahead', 'late'])
      expect(await leftAt(NOON + DAY + YEAR)).toEqual(['ahead'])
      expect(await leftAt(NOON + 2 * DAY + YEAR)).toEqual([])
    })

    it('is repaired of verdicts that outlived their window, which retention leaves nowhere', async () => {
      const { subscribe, read, store, stories, tidy, value, sql, check, repair } = await openNewsStore(engine)
      await subscribe(A, B)
      for (const [feed, guid] of [
        [A, 'a'],
        [B, 'b'],
      ] as const)
        await read(feed, [anEntry({ guid, text: prose(1) })])
      await store.split('2', NOON) // what a person said of keeps both
      expect(await value('SELECT count(*) FROM verdicts')).toBe(1)
      for (const feed of [A, B]) await read(feed, [], NOON + 7 * DAY)
      await tidy(NOON + 7 * DAY, 3 * DAY)
      expect(await stories()).toEqual(['a', 'b'])
      expect(await check()).toEqual([])
      await sql.run('INSERT INTO verdicts VALUES (1, 2, 3, 0, 1, 1, 1)')
      const fault = '1 verdicts on entries whose window has closed'
      expect(await check()).toEqual([fault])
      expect(await repair()).toEqual([fault])
      expect(await check()).toEqual([])
    })

    it('leaves no print and no index key behind where it is shorter than the window', async () => {
      const { subscribe, read, tidy, value, check } = await openNewsStore(engine)
      await subscribe(A)
      const prints = () => value('SELECT count(*) FROM prints')
      await read(A, [old])
      expect(await prints()).toBe(1)
      await read(A, [], NOON + 7 * DAY)
      await tidy(NOON + 7 * DAY, 3 * DAY)
      expect(await prints()).toBe(0)
      expect(await check()).toEqual([])
    })

    it('counts a story’s outlets anew when its lead goes, and keeps no reason for the next lead to be in it', async () => {
      const { subscribe, read, stories, tidy, value, check } = await openNewsStore(engine)
      await subscribe(A, B)
      const copy = { text: prose(1), title: 'Harbour opens' }
      await read(A, [anEntry({ guid: 'a', ...copy })])
      await read(B, [anEntry({ guid: 'b', ...copy })], NOON + 1000)
      expect(await stories()).toEqual(['a b'])
      await read(A, [], NOON + 400 * DAY)
      await tidy(NOON + 400 * DAY, YEAR)
      expect(await stories()).toEqual(['b'])
      expect(await value('SELECT outlets FROM stories')).toBe(1)
      expect(await check()).toEqual([])
    })

    it('removes nothing when everything is kept forever', async () => {
      const { subscribe, read, stories, tidy } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [anEntry({ guid: 'old' })])
      await read(A, [anEntry({ guid: 'new', publishedAt: NOON + 4000 * DAY })], NOON + 4000 * DAY)
      await tidy(NOON + 4000 * DAY)
      expect(await stories()).toEqual(['new', 'old'])
    })

    it('goes a little at a time, so that a poll comes between', async () => {
      const { subscribe, read, store, value } = await openNewsStore(engine)
      await subscribe(A)
      await read(
        A,
        Array.from({ length: 120 }, (_, n) => anEntry({ guid: `${n}`, text: `Text ${n}.` })),
      )
      const later = NOON + 400 * DAY
      await read(A, [], later)
      const left = async () => Number(await value('SELECT count(*) FROM entries'))
      const seen = [await left()]
      while ((await store.maintain({ retentionMs: YEAR, now: later })).hasMore) seen.push(await left())
      const steps = seen.slice(1).map((count, i) => seen[i]! - count)
      expect(Math.max(...steps)).toBe(50)
      expect(await left()).toBe(0)
    })

    it('leaves a tombstone: an entry that is listed again is no news, until long after', async () => {
      const { subscribe, read, stories, tidy, value, sql } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [old])
      const later = NOON + 400 * DAY
      await read(A, [], later)
      await tidy(later, YEAR)
      expect(await read(A, [old], later + DAY)).toMatchObject({ added: 0 })
      expect(await stories()).toEqual([])
      expect(await sql.rows('SELECT guid, removed_at, last_listed_at FROM tombstones')).toEqual([
        { guid: 'old', removed_at: '2027-06-05T12:00:00Z', last_listed_at: '2027-06-06T12:00:00Z' },
      ])
      for (let at = later; at < later + 380 * DAY; at += 6 * DAY) await tidy(at, YEAR)
      expect(await value('SELECT count(*) FROM tombstones')).toBe(0)
    })

    it('keeps an entry that a correction names, without its text, and the correction', async () => {
      const { subscribe, read, store, stories, tidy, value, sql } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [anEntry({ guid: 'a', text: prose(3) })])
      await read(B, [anEntry({ guid: 'b', text: prose(4) })])
      await store.merge('1', '2', NOON)
      const later = NOON + 400 * DAY
      await read(A, [], later)
      await read(B, [], later)
      await tidy(later, YEAR)
      expect(await stories()).toEqual(['a b'])
      expect(await value('SELECT count(*) FROM entry_texts')).toBe(0)
      await store.undo(1, later)
      await tidy(later + 2 * 3_600_000, YEAR)
      expect(await stories()).toEqual([])
      expect(await sql.rows('SELECT operation, kind, undone_at FROM overrides')).toEqual([
        { operation: 1, kind: 'together', undone_at: '2027-06-05T12:00:00Z' },
      ])
    })
  })
})
