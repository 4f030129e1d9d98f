import { EventEmitter, once } from 'node:events'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addEventRoutes } from '../../src/http/event-routes.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { type Newsdesk, openNewsdesk } from '../support/newsdesk.ts'

let desk: Newsdesk
let server: FastifyInstance
let address: string

beforeEach(async () => {
  desk = openNewsdesk()
  await serve(createStoryPages(desk.reader))
})
afterEach(async () => {
  await server.close()
  desk.close()
})

async function serve(pages: Parameters<typeof addEventRoutes>[1]['pages']): Promise<void> {
  server = fastify()
  addEventRoutes(server, { pages, everyMs: 5 })
  address = await server.listen({ host: '127.0.0.1', port: 0 })
}

/** Listens as a browser does: each call waits for the next event, and gives its lines. */
async function listen(query: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${address}/events${query}`, { headers })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  return {
    answer,
    async next(): Promise<string[]> {
      for (;;) {
        const found = /event: stories[\s\S]*?\n\n/.exec(seen)
        if (found) {
          const start = seen.lastIndexOf('id:', found.index)
          const event = seen.slice(start, found.index + found[0].length)
          seen = seen.slice(found.index + found[0].length)
          return event.trim().split('\n')
        }
        const { done, value } = await reader.read()
        if (done) return ['the end']
        seen += value
      }
    },
  }
}

it('an open page is told how many stories are new, and a page that comes back what it missed', async () => {
  const feed = desk.feed()
  desk.story({ feed })
  const page = await listen('?newer=1')
  expect(page.answer.headers.get('content-type')).toContain('text/event-stream')
  desk.db.transaction(() => [desk.story({ feed }), desk.story({ feed })])()
  expect(await page.next()).toEqual(['id: 3', 'event: stories', 'data: {"count":2}'])
  desk.story({ feed })
  expect(await page.next()).toEqual(['id: 4', 'event: stories', 'data: {"count":1}'])
  const again = await listen('?newer=1', { 'last-event-id': '3' })
  expect(await again.next()).toEqual(['id: 4', 'event: stories', 'data: {"count":1}'])
})

it('no more than a hundred stories are counted at once, and those after them anew', async () => {
  const feed = desk.feed()
  desk.db.transaction(() => Array.from({ length: 120 }, () => desk.story({ feed })))()
  const page = await listen('?newer=0')
  expect(await page.next()).toEqual(['id: 120', 'event: stories', 'data: {"count":100}'])
  desk.story({ feed })
  expect(await page.next()).toEqual(['id: 121', 'event: stories', 'data: {"count":1}'])
})

it('an open page is told of a story once, also where looking for it takes longer than until the next look', async () => {
  const pages = createStoryPages(desk.reader)
  const looks = new EventEmitter()
  await server.close()
  await serve({
    ...pages,
    version: () => {
      looks.emit('look')
      return pages.version()
    },
    newSince: async (...asked) => {
      const found = await pages.newSince(...asked)
      for (let n = 0; n < 3; n++) await once(looks, 'look')
      return found
    },
  })
  const feed = desk.feed()
  desk.story({ feed })
  const page = await listen('?newer=0')
  expect(await page.next()).toEqual(['id: 1', 'event: stories', 'data: {"count":1}'])
  desk.story({ feed })
  expect(await page.next()).toEqual(['id: 2', 'event: stories', 'data: {"count":1}'])
})

it('a page that shows one group is told of that group’s stories only', async () => {
  const [sea, land] = [desk.feed({ groups: ['sea'] }), desk.feed()]
  const page = await listen('?newer=0&group=sea')
  desk.db.transaction(() => [desk.story({ feed: land }), desk.story({ feed: sea })])()
  expect((await page.next()).at(-1)).toBe('data: {"count":1}')
})

it('a program that names no story is told of what comes from now on', async () => {
  const feed = desk.feed()
  desk.story({ feed })
  const program = await listen('')
  desk.story({ feed })
  expect(await program.next()).toEqual(['id: 2', 'event: stories', 'data: {"count":1}'])
})

it('listeners are let go when the server closes, and a search has none', async () => {
  const page = await listen('?newer=0')
  expect((await fetch(`${address}/events?newer=0&q=ferry`)).status).toBe(400)
  expect((await fetch(`${address}/events?newer=x`)).status).toBe(400)
  await server.close()
  expect(await page.next()).toEqual(['the end'])
})

it('one visitor does not take every place', async () => {
  const own = await Promise.all(Array.from({ length: 21 }, () => fetch(`${address}/events?newer=0`)))
  expect(
    own
      .map(({ status }) => status)
      .sort()
      .slice(-2),
  ).toEqual([200, 503])
})
