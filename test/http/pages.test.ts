import type { FastifyInstance } from 'fastify'
import { parseOpml } from 'feedsmith'
import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ActionResult, Corrected } from '../../src/http/action-routes.ts'
import { indexEntries } from '../../src/store/sqlite/pages/search.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { type Newsdesk, NOON, openNewsdesk } from '../support/newsdesk.ts'
import { NO_ACTIONS, serve } from '../support/server.ts'

let desk: Newsdesk
let server: FastifyInstance

beforeEach(async () => {
  desk = openNewsdesk()
  server = await serve(desk)
})
afterEach(async () => {
  await server.close()
  desk.close()
})

const DAY = 86_400_000
/** The server as it is at another time. */
async function reopen(now: number): Promise<void> {
  await server.close()
  server = await serve(desk, {}, { now: () => now })
}

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers })

describe('pages', () => {
  it('list the newest stories with who carries them, and offer the feeds', async () => {
    const [harbor, radio] = [
      desk.feed({ outlet: 'Harbor Weekly' }),
      desk.feed({ outlet: 'Fine Valley Radio' }),
    ]
    const id = desk.story({ feed: harbor, title: 'Ferry <b>strike</b>' }, { feed: radio })
    const { body, headers } = await get('/')
    expect(body).toContain(`<a href="/stories/${id}">Ferry &lt;b&gt;strike&lt;/b&gt;</a>`)
    expect(body).toContain('2 outlets</a> also Fine Valley Radio')
    expect(body).toContain(
      '<link rel="alternate" type="application/rss+xml" title="Test wire (RSS)" href="/rss.xml">',
    )
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(body.match(/<script[^>]*>/g)).toEqual([expect.stringMatching(/^<script src="\/script\.js\?v=/)])
  })

  it('search, and say so where nothing is found', async () => {
    desk.story({ feed: desk.feed(), title: 'Wheat' })
    indexEntries(desk.db, 10)
    expect((await get('/?q=wheat')).body).toContain('Stories about “wheat”')
    const { body } = await get('/?q=barley&min_outlets=3')
    expect(body).toContain('No story about “barley”, in 3 outlets or more.')
    expect((await get('/?q=')).body).toContain('Newest stories')
    expect((await get('/?q=%22')).body).toContain('No story about “&quot;”')
  })

  it('show one group with its own feeds', async () => {
    desk.story({ feed: desk.feed({ groups: ['sea'] }), title: 'Ferry' })
    desk.story({ feed: desk.feed(), title: 'Harvest' })
    const { body } = await get('/groups/sea')
    expect(body).toContain('Ferry')
    expect(body).not.toContain('Harvest')
    expect(body).toContain('href="/groups/sea/atom.xml"')
    expect((await get('/groups/land')).statusCode).toBe(404)
  })

  it('show a story with every copy and what the copies share', async () => {
    const [harbor, radio] = [
      desk.feed({ outlet: 'Harbor Weekly' }),
      desk.feed({ outlet: 'Fine Valley Radio' }),
    ]
    const id = desk.story(
      { feed: harbor, html: '<p>All <em>sail</em>.</p>' },
      { feed: radio, title: 'Over', publishedAt: null },
    )
    desk.db
      .prepare("INSERT INTO fold_evidence VALUES (2, 1, 0.99, 'one source', '{}', ?)")
      .run(JSON.stringify(['the ferries <sail>']))
    const { body } = await get(`/stories/${id}`)
    expect(body).toContain('<p>All <em>sail</em>.</p>')
    expect(body).toContain('2 outlets, one story')
    expect(body).toContain('<a href="https://outlet2.example/news/2">Over</a>')
    expect(body).toContain('undated')
    expect(body).toContain('the ferries &lt;sail&gt;')
  })

  it('send nobody to the outlet where the lead copy has no address', async () => {
    const feed = desk.feed()
    const [linked, unlinked] = [desk.story({ feed }), desk.story({ feed, link: null })]
    expect((await get(`/stories/${linked}`)).body).toContain('>Read it at Outlet 1</a>')
    const { body } = await get(`/stories/${unlinked}`)
    expect(body).not.toContain('Read it at')
    expect(body).not.toContain(`/stories/${unlinked}"`)
  })

  it('quote each shared passage once, from a sentence’s beginning and not at length', async () => {
    const copies = ['A', 'B', 'C', 'D'].map((outlet) => ({ feed: desk.feed({ outlet: `Outlet ${outlet}` }) }))
    const id = desk.story(copies[0]!, ...copies.slice(1))
    const put = desk.db.prepare("INSERT INTO fold_evidence VALUES (?, ?, ?, 'one source', '{}', ?)")
    const crews = `The crews went back to work. ${'They sail. '.repeat(100)}`
    const votes = 'A vote was taken at noon in the old net loft, and nobody spoke against it at all.'
    for (const [a, b, score, passage] of [
      [1, 2, 0.7, `ended on Sunday. ${crews}`],
      [1, 3, 0.8, crews],
      [1, 4, 0.9, votes],
    ] as const)
      put.run(b, a, score, JSON.stringify([passage]))
    const { body } = await get(`/stories/${id}`)
    const shared = [...body.matchAll(/<p>([^<]*) share:<\/p>\n<blockquote dir="auto">([^<]*)/g)]
    expect(shared.map(([, who]) => who)).toEqual(['Outlet A, Outlet B and Outlet C', 'Outlet A and Outlet D'])
    expect(shared[0]![2]).toMatch(/^The crews went back/)
    expect(shared[0]![2]!.length).toBeLessThan(310)
    expect(shared[1]![2]).toBe(votes)
  })

  it('tell who carried a story when, first and last, with the lead’s place', async () => {
    const feeds = ['Early', 'Agency', 'Late'].map((outlet) => desk.feed({ outlet }))
    const hour = 3_600_000
    const id = desk.story(
      { feed: feeds[1]!, publishedAt: NOON + hour },
      { feed: feeds[0]!, publishedAt: NOON },
      { feed: feeds[2]!, publishedAt: NOON + 4 * hour },
    )
    const { body } = await get(`/stories/${id}`)
    const rows = [...body.matchAll(/<p class="who">.*?<\/li>/gs)].map(([row]) => row)
    const outlets = rows.map((row) => /class="outlet"[^>]*>([^<]*)/.exec(row)![1])
    expect(outlets).toEqual(['Early', 'Agency', 'Late'])
    expect(rows.map((row) => /cx="([\d.]+)%"/.exec(row)![1])).toEqual(['2.00', '26.00', '98.00'])
    expect(rows.map((row) => />([^<]*) later/.exec(row)?.[1])).toEqual([undefined, '60 min', '4 h'])
    expect(rows[1]).toContain('>lead<')
  })

  it('walk to older stories without showing one twice, in either order', async () => {
    const feeds = [1, 2, 3].map(() => desk.feed())
    const hour = 3_600_000
    for (let n = 0; n < 7; n++) {
      const publishedAt = NOON - n * hour
      const [lead, ...others] = feeds
        .slice(0, 1 + (n % 3))
        .map((feed) => ({ feed, publishedAt, title: `S${n}` }))
      desk.story(lead!, ...others)
    }
    expect(await walk('/?limit=3')).toEqual('S0 S1 S2 S3 S4 S5 S6'.split(' '))
    await reopen(NOON)
    expect(await walk('/?limit=2&sort=carried')).toEqual('S2 S5 S1 S4 S0 S3 S6'.split(' '))
    expect((await get('/?sort=oldest')).statusCode).toBe(400)
  })

  async function walk(start: string): Promise<string[]> {
    const titles: string[] = []
    for (let path: string | undefined = start; path !== undefined; ) {
      const { body } = await get(path)
      titles.push(...[...body.matchAll(/<h2 dir="auto"><a[^>]*>([^<]*)/g)].map(([, title]) => title!))
      const next: string | undefined = /rel="next" href="([^"]*)"/.exec(body)?.[1]
      path = next && `${next.replaceAll('&amp;', '&')}&limit=${/limit=(\d)/.exec(start)![1]}`
    }
    return titles
  }

  it('lead the form’s group to its own address, with the rest of what was asked', async () => {
    desk.feed({ groups: ['sea'] })
    const { headers, statusCode } = await get('/?group=sea&q=&min_outlets=2')
    expect([statusCode, headers.location]).toEqual([303, '/groups/sea?min_outlets=2'])
  })

  it('show what narrows the list, each to be taken away by itself', async () => {
    desk.story({ feed: desk.feed({ outlet: 'Harbor Weekly' }) }, { feed: desk.feed() })
    const { body } = await get('/?outlet=harbor%20weekly&min_outlets=2')
    expect(body).toContain('<a href="/?min_outlets=2" title="Show without this">Harbor Weekly')
    expect(body).toContain('<a href="/?outlet=Harbor+Weekly" title="Show without this">2 outlets or more')
    expect(body).toContain('href="/rss.xml?outlet=Harbor+Weekly&amp;min_outlets=2"')
  })

  it('tell of an outlet what it carries, from whom, how late and how much alone', async () => {
    await reopen(NOON + DAY)
    const [agency, local] = [desk.feed({ outlet: 'Fable Wire' }), desk.feed({ outlet: 'Harbor / Weekly' })]
    const [publishedAt, later] = [NOON, NOON + 2 * 3_600_000]
    desk.story({ feed: agency, publishedAt }, { feed: local, publishedAt: later, title: 'Ours' })
    desk.story({ feed: local, publishedAt: later })
    const { body } = await get('/outlets/harbor%20%2F%20weekly')
    expect(body).toContain('<h1>Harbor / Weekly</h1>')
    expect(body).toContain('<dt>carried</dt><dd>2 stories</dd>')
    expect(body).toContain('<dt>carried by nobody else</dt><dd>50 %</dd>')
    expect(body).toContain('>Fable Wire</a></th>')
    expect(body).toContain('2 h later')
    expect((await get('/outlets/nobody')).statusCode).toBe(404)
  })

  it('show what a copy said before: its titles, and the paragraphs that went and came', async () => {
    const id = desk.story({ feed: desk.feed({ outlet: 'Harbor Weekly' }), title: 'Strike <over>' })
    desk.db
      .prepare("INSERT INTO entry_revisions VALUES (1, 1, 'Strike looms', '2026-03-04T13:00:00Z', 1, ?, ?)")
      .run('No ferry sails.', 'All sail.\nNobody knows why.')
    const { body } = await get(`/stories/${id}`)
    expect(body).toContain('<del>Strike looms</del> <ins>Strike &lt;over&gt;</ins>')
    expect(body).toContain('<summary>1 paragraph became 2</summary>')
    expect(body).toContain(
      '<p><del>No ferry sails.</del></p><p><ins>All sail.</ins></p><p><ins>Nobody knows why.</ins></p>',
    )
  })

  it('keep the record of corrections, also of entries that are gone', async () => {
    const id = desk.story(
      { feed: desk.feed({ outlet: 'Harbor Weekly' }), title: 'Ferry' },
      { feed: desk.feed() },
    )
    const put = desk.db.prepare("INSERT INTO overrides VALUES (?, ?, ?, ?, '2026-03-04T13:00:00Z', ?)")
    put.run(1, 'apart', 1, 77, '2026-03-04T14:00:00Z')
    put.run(2, 'together', 1, 2, null)
    const { body } = await get('/corrections')
    expect(body.match(/<li(?: class="undone")?><p>/g)).toEqual(['<li><p>', '<li class="undone"><p>'])
    expect(body).toContain(`<a href="/stories/${id}">Ferry</a>`)
    expect(body).toContain('was split from an entry that is no longer kept')
    expect((await get(`/stories/${id}`)).body).toContain('<h2 id="corrected">Corrections</h2>')
  })

  it('put two copies side by side, with what both say and the sum that decided', async () => {
    const both = 'The ferries sail again on Sunday, said the union of the deck crews.'
    const id = desk.story(
      { feed: desk.feed(), text: `${both} Nobody knows why.` },
      { feed: desk.feed(), text: `RIVERTON — ${both} <b>` },
    )
    const path = `/stories/${id}/compare?a=1&b=2`
    expect((await get(path)).body).toContain('were not compared with each other')
    desk.db
      .prepare(
        "INSERT INTO fold_evidence VALUES (2, 1, 0.9, 'one source', '{\"contained\":1,\"agency\":1}', '[]')",
      )
      .run()
    const { body } = await get(path)
    expect(body.match(/<mark>[^<]*<\/mark>/g)).toEqual([
      '<mark>in both, word for word</mark>',
      `<mark>${both}</mark>`,
      `<mark>${both}</mark>`,
    ])
    expect(body).toContain('&lt;b&gt;')
    expect(body).toContain('both name one source')
    expect((await get(`/stories/${id}/compare?a=1&b=1`)).statusCode).toBe(404)
    expect((await get(`/stories/${id}/compare?a=1`)).statusCode).toBe(400)
  })

  it('lead from a merged story to the one it became part of, however long ago', async () => {
    const feed = desk.feed()
    const [a, b, c] = [desk.story({ feed }), desk.story({ feed }), desk.story({ feed })]
    const merge = desk.db.prepare('UPDATE stories SET alias_of = ?, lead_entry_id = NULL WHERE id = ?')
    merge.run(b, a)
    merge.run(c, b)
    const { statusCode, headers } = await get(`/stories/${a}`)
    expect([statusCode, headers.location]).toEqual([307, `/stories/${c}`])
    expect((await get('/stories/none')).statusCode).toBe(404)
  })

  it('show how each feed stands, and never its credentials', async () => {
    desk.feed({ outlet: 'Harbor Weekly', credentials: 'ada:secret' })
    desk.feed({ outlet: 'Fine Valley Radio', state: 'failing', error: 'HTTP 500 <oops>' })
    const { body } = await get('/feeds')
    expect(body).toContain('https://outlet1.example/feed')
    expect(body).toContain('HTTP 500 &lt;oops&gt;')
    expect(body).not.toContain('secret')
    expect((await get('/opml.xml')).body).not.toContain('secret')
  })

  it.each([
    ['404 Not Found', 'The feed is not at this address any more.'],
    ['the name does not exist', 'The name in the address does not exist.'],
    ['TLS: the certificate has expired', 'The connection is not safe'],
    ['503 Service Unavailable', 'The publisher’s server is in trouble.'],
    ['an unheard-of fault', 'The last poll failed.'],
  ])('say of a feed that failed with “%s” what it means', async (error, words) => {
    desk.feed({ state: 'failing', error })
    desk.feed()
    const { body } = await get('/feeds')
    expect(body).toContain('1 feed needs a look')
    expect(body).toContain(words)
    expect(body.indexOf(words)).toBeLessThan(body.indexOf('https://outlet2.example/feed'))
  })

  it('tell times in the zone of the config, machines in UTC', async () => {
    desk.story({ feed: desk.feed(), publishedAt: NOON })
    const east = await serve(desk, { timeZone: 'Asia/Tokyo' })
    expect((await east.inject('/')).body).toContain(
      '<time datetime="2026-03-04T12:00:00Z">4 Mar, 21:00 GMT+9</time>',
    )
    await east.close()
  })

  it('name their stylesheet and script by version, so that caches keep them for ever', async () => {
    const { body } = await get('/')
    for (const path of body.match(/\/(?:style\.css|script\.js)\?v=[\w-]+/g)!) {
      const { headers, statusCode } = await get(path)
      expect([statusCode, headers['cache-control']]).toEqual([200, expect.stringContaining('immutable')])
    }
    expect((await get('/style.css')).headers['cache-control']).not.toContain('immutable')
  })

  it('tell people in HTML what went wrong, with a way back', async () => {
    const { statusCode, body } = await get('/rss.xml?limit=0', { accept: 'text/html,*/*' })
    expect([statusCode, body.includes('<h1>')]).toEqual([400, true])
    expect(body).toContain('<a class="button" href="/">All stories</a>')
  })
})

describe('routes for machines', () => {
  it('give the subscriptions as OPML', async () => {
    desk.feed({ outlet: 'Harbor & Sea', groups: ['sea'] })
    const { body } = await get('/opml.xml')
    const feed = {
      text: 'Harbor & Sea',
      type: 'rss',
      xmlUrl: 'https://outlet1.example/feed',
      category: '/sea',
    }
    expect(parseOpml(body).body!.outlines).toMatchObject([{ text: 'sea', outlines: [feed] }])
  })

  it('say whether the daemon is well', async () => {
    desk.feed()
    expect((await get('/healthz')).json()).toMatchObject({ status: 'ok', database: 'ok', feeds: { ok: 1 } })
    const late = await serve(
      desk,
      {},
      {
        status: async () => ({
          lastRoundAt: 0,
          problems: [{ kind: 'stalled', what: 'no round for an hour', since: 3_600_000 }],
        }),
      },
    )
    const answer = await late.inject('/healthz')
    expect([answer.statusCode, answer.json()]).toMatchObject([
      503,
      { status: 'degraded', polling: { problem: 'no round for an hour', since: '1970-01-01T01:00:00Z' } },
    ])
    await late.close()
  })

  it('say that the database is gone', async () => {
    const pages = createStoryPages(desk.reader)
    const broken = await serve(desk, {}, { pages })
    desk.reader.close()
    const answer = await broken.inject('/healthz')
    expect([answer.statusCode, answer.json()]).toMatchObject([
      503,
      { database: expect.stringContaining('not open') },
    ])
    expect((await broken.inject('/readyz')).statusCode).toBe(503)
    await broken.close()
  })

  it('say that every feed fails, which no restart would mend', async () => {
    const problems = [{ kind: 'all-failing', what: 'the only feed fails', since: 0 }] as const
    const offline = await serve(desk, {}, { status: async () => ({ lastRoundAt: 0, problems }) })
    const answer = await offline.inject('/healthz')
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { status: 'degraded', problems: [{ kind: 'all-failing' }] },
    ])
    expect((await offline.inject('/readyz')).json()).toEqual({ status: 'ready' })
    await offline.close()
  })

  it('count their answers for Prometheus', async () => {
    const registry = new Registry()
    const counted = await serve(desk, {}, { registry })
    await counted.inject('/rss.xml')
    const { body } = await counted.inject('/metrics')
    expect(body).toContain('wirefold_http_requests_total{route="/rss.xml",status="200"} 1')
    await counted.close()
  })
})

