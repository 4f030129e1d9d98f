import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Newsdesk, NOON, openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'

let desk: Newsdesk
beforeEach(() => {
  desk = openNewsdesk()
})
afterEach(() => desk.close())

describe('the merged feed', () => {
  it.each(['rss.xml', 'atom.xml', 'feed.json'])('names each story once, by one id (%s)', async (file) => {
    const [agency, paper] = [desk.feed({ outlet: 'The Fable Line' }), desk.feed({ outlet: 'Harbor Weekly' })]
    const id = desk.story({ feed: agency, title: 'The Fable Line: Ferry strike ends' }, { feed: paper })
    const server = await serve(desk)
    const { body, statusCode } = await server.inject(`/${file}`)
    expect(statusCode).toBe(200)
    expect(body.split(`tag:wirefold,2026:story/${id}`)).toHaveLength(2)
    expect(body).toMatch(/title[">:]+Ferry strike ends/)
    expect(body).toContain('Also in: <a')
  })

  it('answers 304 to a client that has it, by either validator', async () => {
    desk.story({ feed: desk.feed(), seenAt: NOON })
    const server = await serve(desk)
    const first = await server.inject('/rss.xml')
    const again = await server.inject({
      url: '/rss.xml',
      headers: { 'if-none-match': first.headers.etag as string },
    })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    const modified = first.headers['last-modified'] as string
    expect(modified).toBe(new Date(NOON).toUTCString())
    const since = await server.inject({ url: '/rss.xml', headers: { 'if-modified-since': modified } })
    expect(since.statusCode).toBe(304)
  })
})
