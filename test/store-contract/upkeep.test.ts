import { describe, expect, it } from 'vitest'
import { storyIdFor } from '../../src/match/story-id.ts'
import { entryKey } from '../../src/store/entry-rows.ts'
import { aFeed, anEntry, aSubscription, everyFeed, progress, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'
const MINUTE = 60_000
const DAY = 86_400_000
const YEAR = 365 * DAY
const old = anEntry({ guid: 'old', text: prose(1) })
const fresh = (at: number) => anEntry({ guid: 'fresh', text: prose(2), publishedAt: at })

describe.each(STORES)('on $name', (engine) => {
  describe('a clock that runs ahead', () => {
    it('expires nothing until it has lasted, and is told', async () => {
      const { subscribe, read, store, stories, tidy, value } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [old])
      await tidy(NOON, YEAR)
      const ahead = NOON + 400 * DAY
      await read(A, [fresh(ahead)], ahead)
      expect(await store.maintain({ retentionMs: YEAR, now: ahead })).toMatchObject({ jumpedMs: 400 * DAY })
      await tidy(ahead + DAY, YEAR)
      expect(await stories()).toEqual(['fresh', 'old'])
      expect(await value('SELECT count(*) FROM prints')).toBe(2)
      await tidy(NOON + DAY, YEAR) // set right again
      await tidy(NOON + 3 * DAY, YEAR)
      expect(await stories()).toEqual(['fresh', 'old'])
    })

    it('is believed after two days, and what is old then goes, with its print', async () => {
      const { subscribe, read, stories, tidy, value } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [old])
      await tidy(NOON, YEAR)
      const ahead = NOON + 400 * DAY
      await read(A, [fresh(ahead)], ahead)
      for (const days of [0, 1, 2]) await tidy(ahead + days * DAY, YEAR)
      expect(await stories()).toEqual(['fresh'])
      expect(await value('SELECT count(*) FROM prints')).toBe(1)
    })
  })

  describe('a first hour in which there is more to do than one round of upkeep does', () => {
    it('names a story after the copy that was published first, whenever it is read', async () => {
      const { subscribe, read, store, value } = await openNewsStore(engine)
      await subscribe(A, B)
      const copy = (guid: string, publishedAt: number) => anEntry({ guid, text: prose(1), publishedAt })
      await read(A, [copy('second', NOON - 1000)])
      expect(await store.maintain({ retentionMs: null, now: NOON })).toMatchObject({ hasMore: true })
      await read(B, [copy('first', NOON - 2000)])
      await store.maintain({ retentionMs: null, now: NOON + MINUTE })
      const id = storyIdFor(entryKey(B, 'first'))
      expect(await value('SELECT id FROM stories WHERE alias_of IS NULL')).toBe(id)
    })
  })

  describe('an entry whose window has closed', () => {
    it('keeps no other from being decided that shares a few words of its title', async () => {
      const { subscribe, read, stories, tidy, value } = await openNewsStore(engine)
      await subscribe(A, B)
      const titled = (guid: string, n: number, title: string) => anEntry({ guid, title, text: prose(n, 6) })
      await read(A, [titled('old', 1, 'Harbour ferries stand still in the morning fog')])
      await read(A, [titled('recent', 3, 'Bakery opens at dawn')], NOON + 10 * DAY)
      for (let days = 0; days <= 20; days++) await tidy(NOON + days * DAY)
      expect(await value('SELECT count(*) FROM prints')).toBe(1)
      const entry = titled('new', 2, 'Harbour ferries get their first woman captain')
      expect(await read(B, [entry], NOON + 20 * DAY)).toMatchObject({ added: 1, faults: [] })
      expect(await stories()).toEqual(['new', 'old', 'recent'])
    })
  })

  describe('outlets', () => {
    it('that turn out to be one are counted as one, and stories say that they changed', async () => {
      const { subscribe, read, value } = await openNewsStore(engine)
      await subscribe(aSubscription(A, { outlet: 'One' }), aSubscription(B, { outlet: 'Two' }))
      const copy = { text: prose(1), title: 'Harbour opens' }
      await read(A, [anEntry({ guid: 'a', ...copy })])
      await read(B, [anEntry({ guid: 'b', ...copy })])
      const outlets = () => value('SELECT outlets FROM stories')
      expect(await outlets()).toBe(2)
      await subscribe(aSubscription(A, { outlet: 'One' }), aSubscription(B, { outlet: 'One' }))
      expect(await outlets()).toBe(1)
    })

    it('that take their name from their feed are counted anew when it is renamed', async () => {
      const { subscribe, read, store, value } = await openNewsStore(engine)
      await subscribe(aSubscription(A), aSubscription('https://b.a.test/feed', { outlet: 'A feed' }))
      const copy = { text: prose(1), title: 'Harbour opens' }
      await read('https://b.a.test/feed', [anEntry({ guid: 'b', ...copy })])
      const [feed] = await store.claimAll(everyFeed(NOON))
      const parsed = {
        title: 'Other',
        link: null,
        language: null,
        pace: feed!.pace,
        entries: [anEntry({ guid: 'a', ...copy })],
        losses: { older: 0, empty: 0, cutTexts: 0 },
        leftOut: [],
      }
      await read(A, [], NOON, { read: { parsed, bodyHash: '1' } })
      expect(await value('SELECT outlets FROM stories')).toBe(2)
      await read(A, [anEntry({ guid: 'a', ...copy })])
      expect(await value('SELECT outlets FROM stories')).toBe(1)
    })
  })

  describe('an outlet that nobody named', () => {
    const C = 'https://news.a.test/other'
    const named = aSubscription('https://d.test/feed', { outlet: 'A feed' })

    it('is called as its feed is, and by its site too where another site’s feed has that name', async () => {
      const { subscribe, read, column, value } = await openNewsStore(engine)
      const names = () => column('SELECT outlet FROM feeds ORDER BY url')
      const feeds = [A, B, C].map((url) => aSubscription(url))
      await subscribe(...feeds)
      expect(await names()).toEqual(['a.test', 'b.test', 'news.a.test'])
      const copy = { text: prose(1), title: 'Harbour opens' }
      for (const url of [B, A, C]) await read(url, [anEntry({ guid: url, ...copy })])
      const told = ['A feed (a.test)', 'A feed', 'A feed (news.a.test)']
      expect(await names()).toEqual(told)
      expect(await value('SELECT outlets FROM stories')).toBe(3)
      await subscribe(...feeds)
      for (const url of [A, B, C]) await read(url, [anEntry({ guid: url, ...copy })], NOON + DAY)
      expect(await names()).toEqual(told)
      await subscribe(...feeds.filter(({ url }) => url !== B)) // who goes takes the name along no longer
      await read(A, [], NOON + 2 * DAY)
      await read(C, [], NOON + 2 * DAY)
      expect(await names()).toEqual(['A feed', 'A feed', 'A feed'])
      expect(await value('SELECT outlets FROM stories')).toBe(1)
    })

    it('has a name that a page can show, however long the title of its feed is', async () => {
      const { subscribe, read, column, sql } = await openNewsStore(engine)
      const names = () => column('SELECT outlet FROM feeds ORDER BY url')
      const readTitled = async (url: string, title: string, at: number) => {
        await read(url, [], at, { read: { parsed: aFeed([], { title }), bodyHash: title } })
      }
      const host = `${'long.'.repeat(40)}b.test`
      const far = `https://${host}/feed`
      await subscribe(aSubscription(A), aSubscription(far))
      const long = `${'x'.repeat(118)}𝛼 and more`
      await readTitled(A, long, NOON)
      await sql.run('UPDATE feeds SET outlet = title WHERE url = $1', [A]) // as names once were
      await readTitled(A, `${long}, still`, NOON + DAY)
      await readTitled(far, long, NOON + DAY)
      const name = `${'x'.repeat(118)}…`
      expect(await names()).toEqual([name, `${name} (…${host.slice(-119)})`])
      await readTitled(A, 'x'.repeat(120), NOON + 2 * DAY)
      expect((await names())[0]).toBe('x'.repeat(120))
    })

    it('gives its name up to one that the config calls so, and takes its own back from the config', async () => {
      const { subscribe, read, column } = await openNewsStore(engine)
      const names = () => column('SELECT outlet FROM feeds ORDER BY url')
      await subscribe(aSubscription(A))
      await read(A, [])
      await subscribe(aSubscription(A), named)
      expect(await names()).toEqual(['A feed', 'A feed'])
      await read(A, [], NOON + DAY)
      expect(await names()).toEqual(['A feed (a.test)', 'A feed'])
      await subscribe(aSubscription(A, { outlet: 'Mine' }), named)
      expect(await names()).toEqual(['Mine', 'A feed'])
      await subscribe(aSubscription(A), named)
      expect(await names()).toEqual(['A feed (a.test)', 'A feed'])
    })
  })

  describe('each poll', () => {
    it('is remembered for thirty days', async () => {
      const { subscribe, read, tidy, sql } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [old])
      const failed = progress({ state: 'failing', error: 'it answered 500' })
      await read(A, [], NOON + 20 * DAY, {
        read: null,
        progress: failed,
        took: { status: 500, ms: 7, bytes: null },
      })
      const log = () => sql.rows('SELECT state, status, ms, bytes, added, error FROM poll_log ORDER BY at')
      const failure = {
        state: 'failing',
        status: 500,
        ms: 7,
        bytes: null,
        added: 0,
        error: 'it answered 500',
      }
      expect(await log()).toEqual([
        { state: 'ok', status: 200, ms: 12, bytes: 3456, added: 1, error: null },
        failure,
      ])
      await tidy(NOON + 31 * DAY)
      expect(await log()).toEqual([failure])
    })
  })

  describe('what an entry said before', () => {
    it('is kept when it is changed, as a difference', async () => {
      const { subscribe, read, value, sql } = await openNewsStore(engine)
      await subscribe(A)
      const entry = anEntry({ guid: '1', title: 'Ferry sinks', text: 'One.\nTwo.' })
      await read(A, [entry])
      await read(A, [{ ...entry, title: 'Ferry does not sink' }], NOON + 1000)
      await read(A, [{ ...entry, title: 'Ferry does not sink', text: 'One.\nNone.' }], NOON + 2000)
      await read(
        A,
        [{ ...entry, title: 'Ferry does not sink', text: 'One.\nNone.', author: 'Ann' }],
        NOON + 3000,
      )
      expect(await sql.rows('SELECT revision, title, line, removed, added FROM entry_revisions')).toEqual([
        { revision: 1, title: 'Ferry sinks', line: null, removed: null, added: null },
        { revision: 2, title: 'Ferry does not sink', line: 2, removed: 'Two.', added: 'None.' },
      ])
      expect(await value('SELECT changed_at FROM entries')).toBe('2026-05-01T12:00:03Z')
    })
  })
})
