import type { FastifyInstance } from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { anEntry, aSubscription, prose } from '../support/builders.ts'
import type { Newsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'
import { NOON, openTestStore } from '../support/store.ts'

const MINUTE = 60_000
const A = 'https://a.test/feed'
const B = 'https://b.test/feed'

interface Answer {
  readonly stories: readonly {
    readonly id: string
    readonly merged_into: string | null
    readonly title?: string
    readonly copies?: readonly {
      readonly entry_id: number
      readonly outlet: string
      readonly is_lead: boolean
    }[]
    readonly evidence?: readonly { readonly passages: readonly string[] }[]
  }[]
  readonly next: string
  readonly has_more: boolean
}

async function aScript() {
  const test = await openTestStore()
  await test.subscribe(aSubscription(A, { outlet: 'A' }), aSubscription(B, { outlet: 'B' }))
  const reader = openReadOnly(test.file)
  const server: FastifyInstance = await serve({ reader } as Newsdesk)
  onTestFinished(async () => {
    await server.close()
    reader.close()
  })
  const held = new Map<string, string>()
  let cursor = ''
  /** What is new, page by page, as a script would take it; returns how many stories it was told of. */
  const follow = async (limit = 2) => {
    let told = 0
    for (let more = true; more; ) {
      const answer = (await server.inject(`/stories.json?limit=${limit}&since=${cursor}`)).json() as Answer
      for (const story of answer.stories) {
        if (story.merged_into !== null) held.delete(story.id)
        else
          held.set(
            story.id,
            story
              .copies!.map((copy) => copy.outlet)
              .sort()
              .join(),
          )
      }
      told += answer.stories.length
      cursor = answer.next
      more = answer.has_more
    }
    return told
  }
  const stored = () => {
    const rows = test.db.prepare(
      'SELECT story_id AS id, group_concat(outlet ORDER BY outlet) AS outlets FROM copies GROUP BY 1',
    )
    return new Map((rows.all() as { id: string; outlets: string }[]).map(({ id, outlets }) => [id, outlets]))
  }
  const get = (url: string) => server.inject(url)
  return { ...test, follow, held, stored, get, cursor: () => cursor }
}

it('a script that follows holds what is stored, whatever happens, and is told of nothing else', async () => {
  const { read, store, follow, held, stored, db } = await aScript()
  const idOf = (guid: string) =>
    String(db.prepare('SELECT entry_id FROM copies WHERE guid = ?').pluck().get(guid))
  const entries = [1, 2, 3, 4, 5].map((n) => anEntry({ guid: `a${n}`, text: prose(n, 5) }))
  await read(A, entries)
  expect([await follow(), held]).toEqual([5, stored()])
  expect(await follow()).toBe(0)
  await read(B, [anEntry({ guid: 'b1', text: prose(1, 5) })], NOON + MINUTE)
  expect([await follow(), held]).toEqual([1, stored()])
  const { operation } = await store.merge(idOf('a2'), idOf('a3'), NOON + MINUTE)
  expect([await follow(), held]).toEqual([2, stored()])
  await store.undo(operation, NOON + MINUTE)
  expect([await follow(), held]).toEqual([2, stored()])
  await store.split(idOf('b1'), NOON + MINUTE)
  await follow()
  expect(held).toEqual(stored())
  await read(A, [anEntry({ guid: 'a5', title: 'Another headline', text: prose(5, 5) })], NOON + MINUTE)
  expect(await follow()).toBe(1)
  await store.maintain({ retentionMs: null, now: NOON + 2 * MINUTE })
  expect(await follow()).toBe(0)
})

it('tells of each copy and of the passages that it shares', async () => {
  const { read, get } = await aScript()
  await read(A, [anEntry({ guid: 'a', title: 'Harbour opens', text: prose(1, 5), author: 'Ada' })])
  await read(B, [anEntry({ guid: 'b', text: prose(1, 5), publishedAt: null })], NOON + MINUTE)
  const { headers, ...answer } = await get('/stories.json')
  const [story] = (answer.json() as Answer).stories
  expect(story).toMatchObject({
    tag: `tag:wirefold,2026:story/${story!.id}`,
    url: `https://wire.example/stories/${story!.id}`,
    merged_into: null,
    title: 'Harbour opens',
    published_at: '2026-05-01T12:00:00Z',
    changed_at: '2026-05-01T12:01:00Z',
    copies: [
      { is_lead: true, outlet: 'A', feed_url: A, author: 'Ada', published_at: '2026-05-01T12:00:00Z' },
      { is_lead: false, outlet: 'B', published_at: null, first_seen_at: '2026-05-01T12:01:00Z' },
    ],
  })
  expect(prose(1, 5)).toContain(story!.evidence![0]!.passages[0]!.split('\n')[0]!.slice(0, 30))
  expect(headers['access-control-allow-origin']).toBe('*')
})

it.each([
  ['?since=yesterday', 400, /is no cursor: give the "next" of an earlier answer/],
  ['?since=00000000-1', 410, /of another database: start again without it/],
  ['?limit=501', 400, /1 to 500/],
])('answers %s with what to do', async (query, status, reason) => {
  const { get } = await aScript()
  const answer = await get(`/stories.json${query}`)
  expect([answer.statusCode, answer.body]).toEqual([status, expect.stringMatching(reason)])
})

it('does not take a cursor from later than a backup that was restored', async () => {
  const { read, follow, cursor, get } = await aScript()
  await read(A, [anEntry({ guid: 'a' })])
  await follow()
  const [database, revision] = cursor().split('-') as [string, string]
  expect((await get(`/stories.json?since=${database}-${Number(revision) + 1}`)).statusCode).toBe(410)
})
