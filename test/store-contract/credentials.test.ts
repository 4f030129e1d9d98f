import { describe, expect, it } from 'vitest'
import { aSubscription, everyFeed } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const A = 'https://a.test/feed'

describe.each(STORES)('on $name', (engine) => {
  describe('credentials', () => {
    const key = Buffer.alloc(32, 1)

    it('are encrypted once there is a key, and useless without it', async () => {
      const { subscribe, value, again } = await openNewsStore(engine)
      await subscribe(aSubscription(A, { credentials: 'me:secret' }))
      const stored = async () => (await value('SELECT secret FROM feed_credentials')) as Buffer
      expect((await stored()).toString()).toBe('me:secret')
      const sealed = await again(key)
      expect((await stored()).includes('secret')).toBe(false)
      expect(await sealed.claimAll(everyFeed(NOON))).toMatchObject([{ credentials: 'me:secret' }])
      await expect(again()).rejects.toThrow('are encrypted: name its file under "keyFile"')
      await expect(again(Buffer.alloc(32, 2))).rejects.toThrow('with another key')
    })

    it('change only when they do', async () => {
      const { again, value } = await openNewsStore(engine)
      const store = await again(key)
      const sync = (credentials: string | null) => store.syncFeeds([aSubscription(A, { credentials })], NOON)
      const claimed = async () => (await store.claimAll(everyFeed(NOON)))[0]!.credentials
      const stored = async () => (await value('SELECT secret FROM feed_credentials')) as Buffer
      await sync('me:secret')
      const before = await stored()
      await sync('me:secret')
      expect(await stored()).toEqual(before) // another seal would be another one
      await sync('me:other')
      expect(await claimed()).toBe('me:other')
      await store.importFeeds([aSubscription(A)], NOON)
      expect(await claimed()).toBe('me:other')
      await sync(null)
      expect(await claimed()).toBeNull()
    })
  })
})
