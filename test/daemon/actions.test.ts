import { expect, it } from 'vitest'
import { createActions } from '../../src/daemon/actions.ts'
import { NOON, openTestStore } from '../support/store.ts'

const OFFLINE = { fetchDocument: () => Promise.reject(new Error('nobody fetches here')) }

it('an OPML file subscribes to what is new in it; another file is refused with the reason', async () => {
  const { store, subscribe, pages } = await openTestStore()
  await subscribe('https://a.example/feed')
  const actions = createActions({
    store,
    fetcher: OFFLINE,
    now: () => NOON,
    pollAll: async () => {},
    announce: async () => {},
  })
  const outline = (url: string) => `<outline type="rss" text="x" xmlUrl="${url}"/>`
  const opml = (...urls: string[]) =>
    Buffer.from(`<opml version="2.0"><body>${urls.map(outline).join('')}</body></opml>`)
  const file = opml('https://a.example/feed', 'https://b.example/feed', 'gopher://c.example/')
  expect(await actions.importOpml(file)).toEqual({ ok: true, added: 1, known: 1, skipped: 1 })
  expect((await pages.feeds()).map(({ url }) => url)).toEqual([
    'https://a.example/feed',
    'https://b.example/feed',
  ])
  for (const wrong of [Buffer.from('<html></html>'), opml()])
    expect(await actions.importOpml(wrong)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('OPML'),
    })
})

it('a poll of every feed starts at most once a minute, and one that fails harms nothing', async () => {
  const { store } = await openTestStore()
  let [now, polls] = [NOON, 0]
  const pollAll = async () => {
    polls++
    throw new Error('the disk is full')
  }
  const actions = createActions({
    store,
    fetcher: OFFLINE,
    now: () => now,
    pollAll,
    announce: async () => {},
  })
  const start = async () => (await actions.pollAll()).ok
  expect([await start(), await start()]).toEqual([true, false])
  now += 60_000
  expect(await start()).toBe(true)
  expect(polls).toBe(2)
})
