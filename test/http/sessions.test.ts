import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actions } from '../../src/http/action-routes.ts'
import { type Newsdesk, openNewsdesk } from '../support/newsdesk.ts'
import { NO_ACTIONS, serve } from '../support/server.ts'

const TOKEN = 'open sesame, please'
const DAY = 86_400_000

let desk: Newsdesk
let server: FastifyInstance
let now = Date.UTC(2026, 2, 4, 12)
const calls: unknown[] = []

const actions: Actions = {
  ...NO_ACTIONS,
  split: async (entry) => {
    calls.push(['split', entry])
    return { ok: true, operation: 7, stories: [] }
  },
  addFeed: async (address) => {
    calls.push(['add', address])
    return address === 'nowhere'
      ? { ok: false, reason: '<nowhere> offers no feed' }
      : { ok: true, url: 'https://outlet1.example/feed', isNew: true, alsoOffered: [] }
  },
  importOpml: async (document) => {
    calls.push(['import', Buffer.from(document).toString()])
    return { ok: true, added: 2, known: 1, skipped: 0 }
  },
  pollAll: async () => {
    calls.push(['poll'])
    return { ok: true }
  },
}

beforeEach(async () => {
  calls.length = 0
  desk = openNewsdesk()
  server = await serve(
    desk,
    { token: TOKEN, publicUrl: 'https://wire.example/news' },
    { actions, now: () => now },
  )
})
afterEach(async () => {
  await server.close()
  desk.close()
})

type Headers = Record<string, string>
const post = (url: string, form: Record<string, string>, headers: Headers = {}) =>
  server.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
  })

/** Signs in, and reads what forms send along. */
async function signIn(): Promise<{ cookie: string; form: string }> {
  const { headers } = await post('/sign-in', { token: TOKEN })
  const cookie = String(headers['set-cookie']).split(';')[0]!
  const { body } = await server.inject({ url: '/feeds', headers: { cookie } })
  return { cookie, form: /name="form" value="([^"]+)"/.exec(body)![1]! }
}

describe('a person who signs in', () => {
  it('gets a cookie that no script reads, no other site sends, and that does not hold the token', async () => {
    const { statusCode, headers } = await post('/sign-in', { token: TOKEN })
    expect([statusCode, headers.location]).toEqual([303, '/news/'])
    const cookie = String(headers['set-cookie'])
    expect(cookie).toMatch(/; Path=\/news; HttpOnly; SameSite=Strict; Secure$/)
    expect(cookie).not.toContain(encodeURIComponent(TOKEN))
  })

  it('is told where the token is wrong, and limited in guessing', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) statuses.push((await post('/sign-in', { token: `guess ${n}` })).statusCode)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses.slice(10)).toEqual([429, 429])
  })

  it('sees pages that nobody else may keep, and the forms; a visitor sees neither', async () => {
    desk.feed()
    const { cookie } = await signIn()
    const own = await server.inject({ url: '/feeds', headers: { cookie } })
    const visitors = await server.inject('/feeds')
    expect(own.headers['cache-control']).toBe('private, no-store')
    expect(own.body).toContain('Add a feed')
    expect(visitors.headers['cache-control']).toContain('public')
    expect(visitors.headers.vary).toContain('cookie')
    expect(visitors.body).not.toContain('method="post"')
  })

  it('changes something only by a form of ours', async () => {
    const id = desk.story({ feed: desk.feed() }, { feed: desk.feed() })
    const { cookie, form } = await signIn()
    const path = `/stories/${id}/split`
    expect((await post(path, { entry: '2', form }, {})).statusCode).toBe(401)
    expect((await post(path, { entry: '2' }, { cookie })).statusCode).toBe(403)
    expect((await post(path, { entry: '2', form: `${form}x` }, { cookie })).statusCode).toBe(403)
    const forged = { cookie, 'sec-fetch-site': 'cross-site' }
    expect((await post(path, { entry: '2', form }, forged)).statusCode).toBe(403)
    expect(calls).toEqual([])
    const done = await post(path, { entry: '2', form }, { cookie, 'sec-fetch-site': 'same-origin' })
    expect([done.statusCode, done.headers.location]).toEqual([303, `/news/stories/${id}?done=7`])
    expect(calls).toEqual([['split', 2]])
  })

  it('is a visitor again after signing out, after a month, and under another token', async () => {
    const { cookie } = await signIn()
    const mayChange = async (from: FastifyInstance) =>
      (await from.inject({ url: '/', headers: { cookie } })).body.includes('Sign out')
    expect(await mayChange(server)).toBe(true)
    const changed = await serve(desk, { token: `${TOKEN}!` }, { now: () => now })
    expect(await mayChange(changed)).toBe(false)
    await changed.close()
    now += 31 * DAY
    expect(await mayChange(server)).toBe(false)
    const { headers } = await post('/sign-out', {})
    expect(String(headers['set-cookie'])).toMatch(/^wirefold_session=; Max-Age=0;/)
  })

  it('cannot where the config has no token', async () => {
    const open = await serve(desk)
    expect((await open.inject('/sign-in')).statusCode).toBe(403)
    expect((await open.inject('/')).body).not.toContain('Sign in')
    await open.close()
  })
})

describe('the forms of the feeds', () => {
  it('add a feed, and say of one that cannot be added why', async () => {
    desk.feed()
    const { cookie, form } = await signIn()
    const added = await post('/feeds', { address: 'example.org', form }, { cookie })
    expect([added.statusCode, added.headers.location]).toEqual([303, '/news/feeds?did=add&feed=1'])
    const { body } = await server.inject({ url: '/feeds?did=add&feed=1', headers: { cookie } })
    expect(body).toContain('Subscribed to https://outlet1.example/feed.')
    const refused = await post('/feeds', { address: 'nowhere', form }, { cookie })
    expect([refused.statusCode, refused.body]).toEqual([
      422,
      expect.stringContaining('&lt;nowhere&gt; offers no feed'),
    ])
  })

  it('import an OPML file', async () => {
    const { cookie, form } = await signIn()
    const boundary = 'xxxx'
    const part = (head: string, text: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`
    const send = (opml: string, end = `--${boundary}--\r\n`) =>
      server.inject({
        method: 'POST',
        url: '/feeds/import',
        headers: { cookie, 'content-type': `multipart/form-data; boundary=${boundary}`, accept: 'text/html' },
        payload: part('name="form"', form) + part('name="opml"; filename="feeds.opml"', opml) + end,
      })
    const { statusCode, headers } = await send('<opml/>')
    expect([statusCode, headers.location]).toEqual([303, '/news/feeds?did=import&new=2&known=1&skipped=0'])
    expect(calls).toEqual([['import', '<opml/>']])
    expect((await send('')).statusCode).toBe(400)
    expect((await send('x'.repeat(5 * 1024 * 1024))).statusCode).toBe(413)
    const cut = await send('<opml/>', '')
    expect([cut.statusCode, cut.body]).toEqual([400, expect.stringMatching(/upload cannot be read/)])
  })

  it('start a poll; a program with the token may, too', async () => {
    const { cookie, form } = await signIn()
    expect((await post('/feeds/poll', { form }, { cookie })).headers.location).toBe('/news/feeds?did=poll')
    const answer = await post('/feeds/poll', {}, { authorization: `Bearer ${TOKEN}` })
    expect([answer.statusCode, answer.json()]).toEqual([200, {}])
    expect(calls).toEqual([['poll'], ['poll']])
  })
})
