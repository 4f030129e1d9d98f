import { expect, onTestFinished, test } from 'vitest'
import type { FeedOrder } from '../../src/http/feed-documents.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { type PagesThreads, startPagesThreads } from '../../src/threads/pages-thread.ts'
import { openNewsdesk } from '../support/newsdesk.ts'

function open(deadlineMs?: number) {
  const desk = openNewsdesk()
  const id = desk.story({ feed: desk.feed({ groups: ['sea'] }), title: 'NWR: Ferry strike ends' })
  const data = {
    database: desk.db.name,
    databasePassword: null,
    publicUrl: 'https://wire.example',
    title: 'Wire',
    hubs: [],
    hosts: [],
    excerptOnly: [],
    titles: 'clean' as const,
    agencies: [{ name: 'NWR', aliases: [], hosts: [] }],
  }
  const threads: PagesThreads = startPagesThreads(
    data,
    createStoryPages(desk.reader),
    deadlineMs === undefined ? {} : { deadlineMs },
  )
  onTestFinished(async () => {
    await threads.close()
    desk.close()
  })
  return { desk, id, ...threads }
}

const order: FeedOrder = { format: 'rss.xml', group: null, named: null, url: '/rss.xml', query: {}, host: '' }

test('pages and documents are read in threads, and so are their faults', async () => {
  const { desk, id, pages, documents } = open()
  expect(await pages.byId(id)).toMatchObject({ id, lead: { title: 'NWR: Ferry strike ends' } })
  const document = await documents.latest(order)
  expect(Buffer.from(document.body).toString()).toContain('<title>Ferry strike ends</title>')
  expect(document.link).toBe('<https://wire.example/rss.xml>; rel="self"')
  await expect(documents.latest({ ...order, group: 'none' })).rejects.toMatchObject({
    name: 'HttpError',
    statusCode: 404,
    message: 'no group none',
  })
  const before = await pages.version()
  desk.db.exec("UPDATE entries SET title = 'Ferries sail again'")
  expect(await pages.version()).toBeGreaterThan(before)
  expect(Buffer.from((await documents.latest(order)).body).toString()).toContain('Ferries sail again')
})

test('a call that takes too long is given up, and what is asked here is answered all the same', async () => {
  const { pages, documents } = open(1)
  await expect(documents.latest(order)).rejects.toMatchObject({ statusCode: 503, retryAfter: 10 })
  expect([await pages.groups(), await pages.feedStates()]).toEqual([['sea'], { ok: 1 }])
})
