import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { Lookup } from '../../src/fetch/guard.ts'
import { createDaemon } from './daemon.ts'

const minute = 60_000
const hour = 60 * minute
const loopback: Lookup = (_host, { all }, callback) =>
  all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)

/** Two hosts of one domain: the first is throttled for two hours while the second is still answering. */
async function startNeighbours() {
  const asked: string[] = []
  let tellSecond = () => {}
  const throttled = new Promise<void>((resolve) => {
    tellSecond = resolve
  })
  const server = createServer(async (request, answer) => {
    const host = String(request.headers.host).replace(/:.*/, '')
    asked.push(host)
    if (host.startsWith('one.')) {
      answer.on('close', tellSecond)
      return void answer.writeHead(429, { 'retry-after': '7200' }).end()
    }
    await throttled
    answer.end('<rss version="2.0"><channel><title>Two</title></channel></rss>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { asked, urls: ['one', 'two'].map((name) => `http://${name}.press.example:${port}/`) }
}

it('a throttle that comes while a neighbour is being polled holds that neighbour, also after a restart', async () => {
  const { asked, urls } = await startNeighbours()
  const clock = { time: Date.UTC(2026, 2, 3, 10) }
  const intervals = { tickMs: 15 * minute, minIntervalMs: 15 * minute, maxIntervalMs: 24 * hour }
  const world = { ...intervals, urls, lookup: loopback, now: () => clock.time, random: () => 0 }
  const daemon = await createDaemon(world)
  onTestFinished(() => daemon.close())

  await daemon.tick()
  expect(asked.sort()).toEqual(['one.press.example', 'two.press.example'])

  await daemon.restart()
  clock.time += 2 * hour - 1000
  await daemon.tick()
  expect(asked).toHaveLength(2)

  clock.time += 1000
  await daemon.tick()
  expect(asked).toHaveLength(4)
})

it('a throttle holds also a feed whose redirects lead to that host, across a restart', async () => {
  const asked: string[] = []
  let throttling = false
  const server = createServer((request, answer) => {
    const host = String(request.headers.host).replace(/:.*/, '')
    asked.push(`${host}${request.url}`)
    if (host === 'short.example')
      return void answer.writeHead(302, { location: `http://press.example:${port}/b` }).end()
    if (throttling) return void answer.writeHead(429, { 'retry-after': '172800' }).end()
    if (request.url === '/b') answer.setHeader('cache-control', 'max-age=36000') // not due when the throttle comes
    answer.end('<rss version="2.0"><channel><title>Press</title></channel></rss>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const clock = { time: Date.UTC(2026, 2, 3, 10) }
  const urls = [`http://press.example:${port}/a`, `http://short.example:${port}/`]
  const intervals = { tickMs: 15 * minute, minIntervalMs: 15 * minute, maxIntervalMs: 24 * hour }
  const daemon = await createDaemon({
    ...intervals,
    urls,
    lookup: loopback,
    now: () => clock.time,
    random: () => 0,
  })
  onTestFinished(() => daemon.close())
  await daemon.tick()
  expect(asked).toHaveLength(3)

  throttling = true
  clock.time += 2 * hour
  await daemon.tick()
  const before = asked.length
  await daemon.restart()
  clock.time += 26 * hour
  await daemon.tick()
  expect(asked).toHaveLength(before)
})
