import type { FastifyInstance } from 'fastify'
import { beforeAll, expect, it } from 'vitest'
import { DEMO_NOW } from '../support/demo-database.ts'
import { type Demo, openDemo } from '../support/demo-engines.ts'
import { serve } from '../support/server.ts'

let demo: Demo
let servers: readonly [sqlite: FastifyInstance, postgres: FastifyInstance]
beforeAll(async () => {
  demo = await openDemo()
  const { SQLite, PostgreSQL } = demo.engines
  const serveFrom = ({ pages }: typeof SQLite) =>
    serve(null, { namedFeeds: [] }, { pages, now: () => DEMO_NOW, log: false })
  servers = [await serveFrom(SQLite), await serveFrom(PostgreSQL)]
  return async () => {
    for (const server of servers) await server.close()
    await demo.close()
  }
})

/** The status and the body of both servers' answers are the same; returns SQLite's. */
async function expectAlike(url: string): Promise<{ status: number; body: string }> {
  const [one, other] = await Promise.all(servers.map((server) => server.inject(url)))
  expect([url, other!.statusCode, other!.body]).toEqual([url, one!.statusCode, one!.body])
  return { status: one!.statusCode, body: one!.body }
}

const FEEDS = ['/rss.xml', '/atom.xml', '/feed.json']
const QUERIES = [
  '',
  '?limit=7&text=full',
  '?text=none&min_outlets=2',
  '?q=harbour+OR+%22the+council%22',
  '?q=-ferry+title:port&limit=50',
  '?without_outlet=Halyard+Wire',
  '?outlet=T%C3%A9l%C3%A9graphe+d%E2%80%99Aubrelles&outlet=Castrel+Tribune',
]

it('feeds, their archives and their groups are the same, byte for byte', async () => {
  const groups = await demo.engines.SQLite.pages.groups()
  expect(groups.length).toBeGreaterThan(0)
  for (const scope of ['', ...groups.map((group) => `/groups/${group}`)]) {
    for (const feed of FEEDS)
      for (const query of QUERIES) expect((await expectAlike(scope + feed + query)).status).toBe(200)
    await expectAlike(`${scope}/opml.xml`)
  }
  let next: string | undefined = '/feed.json?limit=100'
  let pages = 0
  for (; next !== undefined; pages++) {
    const { body }: { body: string } = await expectAlike(next.replace('https://wire.example', ''))
    next = (JSON.parse(body) as { next_url?: string }).next_url
  }
  expect(pages).toBeGreaterThan(1)
})

it('pages for people are the same, byte for byte', async () => {
  const { pages } = demo.engines.SQLite
  const [outlets, changes] = [await pages.outlets(), await pages.changes(null, 1000)]
  const stories = changes!.stories.map(({ id }) => `/stories/${id}`)
  for (const url of [
    '/',
    '/?sort=carried',
    '/?q=harbour',
    '/?q=-harbour&min_outlets=2',
    '/feeds',
    '/corrections',
    '/nowhere',
  ])
    await expectAlike(url)
  for (const outlet of outlets) {
    await expectAlike(`/outlets/${encodeURIComponent(outlet)}`)
    await expectAlike(`/?outlet=${encodeURIComponent(outlet)}`)
  }
  for (const story of stories) await expectAlike(story)
  const { story } = changes!.stories.find((each) => (each.story?.copies.length ?? 0) > 2)!
  const [a, b] = story!.copies.map(({ entryId }) => entryId)
  expect((await expectAlike(`/stories/${story!.id}/compare?a=${a}&b=${b}`)).status).toBe(200)
  for (const odd of [
    '/stories/%00',
    '/?q=%00harbour',
    '/?outlet=%00',
    '/groups/a%00b',
    '/outlets/%F0%9F%91%8D',
  ])
    expect((await expectAlike(odd)).status).toBeLessThan(500)
})

it('stories.json is the same, page after page', async () => {
  let since = ''
  for (let more = true; more; ) {
    const { body } = await expectAlike(`/stories.json?limit=20${since}`)
    const { next, has_more } = JSON.parse(body) as { next: string; has_more: boolean }
    more = has_more
    since = `&since=${next}`
  }
  expect(since).not.toBe('')
})
