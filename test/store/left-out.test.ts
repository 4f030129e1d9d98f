import { describe, expect, it } from 'vitest'
import { createWhyLeftOut } from '../../src/store/sqlite/left-out.ts'
import { createFeedPages } from '../../src/store/sqlite/pages/feed-pages.ts'
import { aFeed, anEntry } from '../support/builders.ts'
import { NOON, openTestStore } from '../support/store.ts'

const FEED = 'https://a.test/feed'
const ad = { guid: 'ad', title: 'Buy a boat', link: 'https://a.test/ad', rule: 'drop: title: buy' }

describe('entries that a rule leaves out', () => {
  it('are counted of the last document, and explained by their link or guid', async () => {
    const { subscribe, read, db, store } = await openTestStore()
    await subscribe(FEED)
    const parsed = aFeed([anEntry({ guid: '1' })], { leftOut: [ad] })
    await read(FEED, [], NOON, { read: { parsed, bodyHash: 'x' } })
    expect((await createFeedPages(db).feeds())[0]).toMatchObject({ entries: 1, leftOut: 1 })
    expect(createWhyLeftOut(db)('ad')).toBe(
      '“Buy a boat” of a.test is left out by its feed’s rule drop: title: buy',
    )
    await expect(store.split('https://a.test/ad', NOON)).rejects.toThrow('is left out by its feed’s rule')
    await read(FEED, [anEntry({ guid: '1' })], NOON + 1)
    expect(createWhyLeftOut(db)('ad')).toBeNull()
  })
})
