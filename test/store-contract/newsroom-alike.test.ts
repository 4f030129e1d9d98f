import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { type App, createApp } from '../../src/daemon/app.ts'
import { startNewsroom } from '../../src/demo/newsroom.ts'
import { openPages } from '../../src/store/engine.ts'
import { DEMO_NOW } from '../support/demo-database.ts'
import { temporaryDatabase } from '../support/postgres.ts'
import { serve } from '../support/server.ts'
import { temporaryFolder } from '../support/store.ts'

const HOUR = 3_600_000

it('a newsroom that two daemons poll, one on each engine, is published in the same bytes', {}, async () => {
  const databases = [`${temporaryFolder()}/wire.db`, await temporaryDatabase()]
  const newsroom = await startNewsroom({ now: () => DEMO_NOW })
  onTestFinished(() => newsroom.close())
  let now = DEMO_NOW - HOUR
  const apps: App[] = []
  for (const database of databases) {
    const config = configSchema.parse({
      database,
      poll: { concurrency: 1 }, // one feed after another: entries get the same numbers
      fetch: { allowPrivateAddresses: true },
      agencies: newsroom.agencies,
      feeds: newsroom.feeds.map(({ url, outlet, groups }) => ({ url, outlet, groups: [...groups] })),
    })
    apps.push(await createApp(config, { log: pino({ level: 'silent' }), now: () => now }))
  }
  const poll = async () => {
    for (const app of apps) await app.round({ all: true })
  }
  await poll()
  now = DEMO_NOW
  while (newsroom.release()) {}
  await poll()
  for (const app of apps) {
    while ((await app.store.maintain({ retentionMs: null, now })).hasMore);
    await app.close()
  }
  const servers: FastifyInstance[] = []
  for (const database of databases) {
    const { pages, close } = await openPages({ database, databasePassword: null }, 2)
    const server = await serve(null, {}, { pages, now: () => DEMO_NOW })
    servers.push(server)
    onTestFinished(async () => {
      await server.close()
      await close()
    })
  }
  const bodiesOf = (url: string) =>
    Promise.all(
      servers.map(async (server) => (await server.inject(url)).body.replaceAll(CURSOR, '"next": ""')),
    )
  for (const url of URLS) {
    const [sqlite, postgres] = await bodiesOf(url)
    expect(sqlite!.length).toBeGreaterThan(500)
    expect([url, postgres]).toEqual([url, sqlite])
  }
})

/** All but `/feeds`, where the next polls are told, of which each daemon shifts its own by chance. */
const URLS = [
  '/rss.xml',
  '/atom.xml?text=full',
  '/feed.json?min_outlets=2',
  '/archive/1/rss.xml',
  '/',
  '/?q=harbour',
  '/opml.xml',
  '/stories.json?limit=500',
]
/** It names its database. */
const CURSOR = /"next":\s*"[^"]*"/g