describe('corrections', () => {
  const calls: unknown[] = []
  const done = async (...call: unknown[]): Promise<ActionResult<Corrected>> => {
    calls.push(call)
    return call[0] === 'none'
      ? { ok: false, reason: 'there is no story none' }
      : { ok: true, operation: 7, stories: [] }
  }
  const guarded = (token: string | null) =>
    serve(desk, { token }, { actions: { ...NO_ACTIONS, merge: done, split: done, undo: done } })
  const bearer = { authorization: 'Bearer open sesame' }

  it('are off without a token in the config', async () => {
    const answer = await server.inject({ method: 'POST', url: '/stories/a/merge', payload: { with: 'b' } })
    expect([answer.statusCode, answer.body]).toEqual([403, expect.stringContaining('server.token')])
  })

  it('need the token, take forms and JSON, and answer with the number to undo them by', async () => {
    const open = await guarded('open sesame')
    const post = (url: string, payload: string | object, headers: Record<string, string> = bearer) =>
      open.inject({ method: 'POST', url, payload, headers })
    const form = { ...bearer, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await post('/stories/a/merge', { with: 'b' }, {})).statusCode).toBe(401)
    expect((await post('/stories/a/merge', { with: 'b' }, { authorization: 'Bearer no' })).statusCode).toBe(
      401,
    )
    expect(calls).toEqual([])
    expect((await post('/stories/a/merge', { with: 'b' })).json()).toEqual({ operation: 7 })
    const id = desk.story({ feed: desk.feed() }, { feed: desk.feed() })
    await post(`/stories/${id}/split`, 'entry=2', form)
    await post('/overrides/7/undo', '', form)
    expect(calls.splice(0)).toEqual([['a', 'b'], [2], [7]])
    expect((await post('/stories/none/merge', { with: 'b' })).statusCode).toBe(422)
    expect((await post(`/stories/${id}/split`, { entry: 'x' })).statusCode).toBe(400)
    expect((await post(`/stories/${id}/split`, {})).statusCode).toBe(400)
    await open.close()
  })

  it('split from a story only a copy of its own, by any id that the story had', async () => {
    calls.splice(0)
    const open = await guarded('open sesame')
    const [own, younger, other] = [1, 2, 3].map(() =>
      desk.story({ feed: desk.feed() }, { feed: desk.feed() }),
    )
    desk.db.prepare('UPDATE stories SET alias_of = ?, lead_entry_id = NULL WHERE id = ?').run(own, younger)
    const split = async (story: string, entry: number) => {
      const url = `/stories/${story}/split`
      const answer = await open.inject({ method: 'POST', url, payload: { entry }, headers: bearer })
      return [answer.statusCode, answer.body.trim()]
    }
    expect(await split(own!, 6)).toEqual([404, `entry 6 is no copy of story ${own}`])
    expect(await split('none', 6)).toEqual([404, 'there is no story none'])
    expect(calls).toEqual([])
    expect((await split(younger!, 2))[0]).toBe(200)
    expect((await split(other!, 6))[0]).toBe(200)
    expect(calls).toEqual([[2], [6]])
    await open.close()
  })
})

