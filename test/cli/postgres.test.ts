import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { babble, rss, startOutlets } from '../support/feed-server.ts'
import { temporaryDatabase } from '../support/postgres.ts'
import { configOf, type Desk, openDesk } from './wirefold.ts'

let desk: Desk

afterEach(() => desk.remove())

/** As `configOf`, on this database. */
function configOn(url: string, feeds: readonly string[] = [], more = ''): string {
  return configOf(feeds, more).replace('wire.db', url)
}

describe('on a PostgreSQL database', () => {
  test('commands do what they do on a file', async () => {
    const url = await temporaryDatabase({ empty: true })
    const entry = { guid: '1', title: 'Ferry strike ends', text: babble(1, 90) }
    const urls = await startOutlets({ '/one.xml': rss('One', [entry]), '/two.xml': rss('Two', [entry]) })
    const feeds = Object.values(urls).map((url) => `url: ${url}`)
    desk = openDesk(configOn(url, feeds))
    expect(await desk.run('feeds')).toMatchObject({
      status: 2,
      err: expect.stringContaining('holds nothing yet'),
    })
    const polled = await desk.run('poll')
    expect(polled).toMatchObject({ status: 0, err: '' })
    expect(polled.out).toMatch(/^2 feeds polled, 0 failed: 2 new entries, 1 of them/)
    expect((await desk.run('feeds')).out).toContain(urls['/one.xml'])
    expect(await desk.run('check')).toMatchObject({ status: 0, out: expect.stringContaining(`${url}: ok`) })
    expect((await desk.run('explain', '1')).out).toContain('Ferry strike ends')
    expect((await desk.run('export')).out).toContain(urls['/two.xml'])
    expect((await desk.run('rematch', '--dry-run')).status).toBe(0)
    expect(existsSync(join(desk.dir, 'wire.db'))).toBe(false)
  })

  test('copies are the server’s business, and the commands say how', async () => {
    desk = openDesk(configOn(await temporaryDatabase()))
    const [backup, restore] = await Promise.all([desk.run('backup', 'x'), desk.run('restore', 'x')])
    expect(backup).toMatchObject({ status: 1, err: expect.stringMatching(/pg_dump .*postgres:/) })
    expect(restore).toMatchObject({ status: 1, err: expect.stringMatching(/pg_restore .*postgres:/) })
  })

  test('one that cannot be reached is told in one line, with 1, and one that the server does not have, with 2', async () => {
    desk = openDesk(configOn('postgres://nobody@127.0.0.1:1/none'))
    for (const ran of await Promise.all([desk.run('poll'), desk.start('serve').end, desk.run('feeds')])) {
      expect(ran).toMatchObject({ status: 1, out: '' })
      expect(ran.err).toMatch(
        /^wirefold: cannot reach the database postgres:\/\/nobody@127.0.0.1:1\/none: no server .*\n$/,
      )
    }
    const url = await temporaryDatabase({ empty: true })
    const missing = `${url}_missing`
    writeFileSync(join(desk.dir, 'wirefold.yaml'), configOn(missing))
    const [poll, feeds] = await Promise.all([desk.run('poll'), desk.run('feeds')])
    for (const ran of [poll, feeds])
      expect(ran).toMatchObject({ status: 2, err: expect.stringContaining('there is no such database') })
  })

  test('an address with a password is refused, because addresses are shown', async () => {
    desk = openDesk(configOn('postgres://me:hunter2@127.0.0.1/wire'))
    const { status, err } = await desk.run('check')
    expect([status, err]).toEqual([2, expect.stringContaining('databasePassword, PGPASSWORD or ~/.pgpass')])
    expect(err).not.toContain('hunter2')
  })
})
