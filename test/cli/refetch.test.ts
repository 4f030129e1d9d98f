import { afterEach, expect, test } from 'vitest'
import { babble, rss, startFeedServer } from '../support/feed-server.ts'
import { configOf, type Desk, openDesk } from './wirefold.ts'

let desk: Desk
afterEach(() => desk.remove())

test('refetch asks one feed for its whole document, due or not, and says why where it may not', async () => {
  const asked: string[] = []
  const harbor = rss('Harbor Weekly', [{ guid: 'h1', title: 'Ferry Returns', text: babble(1, 60) }])
  let isBusy = false
  const home = await startFeedServer({
    '/feed.xml?token=s3cret-and-long': (request, response) => {
      asked.push(String(request.headers['if-none-match']))
      if (isBusy) return response.writeHead(429, { 'retry-after': '3600' }).end()
      return response.writeHead(200, { etag: '"1"' }).end(harbor.replace('<link>', `<link>${request.url}`))
    },
  })
  const address = `${home}/feed.xml?token=s3cret-and-long`
  desk = openDesk(configOf([`url: ${address}`]))
  const outputs = [await desk.run('poll'), await desk.run('refetch', address)]
  expect(outputs[1]).toMatchObject({ status: 0, out: expect.stringMatching(/^1 feed polled, 0 failed/) })
  isBusy = true
  outputs.push(await desk.run('refetch', address), await desk.run('refetch', address, '--json'))
  expect(outputs.map(({ status }) => status)).toEqual([0, 0, 1, 1])
  expect(JSON.parse(outputs[3]!.out).error).toMatch(/^its publisher wants to be left alone until 2/)
  expect(asked).toEqual(['undefined', 'undefined', 'undefined'])
  expect((await desk.run('refetch', 'https://other.example/')).status).toBe(1)
  outputs.push(await desk.run('feeds'), await desk.run('export'))
  for (const { out, err } of outputs) expect(out + err).not.toContain('s3cret')
})