describe('limits', () => {
  it.each(['/groups/%/rss.xml', '/stories/%zz'])(
    'answer the broken address %s as any other fault',
    async (url) => {
      const answer = await get(url)
      expect(answer.statusCode).toBe(400)
      expect(answer.headers['content-type']).toContain('text/plain')
      expect(answer.body).toContain('each % is to be followed by two digits')
    },
  )

  it('tell that a name in the address is too long, and how long it may be', async () => {
    expect((await get(`/outlets/${'x'.repeat(300)}`)).statusCode).toBe(404)
    const { statusCode, body } = await get(`/outlets/${'x'.repeat(301)}`)
    expect([statusCode, body]).toEqual([414, 'a name in the address is longer than 300 characters\n'])
  })

  it.each(['0', '1e0', '-1', 'x'])('know no archived page %s', async (page) => {
    expect((await get(`/archive/${page}/rss.xml`)).statusCode).toBe(404)
  })

  it('refuse an endless address', async () => {
    expect((await get(`/rss.xml?x=${'y'.repeat(3000)}`)).statusCode).toBe(414)
  })

  it.each([
    ['nobody', false as const, true],
    ['so many proxies', 1, false],
    ['a proxy by its address', ['127.0.0.0/8'], false],
  ])('count requests by the client that is named by %s', async (_whom, trustProxy, shared) => {
    await server.close()
    server = await serve(desk, { trustProxy, rateLimit: 1 })
    const asked = (client: string) => get('/style.css', { 'x-forwarded-for': `203.0.113.9, ${client}` })
    const answers = [await asked('198.51.100.1'), await asked('198.51.100.1'), await asked('198.51.100.2')]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 429, shared ? 429 : 200])
  })

  it('never call the daemon dead, however often it is asked', async () => {
    const statuses = new Set<number>()
    for (let n = 0; n < 610; n++) statuses.add((await get('/healthz')).statusCode)
    expect([...statuses]).toEqual([200])
  })
})
