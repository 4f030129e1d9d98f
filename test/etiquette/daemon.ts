/** The real poller on the real store: every due time is a row in a SQLite file, and a restart opens it anew. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { pino } from 'pino'
import { createFetcher } from '../../src/fetch/fetch-feed.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { readFeed } from '../../src/parse/read-feed.ts'
import { createLimiter } from '../../src/poll/limit.ts'
import { startsPerTick } from '../../src/poll/next-poll.ts'
import { createPoller } from '../../src/poll/poller.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aSubscription } from '../support/builders.ts'
import type { Daemon, DaemonWorld } from './month.ts'

export async function createDaemon(world: DaemonWorld): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-month-'))
  const file = join(folder, 'wirefold.db')
  let running = await start(world, file)
  return {
    async tick() {
      const most = startsPerTick(world.urls.length, world.tickMs, world.minIntervalMs)
      await running.poller.pollDue(most)
    },
    async restart() {
      await running.close()
      running = await start(world, file)
    },
    async close() {
      await running.close()
      rmSync(folder, { recursive: true })
    },
    async states() {
      const db = new SQLite(file, { readonly: true })
      const rows = db.prepare('SELECT poll_url AS url, state FROM feeds').all()
      db.close()
      return rows as { url: string; state: string }[]
    },
  }
}

async function start(world: DaemonWorld, file: string) {
  const { now, lookup } = world
  const store = openStore({ file, windowMs: 14 * 86_400_000 }, createMatcher())
  await store.syncFeeds(
    world.urls.map((url) => aSubscription(url)),
    now(),
  )
  const limits = { timeoutMs: 30_000, maxBytes: 1_000_000, allowPrivateAddresses: true }
  const introduction = { contact: 'https://owner.example/about', version: '1.2.3' }
  const fetchFeed = createFetcher({ ...limits, ...introduction }, { now, lookup })
  const poller = createPoller({
    ...world,
    store,
    fetchFeed,
    reader: { read: readFeed, close: async () => {} },
    log: pino({ level: 'silent' }),
    limiter: createLimiter({ concurrency: 32, hostPauseMs: 1000, now, sleep: async () => {} }),
  })
  const close = async () => {
    await poller.stop()
    fetchFeed.close()
    await store.close()
  }
  return { store, poller, close }
}
