import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { rss, startFeedServer } from '../support/feed-server.ts'
import { configOf, type Desk, openDesk } from './wirefold.ts'

let desk: Desk
afterEach(() => desk.remove())

test('commands that read change no subscription, whatever config they are given, and make no database', async () => {
  const home = await startFeedServer({
    '/a.xml': rss('Harbor', [{ guid: 'h', title: 'Ferry', text: 'It sails.' }]),
  })
  desk = openDesk(configOf([`{ url: "${home}/a.xml" }`]))
  await desk.run('poll')
  writeFileSync(
    join(desk.dir, 'other.yaml'),
    'database: wire.db\nfeeds:\n  - url: https://other.example/feed\n',
  )
  writeFileSync(join(desk.dir, 'empty.yaml'), 'database: wire.db\n')
  writeFileSync(join(desk.dir, 'nowhere.yaml'), 'database: none/wire.db\n')
  const commands = [['feeds'], ['explain', '1'], ['export'], ['backup', 'copy.db'], ['check']]
  const runs = commands.flatMap((command) => [
    desk.run(...command, '--config', 'nowhere.yaml'),
    desk.run(...command.map((word) => (word === 'copy.db' ? 'other.db' : word)), '--config', 'other.yaml'),
    desk.run(...command, '--config', 'empty.yaml'),
  ])
  const statuses = (await Promise.all(runs)).map(({ status }) => status)
  expect(statuses).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0])
  const db = new SQLite(desk.database, { readonly: true })
  expect(db.prepare('SELECT url, subscribed FROM feeds').raw().all()).toEqual([[`${home}/a.xml`, 1]])
  db.close()
  expect(existsSync(join(desk.dir, 'none'))).toBe(false)
})

test('a correction leaves the subscriptions of a daemon with another config alone', async () => {
  const item = (guid: string) => ({ guid, title: `Ferry ${guid}`, text: `${guid} sails.` })
  const home = await startFeedServer({ '/a.xml': rss('Harbor', [item('h'), item('i')]) })
  desk = openDesk(configOf([`{ url: "${home}/a.xml" }`]))
  await desk.run('poll')
  writeFileSync(join(desk.dir, 'empty.yaml'), 'database: wire.db\n')
  expect((await desk.run('merge', '1', '2', '--config', 'empty.yaml')).status).toBe(0)
  const feeds = await desk.run('feeds')
  expect(feeds.out).toContain(`${home}/a.xml`)
})

test('a second daemon on one database is refused with what to do; a poll beside it shares its leases', async () => {
  const home = await startFeedServer({ '/a.xml': rss('Harbor', []) })
  desk = openDesk(configOf([`{ url: "${home}/a.xml" }`], 'server: { port: 0 }'))
  const daemon = desk.start('serve')
  await daemon.printed(/polled/)
  const second = await desk.start('serve').end
  expect(second).toMatchObject({
    status: 1,
    out: '',
    err: expect.stringContaining('a daemon runs on wire.db already'),
  })
  expect(await desk.run('poll')).toMatchObject({ status: 0, out: expect.stringMatching(/^0 feeds polled/) })
  writeFileSync(
    join(desk.dir, 'in.opml'),
    `<opml version="2.0"><body><outline text="B" xmlUrl="${home}/b.xml"/></body></opml>`,
  )
  await desk.run('import', 'in.opml')
  expect((await daemon.stop()).status).toBe(0)
  expect((await desk.run('serve', '--config', 'none.yaml')).status).toBe(2)
})
