import fastify from 'fastify'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { warnOfLocalAddress } from '../../src/daemon/public-url.ts'

/** What is logged at `publicUrl` when these addresses ask, one after another. */
async function warnings(publicUrl: string, from: readonly string[]): Promise<object[]> {
  const lines: object[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const server = fastify()
  onTestFinished(() => server.close())
  warnOfLocalAddress(server, publicUrl, log)
  server.get('/rss.xml', async () => 'a feed')
  for (const remoteAddress of from) await server.inject({ url: '/rss.xml', remoteAddress })
  return lines
}

test('a reader on another machine is told of once, where feeds carry an address of this one', async () => {
  const local = await warnings('http://localhost:8080', ['127.0.0.1', '::1', '192.0.2.7', '192.0.2.8'])
  expect(local).toEqual([
    expect.objectContaining({ from: '192.0.2.7', msg: expect.stringContaining('set server.publicUrl') }),
  ])
  expect(await warnings('http://127.0.0.1:8080/wire', ['::ffff:192.0.2.7'])).toHaveLength(1)
})

test('nothing is said where feeds carry a public address, or only this machine asks', async () => {
  expect(await warnings('https://wire.example.org', ['192.0.2.7'])).toEqual([])
  expect(await warnings('http://localhost:8080', ['127.0.0.1', '::ffff:127.0.0.1'])).toEqual([])
})
