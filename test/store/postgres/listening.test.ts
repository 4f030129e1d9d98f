/** Processes on one PostgreSQL database hear of what the others publish, and look for themselves where they do not. */
import { once } from 'node:events'
import fastify from 'fastify'
import { pino } from 'pino'
import { expect, it, onTestFinished, vi } from 'vitest'
import { configSchema } from '../../../src/config/schema.ts'
import { createApp } from '../../../src/daemon/app.ts'
import { addEventRoutes } from '../../../src/http/event-routes.ts'
import { createMatcher } from '../../../src/match/matcher.ts'
import { openPages } from '../../../src/store/engine.ts'
import { connect } from '../../../src/store/postgres/connect.ts'
import { createListening, hearing } from '../../../src/store/postgres/listening.ts'
import { createStoryPages } from '../../../src/store/postgres/pages/story-pages.ts'
import { openStore } from '../../../src/store/postgres/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress } from '../../support/builders.ts'
import { startFeedServer } from '../../support/feed-server.ts'
import { temporaryDatabase } from '../../support/postgres.ts'
import { NOON } from '../../support/store.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

const PATIENT = { timeout: 60_000 }
const HOUR = 3_600_000

/** Another process, which stores a poll with one new entry each time. */
async function openPublisher(url: string) {
  const store = await openStore({ url, windowMs: 24 * HOUR }, createMatcher())
  onTestFinished(() => store.close())
  await store.importFeeds([aSubscription('https://a.test/feed', { outlet: 'A' })], NOON)
  const [feed] = await store.claimAll(everyFeed(NOON))
  let published = 0
  return async () => {
    const read = { parsed: aFeed([anEntry({ guid: `${published++}` })]), bodyHash: `${published}` }
    await store.recordPoll({ feed: feed!, progress: progress(), validators: null, read, took: COST }, NOON)
  }
}

it('a process that hears what changes asks for the version once, and then only when something was published', async () => {
  const url = await temporaryDatabase()
  const publish = await openPublisher(url)
  const db = connect({ url, connections: 1, isReadOnly: true })
  const listening = createListening({ url })
  onTestFinished(async () => {
    await listening.close()
    await db.close()
  })
  const asked: string[] = []
  const counting = createStoryPages({
    ...db,
    first: (text, params) => {
      asked.push(text)
      return db.first(text, params)
    },
  })
  const pages = hearing(counting, listening)
  const heard = vi.fn()
  pages.watch(heard)
  await vi.waitFor(() => expect(heard).toHaveBeenCalled(), PATIENT)
  const before = await pages.version()
  asked.length = 0
  for (let n = 0; n < 50; n++) expect(await pages.version()).toBe(before)
  expect(asked.length).toBeLessThan(5)
  await publish()
  await vi.waitFor(async () => expect(await pages.version()).toBeGreaterThan(before), PATIENT)
})

it('a process that lost its connection asks each time, and hears again when it has another', async () => {
  const direct = await temporaryDatabase()
  const publish = await openPublisher(direct)
  const proxy = await startProxy(direct)
  const db = connect({ url: direct, connections: 1, isReadOnly: true })
  const listening = createListening({ url: proxy.url })
  onTestFinished(async () => {
    await listening.close()
    await db.close()
  })
  const pages = hearing(createStoryPages(db), listening)
  const heard = vi.fn()
  pages.watch(heard)
  await vi.waitFor(() => expect(heard).toHaveBeenCalled(), PATIENT)
  proxy.cut()
  await vi.waitFor(() => expect(listening.heard()).toBeNull(), PATIENT)
  const before = await pages.version()
  await publish()
  expect(await pages.version()).toBeGreaterThan(before)
  const missed = heard.mock.calls.length
  proxy.mend()
  await vi.waitFor(() => expect(heard.mock.calls.length).toBeGreaterThan(missed), PATIENT)
  const told = heard.mock.calls.length
  await publish()
  await vi.waitFor(() => expect(heard.mock.calls.length).toBeGreaterThan(told), PATIENT)
})

it('an open page is told of a story as soon as another process has stored it', async () => {
  const url = await temporaryDatabase()
  const publish = await openPublisher(url)
  const { pages, close } = await openPages({ database: url, databasePassword: null }, 1)
  const server = fastify()
  addEventRoutes(server, { pages, everyMs: HOUR })
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await server.close()
    await close()
  })
  const answer = await fetch(`${address}/events?newer=0`)
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  await publish()
  for (let seen = ''; !seen.includes('data: {"count":1}'); ) seen += (await reader.read()).value ?? ''
})

it('a hub is told of what a process published that itself tells none', async () => {
  const url = await temporaryDatabase()
  const publish = await openPublisher(url)
  const pings: string[] = []
  const hub = await startFeedServer({
    '/hub': async (request, response) => {
      pings.push(String((await once(request, 'data'))[0]))
      response.writeHead(204).end()
    },
  })
  const config = configSchema.parse({
    database: url,
    server: { hubs: [`${hub}/hub`], publicUrl: 'https://wire.example' },
    feeds: [{ url: 'https://a.test/feed' }],
  })
  for (let n = 0; n < 2; n++) {
    const app = await createApp(config, { log: pino({ level: 'silent' }), waits: { gatherMs: 0 } })
    await app.announce() // what was published before
    const server = await app.createServer()
    onTestFinished(async () => {
      await server.close()
      await app.close()
    })
  }
  await vi.waitFor(() => expect(pings.length).toBeGreaterThan(0), PATIENT)
  const before = pings.length
  await publish()
  await vi.waitFor(() => expect(pings.length).toBeGreaterThan(before), PATIENT)
  expect(pings.at(-1)).toContain(encodeURIComponent('https://wire.example/rss.xml'))
})
