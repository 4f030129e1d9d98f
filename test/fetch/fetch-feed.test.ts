import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { splitCredentials } from '../../src/fetch/credentials.ts'
import { aFeed, aFetcher, expectKind, reasonOf } from '../newsroom/feeds.ts'
import { inventServers } from '../support/invented-servers.ts'

const body = '<rss version="2.0"><channel><title>The Harbor Weekly</title></channel></rss>'
const now = Date.UTC(2026, 2, 3, 10, 0, 0)
const fetchFeed = aFetcher({ contact: 'https://owner.example/about' }, { now: () => now })
const harbor = () => nock('http://harbor.example')

inventServers()

describe('a conditional request', () => {
  it.each([
    ['"plain"', 'Tue, 03 Mar 2026 09:00:00 GMT'],
    ['W/"weak-gzip"', 'Tue, 3 Mar 2026 09:00:00 +0000'],
    ['unquoted;;,', '1772528400'],
    ['""', 'yesterday'],
  ])('sends %s and %s back byte for byte', async (etag, lastModified) => {
    harbor().get('/feed.xml').reply(200, body, { ETag: etag, 'Last-Modified': lastModified })
    const { validators } = expectKind(await fetchFeed(aFeed()), 'modified')
    expect(validators).toEqual({ etag, lastModified, url: 'http://harbor.example/feed.xml' })

    harbor()
      .get('/feed.xml')
      .matchHeader('if-none-match', etag)
      .matchHeader('if-modified-since', lastModified)
      .reply(304)
    const second = expectKind(await fetchFeed(aFeed({ validators })), 'not-modified')
    expect(second.validators).toEqual(validators)
  })

  it('forgets both validators when a 200 comes without them, even with the same body', async () => {
    harbor().get('/feed.xml').reply(200, body)
    const known = aFeed({ validators: { etag: '"old"', lastModified: 'Mon, 02 Mar 2026 09:00:00 GMT' } })
    const { validators } = expectKind(await fetchFeed(known), 'modified')
    expect(validators).toMatchObject({ etag: null, lastModified: null })
  })

  it('takes new validators from a 304 and keeps what it does not name', async () => {
    harbor().get('/feed.xml').reply(304, undefined, { ETag: '"new"' })
    const known = aFeed({ validators: { etag: '"old"', lastModified: 'Mon, 02 Mar 2026 09:00:00 GMT' } })
    const { validators } = expectKind(await fetchFeed(known), 'not-modified')
    expect(validators).toMatchObject({ etag: '"new"', lastModified: 'Mon, 02 Mar 2026 09:00:00 GMT' })
  })

  it('is not made when nothing is known, and a 304 to it is a failure', async () => {
    harbor()
      .get('/feed.xml')
      .reply(function () {
        expect(this.req.headers).not.toHaveProperty('if-none-match')
        expect(this.req.headers).not.toHaveProperty('if-modified-since')
        return [304]
      })
    expect(reasonOf(await fetchFeed(aFeed()))).toBe('304 Not Modified, though nothing conditional was asked')
  })

  it('never sends a validator to an address that did not give it', async () => {
    harbor().get('/feed.xml').reply(302, '', { Location: 'http://mirror.example/feed' })
    nock('http://mirror.example').get('/feed').reply(200, body, { ETag: '"m1"' })
    const { validators } = expectKind(await fetchFeed(aFeed()), 'modified')

    harbor()
      .get('/feed.xml')
      .reply(function () {
        expect(this.req.headers).not.toHaveProperty('if-none-match')
        return [302, '', { Location: 'http://mirror.example/feed' }]
      })
    nock('http://mirror.example').get('/feed').matchHeader('if-none-match', '"m1"').reply(304)
    expectKind(await fetchFeed(aFeed({ validators })), 'not-modified')
  })
})

describe('every request', () => {
  async function headersOf(fetcher = fetchFeed) {
    let headers: Record<string, unknown> = {}
    harbor()
      .get('/feed.xml')
      .reply(function () {
        headers = this.req.headers
        return [200, body]
      })
    await fetcher(aFeed())
    return headers
  }

  it('says who asks, with the contact where it is known', async () => {
    expect(await headersOf()).toHaveProperty('user-agent', 'Wirefold/1.2.3 (+https://owner.example/about)')
    expect(await headersOf(aFetcher())).toHaveProperty('user-agent', 'Wirefold/1.2.3')
  })

  it('survives a contact that no header can hold', async () => {
    const headers = await headersOf(aFetcher({ contact: 'Zoë\r\n(x)' }))
    expect(headers).toHaveProperty('user-agent', 'Wirefold/1.2.3 (+Zo%C3%AB%0D%0A(x))')
  })

  it('carries no cookie, no referer and nothing else that was not asked for', async () => {
    harbor().get('/feed.xml').reply(302, '', { Location: '/feed', 'Set-Cookie': 'track=1' })
    let second: Record<string, unknown> = {}
    harbor()
      .get('/feed')
      .reply(function () {
        second = this.req.headers
        return [200, body]
      })
    await fetchFeed(aFeed())
    const usual = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent']
    expect(Object.keys(second).sort()).toEqual(usual)
  })

  it('keeps the query as it was given and leaves the fragment out', async () => {
    const url = 'http://harbor.example/feed.xml?b=2&a=%20x#top'
    harbor().get('/feed.xml?b=2&a=%20x').reply(200, body)
    expectKind(await fetchFeed(aFeed({ url })), 'modified')
  })
})

