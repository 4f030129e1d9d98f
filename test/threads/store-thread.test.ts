import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startStoreThread } from '../../src/threads/store-thread.ts'
import { temporaryFolder } from '../support/store.ts'

test('a store that is closed has answered all who asked before, and starts for nobody after', async () => {
  const store = startStoreThread({
    store: { database: join(temporaryFolder(), 'wire.db'), databasePassword: null, windowMs: 86_400_000 },
    agencies: [],
  })
  let answered = 0
  const count = () => void answered++
  const asked = Array.from({ length: 20 }, () =>
    store.maintain({ retentionMs: null, now: 0 }).then(count, count),
  )
  await store.close()
  expect(answered).toBe(20)
  await Promise.all(asked)
  await expect(store.subscribed()).rejects.toThrow('the store is closed')
})
