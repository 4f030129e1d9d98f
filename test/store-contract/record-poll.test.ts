import { describe, expect, it } from 'vitest'
import { anEntry, aSubscription, everyFeed, progress, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'
const C = 'https://c.test/feed'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 86_400_000

describe.each(STORES)('on $name', (engine) => {
  describe('storing a poll', () => {
    it('keeps each entry once per feed and guid, however often the feed lists it', async () => {
      const { subscribe, read, stories } = await openNewsStore(engine)
      await subscribe(A)
      expect(await read(A, [anEntry({ guid: '1' })])).toMatchObject({ added: 1 })
      expect(await read(A, [anEntry({ guid: '1' }), anEntry({ guid: '2' })], NOON + MINUTE)).toMatchObject({
        added: 1,
      })
      expect(await stories()).toEqual(['1', '2'])
    })

    it('folds the same text from two outlets into one story and keeps both copies', async () => {
      const { subscribe, read, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [anEntry({ guid: 'original', title: 'Harbour opens', text: prose(1) })])
      const counts = await read(
        B,
        [anEntry({ guid: 'copy', title: 'Port is open again', text: prose(1) })],
        NOON + MINUTE,
      )
      expect(counts).toEqual({ added: 1, changed: 0, folded: 1, faults: [] })
      expect(await stories()).toEqual(['original copy'])
    })

    it('counts a copy that takes the lead as a copy', async () => {
      const { subscribe, read, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      const beginning = prose(1, 8).split('\n').slice(0, 3).join('\n')
      const title = prose(1, 8).split('\n').at(-1)!.split(' ').slice(0, 6).join(' ')
      await read(A, [anEntry({ guid: 'excerpt', title, text: beginning })])
      const counts = await read(B, [anEntry({ guid: 'whole', title, text: prose(1, 8) })], NOON + MINUTE)
      expect([counts.folded, await stories()]).toEqual([1, ['whole excerpt']])
    })

    it('gives the lead to another copy when the lead’s link leads elsewhere, not when it is only tracked', async () => {
      const { subscribe, read, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      const text = prose(1)
      const first = (link: string) => anEntry({ guid: 'first', text, link })
      await read(A, [first('https://a.test/1')])
      await read(B, [anEntry({ guid: 'second', text })], NOON + MINUTE)
      await read(A, [first('https://a.test/1?utm_source=feed')], NOON + 2 * MINUTE)
      expect(await stories()).toEqual(['first second'])
      await read(A, [first('https://casino.test/')], NOON + 3 * MINUTE)
      expect(await stories()).toEqual(['second first'])
    })

    it('keeps the entries of a feed that opted out apart', async () => {
      const { subscribe, read, stories } = await openNewsStore(engine)
      await subscribe(A, aSubscription(B, { match: 'never' }))
      await read(A, [anEntry({ guid: 'original', text: prose(1) })])
      await read(B, [anEntry({ guid: 'copy', text: prose(1) })])
      expect(await stories()).toEqual(['copy', 'original'])
    })

    it('folds nothing into an entry whose feed opted out after it was read', async () => {
      const { subscribe, read, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [anEntry({ guid: 'original', text: prose(1) })])
      await subscribe(aSubscription(A, { match: 'never' }), B)
      await read(B, [anEntry({ guid: 'copy', text: prose(1) })])
      expect(await stories()).toEqual(['copy', 'original'])
    })

    it('updates a changed entry in place and tells readers only when its title or text changed', async () => {
      const { subscribe, read, value } = await openNewsStore(engine)
      await subscribe(A)
      const updated = () => value('SELECT updated_at FROM stories')
      await read(A, [anEntry({ guid: '1', text: prose(1) })])
      const first = await updated()
      expect(
        await read(A, [anEntry({ guid: '1', text: prose(1), categories: ['World'] })], NOON + MINUTE),
      ).toMatchObject({ changed: 1 })
      expect(await updated()).toBe(first)
      await read(A, [anEntry({ guid: '1', text: `${prose(1)}\nCorrected.` })], NOON + 2 * MINUTE)
      expect(await updated()).toBe('2026-05-01T12:02:00Z')
    })

    it('commits validators and next poll together with the entries, or none of them', async () => {
      const { subscribe, read, value, sql } = await openNewsStore(engine)
      await subscribe(A)
      const broken = anEntry({ guid: '1', title: null as unknown as string })
      const validators = { etag: '"1"', lastModified: null }
      await expect(read(A, [anEntry({ guid: '0' }), broken], NOON, { validators })).rejects.toThrow()
      expect((await sql.rows('SELECT etag, last_poll_at FROM feeds'))[0]).toEqual({
        etag: null,
        last_poll_at: null,
      })
      expect(await value('SELECT count(*) FROM entries')).toBe(0)
    })

    it('keeps stored entries when a poll fails, and says what is wrong', async () => {
      const { subscribe, read, pages, stories } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [anEntry({ guid: '1' })])
      const failed = progress({ state: 'failing', error: 'it answered 500', failures: 1 })
      await read(A, [], NOON + MINUTE, { read: null, progress: failed })
      expect(await stories()).toEqual(['1'])
      expect(await pages.feeds()).toMatchObject([{ state: 'failing', error: 'it answered 500', entries: 1 }])
    })

    it('stores no credentials where people can see them', async () => {
      const { subscribe, read, pages, sql } = await openNewsStore(engine)
      await subscribe(aSubscription(A, { credentials: 'me:secret' }))
      await read(A, [anEntry({ guid: '1' })])
      expect(JSON.stringify([await sql.rows('SELECT * FROM copies'), await pages.feeds()])).not.toContain(
        'secret',
      )
    })
  })

  describe('credentials', () => {
    const subscription = aSubscription(A, { credentials: 'me:secret' })

    it.each([
      ['go along to another path of the same origin', 'https://a.test/news', 'me:secret'],
      ['never go to another host that a redirect moved the feed to', 'https://elsewhere.test/feed', null],
      ['never go unencrypted where they were given for https', 'http://a.test/feed', null],
    ])('%s', async (_, newUrl, credentials) => {
      const { subscribe, read, store } = await openNewsStore(engine)
      await subscribe(subscription)
      await read(A, [], NOON, { progress: progress({ newUrl }) })
      expect(await store.claimAll(everyFeed(NOON))).toMatchObject([{ url: newUrl, credentials }])
    })
  })

  describe('what is due', () => {
    const claim = (now: number, leaseUntil: number, limit = 10) => ({
      now,
      latest: now + 30 * DAY,
      leaseUntil,
      limit,
    })

    it('is claimed once, and comes back when the lease ends', async () => {
      const { subscribe, store } = await openNewsStore(engine)
      await subscribe(A, B)
      expect(await store.claimDue(claim(NOON, NOON + MINUTE))).toHaveLength(2)
      expect(await store.claimDue(claim(NOON, NOON + MINUTE))).toHaveLength(0)
      expect(await store.claimDue(claim(NOON + MINUTE, NOON + 2 * MINUTE, 1))).toHaveLength(1)
    })

    it('is no more than was asked for, whatever the database learned of the table while it held one feed', async () => {
      const { subscribe, store, sql } = await openNewsStore(engine)
      await subscribe(A)
      await sql.script('ANALYZE feeds')
      await subscribe(A, B, 'https://c.test/feed')
      expect(await store.claimDue(claim(NOON, NOON + MINUTE, 2))).toHaveLength(2)
    })

    it('is taken longest due first, and of those due since the same time the first subscribed first', async () => {
      const { subscribe, read, store } = await openNewsStore(engine)
      await subscribe(A, B, C)
      const due = async (url: string, nextPollAt: number) =>
        await read(url, [], NOON, { read: null, progress: progress({ nextPollAt }) })
      await due(C, NOON + MINUTE)
      await due(A, NOON + HOUR)
      await due(B, NOON + MINUTE)
      const taken = async (at: number, limit: number) =>
        (await store.claimDue(claim(at, at + MINUTE, limit))).map(({ url }) => url)
      expect(await taken(NOON + HOUR, 3)).toEqual([B, C, A])
      expect(await taken(NOON + 2 * HOUR, 2)).toEqual([B, C])
    })

    it('is never a feed that has gone, and never early', async () => {
      const { subscribe, read, store } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(B, [], NOON, { read: null, progress: progress({ nextPollAt: NOON + MINUTE + 1 }) })
      await read(A, [], NOON, { read: null, progress: progress({ state: 'gone', nextPollAt: null }) })
      expect(await store.claimDue(claim(NOON + MINUTE, NOON + DAY))).toHaveLength(0)
      expect(await store.claimDue(claim(NOON + MINUTE + 1000, NOON + DAY))).toHaveLength(1)
    })

    it('is also a feed whose next poll a clock that ran far ahead has set', async () => {
      const { subscribe, read, store } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [], NOON, { read: null, progress: progress({ nextPollAt: NOON + 400 * DAY }) })
      await read(B, [], NOON, { read: null, progress: progress({ nextPollAt: NOON + 20 * DAY }) })
      const feeds = await store.claimDue(claim(NOON, NOON + MINUTE))
      expect(feeds.map((feed) => feed.url)).toEqual([A])
      expect(await store.claimDue(claim(NOON, NOON + MINUTE))).toEqual([])
    })

    it('is nothing that left the config, though its entries stay', async () => {
      const { subscribe, read, pages, stories } = await openNewsStore(engine)
      await subscribe(A, B)
      await read(A, [anEntry({ guid: '1' })])
      await subscribe(B)
      expect((await pages.feeds()).map((feed) => feed.url)).toEqual([B])
      expect(await stories()).toEqual(['1'])
    })

    it('waits for a hold on its host, and a hold never brings a poll forward', async () => {
      const { subscribe, read, pages, store } = await openNewsStore(engine)
      await subscribe(A)
      await read(A, [], NOON, { read: null, progress: progress({ nextPollAt: NOON + DAY }) })
      const ids = (await store.addresses()).map(({ id }) => id)
      await store.holdFeeds(ids, NOON + MINUTE)
      expect((await pages.feeds())[0]?.nextPollAt).toBe(NOON + DAY)
      await store.holdFeeds(ids, NOON + 2 * DAY)
      expect((await pages.feeds())[0]?.nextPollAt).toBe(NOON + 2 * DAY)
    })

    const claimAll = (now: number, leaseUntil: number) => ({ now, latest: now + 30 * DAY, leaseUntil })
    const GONE = { read: null, progress: progress({ state: 'gone', nextPollAt: null }) } as const

    it('is no feed that has gone or is held, even when every feed is asked for', async () => {
      const { subscribe, read, store } = await openNewsStore(engine)
      await subscribe(A, B, C)
      await read(A, [], NOON, GONE)
      const held = (await store.addresses()).find(({ url }) => url === B)!
      await store.holdFeeds([held.id], NOON + DAY)
      const taken = async (now: number) => (await store.claimAll(claimAll(now, now))).map(({ url }) => url)
      expect(await taken(NOON + DAY - 1000)).toEqual([C])
      expect((await taken(NOON + DAY)).sort()).toEqual([B, C])
    })

    it('is after a claim that a crash cut short nothing that was not due before', async () => {
      const { subscribe, read, pages, store } = await openNewsStore(engine)
      await subscribe(A, B, C)
      await read(A, [], NOON, GONE)
      await read(B, [], NOON, { read: null, progress: progress({ nextPollAt: NOON + DAY }) })
      const before = await pages.feeds()
      await store.claimAll(claimAll(NOON, NOON + MINUTE))
      expect(await store.claimDue(claim(NOON, NOON + MINUTE))).toEqual([])
      const later = await store.claimDue(claim(NOON + MINUTE, NOON + HOUR))
      expect(later.map(({ url }) => url)).toEqual([C])
      expect(await pages.feeds()).toEqual(before)
    })

    it('is a feed that was given back as it was before, or from when it may be asked', async () => {
      const { subscribe, pages, store } = await openNewsStore(engine)
      await subscribe(A, B)
      const before = await pages.feeds()
      const [first, second] = await store.claimDue(claim(NOON, NOON + HOUR))
      await store.giveBack(first!.id, 0)
      await store.giveBack(second!.id, NOON + MINUTE)
      expect((await pages.feeds()).map((feed) => feed.nextPollAt)).toEqual([
        before[0]!.nextPollAt,
        NOON + MINUTE,
      ])
      expect(await store.claimDue(claim(NOON, NOON + HOUR))).toMatchObject([{ id: first!.id }])
      expect(await store.claimDue(claim(NOON + MINUTE, NOON + HOUR))).toMatchObject([{ id: second!.id }])
    })

    it('is no held feed that left the config and came back', async () => {
      const { subscribe, store } = await openNewsStore(engine)
      await subscribe(A, B)
      await store.holdFeeds([1, 2], NOON + DAY)
      await subscribe(B)
      await subscribe(A, B)
      expect(await store.claimDue(claim(NOON + MINUTE, NOON + HOUR))).toEqual([])
      expect(await store.claimDue(claim(NOON + DAY, NOON + 2 * DAY))).toHaveLength(2)
    })
  })
})