describe('an answer', () => {
  it('that is a document comes whole, with its type and its address', async () => {
    harbor().get('/feed.xml').reply(200, body, { 'Content-Type': 'text/xml; charset=windows-1252' })
    const outcome = expectKind(await fetchFeed(aFeed()), 'modified')
    expect(Buffer.from(outcome.body).toString()).toBe(body)
    expect(outcome).toMatchObject({
      contentType: 'text/xml; charset=windows-1252',
      finalUrl: 'http://harbor.example/feed.xml',
      permanentUrl: null,
    })
  })

  it.each([
    [404, '404 Not Found'],
    [410, null],
    [401, '401 Unauthorized'],
    [500, '500 Internal Server Error'],
    [599, '599'],
    [204, '204 No Content'],
    [206, '206 Partial Content, though the whole was asked for'],
    [300, '300 Multiple Choices'],
  ])('%i is told apart from the others', async (status, reason) => {
    harbor().get('/feed.xml').reply(status)
    const outcome = await fetchFeed(aFeed())
    expect(outcome).toMatchObject(reason ? { kind: 'failed', status, reason } : { kind: 'gone', status })
  })

  it.each([429, 503])('%i is a throttle with its Retry-After', async (status) => {
    harbor().get('/feed.xml').reply(status, '', { 'Retry-After': '120' })
    const known = aFeed({ validators: { etag: '"a"', lastModified: null } })
    const outcome = expectKind(await fetchFeed(known), 'throttled')
    expect(outcome.caching.retryAt).toBe(now + 120_000)
    expect(outcome.validators).toEqual(known.validators)
  })

  it('that never comes is a reason without any secret in it', async () => {
    const url = 'http://harbor.example/feed.xml?key=hush'
    harbor()
      .get('/feed.xml?key=hush')
      .replyWithError(Object.assign(new Error(`${url} failed`), { code: 'ECONNRESET' }))
    const outcome = await fetchFeed(aFeed({ url, credentials: 'ann:hush' }))
    expect(reasonOf(outcome)).toBe('the connection was cut')
  })

  it('of an address that is none is a failure like any other', async () => {
    expect(reasonOf(await fetchFeed(aFeed({ url: 'harbor' })))).toBe('not a valid address')
    expect(reasonOf(await fetchFeed(aFeed({ url: 'file:///etc/passwd' })))).toBe(
      'not an http or https address: file:',
    )
  })
})

describe('stopping', () => {
  it('ends what is under way, and what is asked for later', async () => {
    const fetcher = aFetcher()
    harbor()
      .get('/feed.xml')
      .reply(200, () => new Promise(() => {}))
    const pending = fetcher(aFeed())
    fetcher.close()
    expect(reasonOf(await pending)).toBe('stopped')
    expect(reasonOf(await fetcher(aFeed()))).toBe('stopped')
  })
})

describe('credentials', () => {
  it('go into the Authorization header and into nothing that comes back', async () => {
    const basic = `Basic ${Buffer.from('ann:geheim§').toString('base64')}`
    harbor().get('/feed.xml').matchHeader('authorization', basic).reply(200, body)
    const outcome = expectKind(await fetchFeed(aFeed({ credentials: 'ann:geheim§' })), 'modified')
    expect(JSON.stringify({ ...outcome, body: '' })).not.toMatch(/ann|geheim/)
  })

  it('are taken out of an address, with their escapes undone', () => {
    const { url, credentials } = splitCredentials('https://ann%40x:p%3Aw%zz@harbor.example/feed#top')
    expect([url.href, credentials]).toEqual(['https://harbor.example/feed', 'ann@x:p%3Aw%zz'])
    expect(splitCredentials('https://harbor.example/').credentials).toBeNull()
  })
})

it('a page is fetched under the same limits, unconditionally', async () => {
  harbor()
    .get('/')
    .matchHeader('accept', /^text\/html/)
    .reply(200, '<html></html>')
  const page = expectKind(await fetchFeed.fetchDocument('http://harbor.example/'), 'modified')
  expect(Buffer.from(page.body).toString()).toBe('<html></html>')
})
