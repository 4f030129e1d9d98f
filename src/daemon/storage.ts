/** Where the daemon keeps everything: the store in its thread, the pages read beside it, and the clock they go by. */
import { readFileSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import type { Store, StoryPages } from '../contract/store.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import type { Agency } from '../match/reading/agencies.ts'
import { isPostgres, openPages } from '../store/engine.ts'
import { deriveKey } from '../store/secrets.ts'
import { toSubscription } from '../subscribe/to-subscription.ts'
import { startStoreThread } from '../threads/store-thread.ts'
import { answerSoon } from './answer-soon.ts'
import type { Defer } from './disposal.ts'
import { createSharedClock } from './shared-clock.ts'
import type { Waits } from './waits.ts'

/** Questions that this process asks of a database server at once, beside those of its threads. */
const PAGES_CONNECTIONS = 2

interface StorageOptions {
  readonly agencies: readonly Agency[]
  readonly waits: Pick<Waits, 'lockMs'>
  readonly now?: (() => number) | undefined
  /** Leaves subscriptions as they are, for commands that are not about them; else they become what the config says. */
  readonly keepSubscriptions?: boolean | undefined
}

interface Storage {
  readonly store: Store
  readonly pages: StoryPages
  /** The addresses that are subscribed. */
  readonly subscribed: readonly string[]
  readonly now: () => number
  /** Looks at the database's clock again, where its workers share one. */
  readonly syncClock: () => Promise<void>
}

/**
 * @param defer takes functions that close it again
 * @throws StoreError where the database cannot be used
 */
export async function openStorage(config: Config, options: StorageOptions, defer: Defer): Promise<Storage> {
  const { database, databasePassword, stories } = config
  const { lockMs } = options.waits
  const storeConfig = { database, databasePassword, windowMs: stories.window, key: readKey(config), lockMs }
  const store = startStoreThread({ store: storeConfig, agencies: options.agencies })
  defer(() => store.close())
  const clock = isPostgres(database) ? await createSharedClock(store) : ownClock
  const { now = clock.now } = options
  if (!options.keepSubscriptions) await subscribe(store, config, now())
  const subscribed = await store.subscribed()
  const { pages, close } = await openPages(config, PAGES_CONNECTIONS)
  defer(close)
  return { store, pages: answerSoon(pages), subscribed, now, syncClock: clock.sync }
}

const ownClock = { now: Date.now, sync: async () => {} }

/** Makes the subscriptions be what the config says; none is shown with a secret in its address. */
async function subscribe(store: Store, { feeds }: Config, now: number): Promise<void> {
  const shown = (await store.subscribed()).map((from) => ({ from, to: shownAddress(from) }))
  await store.concealAddresses(shown.filter(({ from, to }) => from !== to))
  await store.syncFeeds(feeds.map(toSubscription), now)
}

/** The key that the feeds' credentials are encrypted with, or null. Throws where its file cannot be read. */
function readKey({ keyFile }: Config): Uint8Array | null {
  return keyFile === null ? null : deriveKey(readFileSync(keyFile))
}
