import { describe, expect, it } from 'vitest'
import { aFeed, anEntry } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const FEED = 'https://a.test/feed'
const ad = { guid: 'ad', title: 'Buy a boat', link: 'https://a.test/ad', rule: 'drop: title: buy' }

describe.each(STORES)('on $name', (engine) => {
  describe('entries that a rule leaves out', () => {
    it('are counted of the last document, and explained by their link or guid', async () => {
      const { subscribe, read, store, pages } = await openNewsStore(engine)
      await subscribe(FEED)
      const parsed = aFeed([anEntry({ guid: '1' })], { leftOut: [ad] })
      await read(FEED, [], NOON, { read: { parsed, bodyHash: 'x' } })
      expect((await pages.feeds())[0]).toMatchObject({ entries: 1, leftOut: 1 })
      for (const name of ['ad', 'https://a.test/ad']) {
        await expect(store.split(name, NOON)).rejects.toThrow(
          '“Buy a boat” of a.test is left out by its feed’s rule drop: title: buy',
        )
      }
      await read(FEED, [anEntry({ guid: '1' })], NOON + 1)
      await expect(store.split('ad', NOON)).rejects.toThrow('there is no entry or story ad')
    })
  })
})
