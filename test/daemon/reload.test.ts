import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { type Config, configSchema } from '../../src/config/schema.ts'
import { startDaemon } from '../../src/daemon/daemon.ts'
import { babble, rss, startFeedServer } from '../support/feed-server.ts'
import { NEVER } from '../support/schedule.ts'
import { temporaryFolder } from '../support/store.ts'

const QUIET = { log: pino({ level: 'silent' }), waits: { hostPauseMs: 0 } }
const entry = (guid: string, seed: number) => ({ guid, title: `Story ${guid}`, text: babble(seed, 80) })

function configOf(database: string, urls: readonly string[], server: object = {}): Config {
  return configSchema.parse({
    database,
    server: { port: 0, ...server },
    poll: { schedule: NEVER },
    fetch: { allowPrivateAddresses: true },
    feeds: urls.map((url) => ({ url })),
  })
}

const titles = async (address: string) =>
  [...(await (await fetch(`${address}/rss.xml`)).text()).matchAll(/<title>(.*?)<\/title>/g)].map(
    ([, title]) => title,
  )

test('a daemon goes on with another config: its title, its feeds, and nobody asked twice', async () => {
  const asked: string[] = []
  const answer =
    (name: string, seed: number) => (_request: unknown, response: { end(body: string): void }) => {
      asked.push(name)
      response.end(rss(name, [entry(name, seed)]))
    }
  const home = await startFeedServer({ '/one.xml': answer('one', 1), '/two.xml': answer('two', 2) })
  const database = join(temporaryFolder(), 'wire.db')
  const daemon = await startDaemon(configOf(database, [`${home}/one.xml`]), QUIET)
  onTestFinished(() => daemon.close())
  await daemon.tick()
  const { address } = daemon
  await daemon.reload(configOf(database, [`${home}/one.xml`, `${home}/two.xml`], { title: 'Renamed' }))
  await daemon.tick()
  expect(await titles(daemon.address)).toEqual(expect.arrayContaining(['Renamed', 'Story one', 'Story two']))
  expect(daemon.address).toBe(address)
  expect(asked.sort()).toEqual(['one', 'two'])
})

test('a daemon goes on as before when the port of the new config is taken', async () => {
  const home = await startFeedServer({ '/one.xml': rss('One', [entry('one', 1)]) })
  const config = configOf(join(temporaryFolder(), 'wire.db'), [`${home}/one.xml`])
  const daemon = await startDaemon(config, QUIET)
  onTestFinished(() => daemon.close())
  await daemon.tick()
  const taken = {
    ...config,
    server: { ...config.server, port: Number(new URL(home).port), title: 'Renamed' },
  }
  await expect(daemon.reload(taken)).rejects.toThrow(/^port \d+ of 127\.0\.0\.1 is taken/)
  expect(await titles(daemon.address)).toEqual(expect.arrayContaining(['Wirefold', 'Story one']))
  expect(await daemon.tick()).toEqual([])
})
