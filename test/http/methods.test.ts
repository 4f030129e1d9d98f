import type { FastifyInstance, HTTPMethods } from 'fastify'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { type Newsdesk, openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'

let desk: Newsdesk
let server: FastifyInstance

beforeEach(async () => {
  desk = openNewsdesk()
  desk.story({ feed: desk.feed() })
  server = await serve(desk, { token: 'a long enough secret' })
})
afterEach(async () => {
  await server.close()
  desk.close()
})

const ask = (method: string, url: string, headers: Record<string, string> = {}) =>
  server.inject({ method: method as 'GET', url, headers })

it.each([
  ['POST', '/rss.xml', 'GET, HEAD, OPTIONS'],
  ['PUT', '/', 'GET, HEAD, OPTIONS'],
  ['DELETE', '/stories.json?since=x', 'GET, HEAD, OPTIONS'],
  ['PATCH', '/groups/sea/atom.xml', 'GET, HEAD, OPTIONS'],
  ['POST', '/feeds/ships.json', 'GET, HEAD, OPTIONS'],
  ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
  ['DELETE', '/feeds', 'GET, HEAD, OPTIONS, POST'],
  ['GET', '/feeds/poll', 'OPTIONS, POST'],
  ['HEAD', '/stories/none/merge', 'OPTIONS, POST'],
])('%s %s is answered 405, and with what the address takes', async (method, url, allowed) => {
  const { statusCode, headers, body } = await ask(method, url)
  expect([statusCode, headers.allow]).toEqual([405, allowed])
  if (method !== 'HEAD') expect(body).toBe(`${method} does nothing here: this address takes ${allowed}\n`)
})

it.each(['/', '/feeds', '/feeds/poll', '/rss.xml', '/stories/none', '/metrics'])(
  'OPTIONS %s tells the same, and what it tells is so',
  async (url) => {
    const { statusCode, headers, body } = await ask('OPTIONS', url)
    expect([statusCode, body]).toEqual([204, ''])
    const allowed = String(headers.allow).split(', ')
    for (const method of server.supportedMethods as HTTPMethods[])
      expect([method, (await ask(method, url)).statusCode === 405]).toEqual([
        method,
        !allowed.includes(method),
      ])
  },
)

it('other sites are told nothing by it of what they may not read', async () => {
  const origin = { origin: 'https://reader.example', 'access-control-request-method': 'PUT' }
  for (const [method, url] of [
    ['OPTIONS', '/feeds'],
    ['POST', '/rss.xml'],
  ] as const)
    expect(Object.keys((await ask(method, url, origin)).headers).join()).not.toContain('access-control')
})

it('a body of whatever type is not read first, and an address without anything stays 404', async () => {
  const sent = await server.inject({
    method: 'PUT',
    url: '/rss.xml',
    headers: { 'content-type': 'text/odd' },
    payload: 'x'.repeat(100_000),
  })
  expect(sent.statusCode).toBe(405)
  expect((await ask('PUT', '/nothing')).statusCode).toBe(404)
  expect((await ask('OPTIONS', '/nothing')).statusCode).toBe(404)
})

it('who only polls refuses alike', async () => {
  const status = await serve(desk, { statusOnly: true })
  onTestFinished(() => status.close())
  const { statusCode, headers } = await status.inject({ method: 'DELETE', url: '/healthz' })
  expect([statusCode, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
})
