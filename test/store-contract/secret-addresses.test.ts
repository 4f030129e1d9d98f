import { describe, expect, it } from 'vitest'
import { toSubscription } from '../../src/subscribe/to-subscription.ts'
import { anEntry, aSubscription, COST, everyFeed, progress } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const SHOWN = 'https://a.test/feed?token=hidden'
const withToken = (token: string) => `https://a.test/feed?token=${token}`
const MINUTE = 60_000

function named(...urls: string[]) {
  return urls.map((url) => toSubscription(aSubscription(url)))
}

describe.each(STORES)('on $name', (engine) => {
  describe('a feed whose address holds a secret', () => {
    it('is asked with it, and is listed without it in every table, view and page', async () => {
      const { store, pages, read, sql } = await openNewsStore(engine)
      await store.syncFeeds(named(withToken('s3cret')), NOON)
      await read(SHOWN, [anEntry({ guid: '1' })])
      const [feed] = await store.claimAll(everyFeed(NOON))
      expect(feed).toMatchObject({
        url: SHOWN,
        address: withToken('s3cret'),
        subscribedAs: withToken('s3cret'),
      })
      expect((await pages.feeds()).map(({ url }) => url)).toEqual([SHOWN])
      for (const table of ['feeds', 'copies', 'entries'])
        expect(JSON.stringify(await sql.rows(`SELECT * FROM ${table}`))).not.toContain('s3cret')
    })

    it('stays the same feed under a new token, asked with it at once', async () => {
      const { store, read, value } = await openNewsStore(engine)
      await store.syncFeeds(named(withToken('old')), NOON)
      await read(SHOWN, [anEntry({ guid: '1' })])
      await store.syncFeeds(named(withToken('new')), NOON)
      const feeds = await store.claimAll(everyFeed(NOON))
      expect(feeds.map(({ address }) => address)).toEqual([withToken('new')])
      expect(await value('SELECT count(*) FROM entries WHERE feed_id = $1', feeds[0]!.id)).toBe(1)
    })

    it('that was subscribed before it was known as one keeps its entries', async () => {
      const { store, column } = await openNewsStore(engine)
      await store.syncFeeds([aSubscription(withToken('old'))], NOON)
      const [before] = await store.claimAll(everyFeed(NOON))
      await store.concealAddresses([{ from: withToken('old'), to: SHOWN }])
      const [after] = await store.claimAll(everyFeed(NOON))
      expect(after).toMatchObject({ id: before!.id, url: SHOWN, address: withToken('old') })
      await store.syncFeeds(named(withToken('old')), NOON)
      expect(await column('SELECT id FROM feeds WHERE subscribed = 1')).toEqual([before!.id])
    })

    it('and nothing else that differs is a feed beside the other, with a number', async () => {
      const { store } = await openNewsStore(engine)
      await store.syncFeeds(named(withToken('one'), withToken('two'), 'https://a.test/feed'), NOON)
      const feeds = await store.claimAll(everyFeed(NOON))
      expect(feeds.map(({ url, address }) => [url, address]).sort()).toEqual(
        [
          ['https://a.test/feed', 'https://a.test/feed'],
          [SHOWN, withToken('one')],
          [`${SHOWN}#2`, withToken('two')],
        ].sort(),
      )
    })

    it('keeps its number and its entries, whichever others are named before it', async () => {
      const { store, read, value } = await openNewsStore(engine)
      await store.syncFeeds(named(withToken('one'), withToken('two')), NOON)
      await read(`${SHOWN}#2`, [anEntry({ guid: 'of two' })])
      const brought = async (token: string) => {
        const feeds = await store.claimAll(everyFeed(NOON))
        const { id } = feeds.find(({ address }) => address === withToken(token))!
        return value('SELECT count(*) FROM entries WHERE feed_id = $1', id)
      }
      await store.syncFeeds(named(withToken('two'), withToken('one')), NOON)
      expect([await brought('one'), await brought('two')]).toEqual([0, 1])
      await store.syncFeeds(named(withToken('two')), NOON)
      expect(await store.subscribed()).toEqual([`${SHOWN}#2`])
      expect(await store.shownAs(named(withToken('two')))).toEqual([`${SHOWN}#2`])
      expect(await brought('two')).toBe(1)
    })

    it('that is added with another secret is a feed beside the one that is there', async () => {
      const { store } = await openNewsStore(engine)
      await store.syncFeeds(named(withToken('one')), NOON)
      expect(await store.importFeeds(named(withToken('two')), NOON)).toBe(1)
      expect(await store.importFeeds(named(withToken('two')), NOON)).toBe(0)
      const feeds = await store.claimAll(everyFeed(NOON))
      expect(feeds.map(({ address }) => address).sort()).toEqual([withToken('one'), withToken('two')])
    })

    it('that was added keeps its token when the config names another of that address', async () => {
      const { store } = await openNewsStore(engine)
      await store.importFeeds(named(withToken('one')), NOON)
      await store.syncFeeds(named(withToken('two')), NOON)
      const feeds = await store.claimAll(everyFeed(NOON))
      expect(feeds.map(({ address }) => address).sort()).toEqual([withToken('one'), withToken('two')])
    })

    it('keeps its token when an export comes in again', async () => {
      const { store } = await openNewsStore(engine)
      await store.importFeeds(named(withToken('s3cret')), NOON)
      await store.importFeeds(named(SHOWN), NOON)
      const feeds = await store.claimAll(everyFeed(NOON))
      expect(feeds.map(({ address }) => address)).toEqual([withToken('s3cret')])
    })

    it('may move to one that holds another, and come back', async () => {
      const { store, pages, subscribe, read } = await openNewsStore(engine)
      await subscribe(...named(withToken('s3cret')))
      const moved = 'https://b.test/feed?key=m0ved'
      const move = { newUrl: 'https://b.test/feed?key=hidden', newAddress: moved }
      await read(SHOWN, [], NOON, { progress: progress(move) })
      const [there] = await store.claimAll(everyFeed(NOON))
      expect(there).toMatchObject({ url: move.newUrl, address: moved, credentials: null })
      expect((await pages.feeds())[0]).toMatchObject({ url: SHOWN, movedTo: move.newUrl })
      const home = { newUrl: SHOWN, newAddress: withToken('s3cret') }
      await store.recordPoll(
        { feed: there!, progress: progress(home), validators: null, read: null, took: COST },
        NOON + MINUTE,
      )
      expect((await store.claimAll(everyFeed(NOON)))[0]).toMatchObject({
        url: SHOWN,
        address: withToken('s3cret'),
      })
      expect((await pages.feeds())[0]?.movedTo).toBeNull()
    })
  })
})
