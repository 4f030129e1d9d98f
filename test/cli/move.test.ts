import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/store/postgres/connect.ts'
import { babble, rss, startFeedServer, startOutlets } from '../support/feed-server.ts'
import { ask, makeDatabase, temporaryDatabase } from '../support/postgres.ts'
import { configOf, type Desk, openDesk } from './wirefold.ts'

let desk: Desk
beforeEach(() => {
  desk = openDesk(configOf())
})
afterEach(() => desk.remove())

const FERRY = { guid: '1', title: 'Ferry strike ends', text: babble(1, 90) }
const STORIES = 'SELECT entry_id, story_id, feed_url, is_lead FROM copies ORDER BY entry_id'

interface Copy {
  readonly story_id: string
  readonly feed_url: string
}

async function storiesIn(url: string): Promise<Copy[]> {
  const db = connect({ url, connections: 1 })
  try {
    return await db.rows(STORIES)
  } finally {
    await db.close()
  }
}

describe('a newsroom that moves', () => {
  test('is polled on as if nothing had happened: no entry twice, validators sent, ids kept, copies joining', async () => {
    const url = await temporaryDatabase({ empty: true })
    const asked: (string | undefined)[] = []
    let third = rss('Three', [{ guid: '9', title: 'Bridge opens', text: babble(9, 90) }])
    const urls = await startOutlets({
      '/one.xml': (request, response) => {
        asked.push(request.headers['if-none-match'])
        if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end()
        else response.writeHead(200, { etag: '"v1"' }).end(rss('One', [FERRY]))
      },
      '/two.xml': rss('Two', [FERRY]),
      '/three.xml': (_, response) => response.end(third),
    })
    const feeds = Object.values(urls).map((url) => `url: ${url}`)
    const useDatabase = (database: string) =>
      writeFileSync(join(desk.dir, 'wirefold.yaml'), configOf(feeds).replace('wire.db', database))

    useDatabase('wire.db')
    expect((await desk.run('poll')).out).toMatch(/3 new entries/)
    const moved = await desk.run('move', '--to', url)
    expect(moved).toMatchObject({ status: 0, err: '' })
    expect(moved.out).toMatch(
      /^wire\.db moved to postgres:.*: 3 feeds, 3 entries, \d+ rows in all, each read back/,
    )
    const before = await storiesIn(url)

    useDatabase(url)
    third = rss('Three', [{ ...FERRY, guid: '10' }], Date.now() - 1_800_000) // it founds no story
    const polled = await desk.run('poll', '--all')
    expect(polled.out).toMatch(/^3 feeds polled, 0 failed: 1 new entry/)
    expect(asked).toEqual([undefined, '"v1"'])
    const storyOf = (path: keyof typeof urls) => before.find((copy) => copy.feed_url === urls[path])!.story_id
    const there = await storiesIn(url)
    expect(there.slice(0, 3)).toEqual(before)
    expect(there[3]!.story_id).toBe(storyOf('/one.xml'))

    const back = await desk.run('move', '--json', '--to', 'back.db')
    expect(back).toMatchObject({ status: 0, err: '' })
    expect(JSON.parse(back.out)).toMatchObject({ from: url, to: 'back.db', rows: { feeds: 3, entries: 4 } })
    useDatabase('back.db')
    third = rss('Three', [FERRY, { guid: '12', title: 'Bridge opens at last', text: babble(9, 90) }])
    await desk.run('poll', '--all')
    expect(asked.at(-1)).toBe('"v1"')
    expect((await desk.run('check')).status).toBe(0)
    expect((await desk.run('rematch', '--dry-run')).status).toBe(0)
    const again = await temporaryDatabase({ empty: true })
    await desk.run('move', '--to', again)
    const after = await storiesIn(again)
    expect(after.slice(0, 4)).toEqual(there)
    expect(after.at(-1)!.story_id).toBe(storyOf('/three.xml'))
  })

  test('needs no rights beyond those of the database’s owner', async () => {
    const { url, drop } = await makeDatabase({ empty: true })
    const [, server, name] = /^(.*)\/(\w+)$/.exec(url)!
    await ask(server!, `CREATE ROLE owner_of_${name} LOGIN`)
    await ask(server!, `ALTER DATABASE ${name} OWNER TO owner_of_${name}`)
    const feeds = await startFeedServer({ '/one.xml': rss('One', [FERRY]) })
    writeFileSync(join(desk.dir, 'wirefold.yaml'), configOf([`url: ${feeds}/one.xml`]))
    await desk.run('poll')
    const moved = await desk.run('move', '--to', url.replace('wirefold@', `owner_of_${name}@`))
    await drop()
    await ask(server!, `DROP ROLE owner_of_${name}`)
    expect(moved).toMatchObject({ status: 0, err: '' })
  })
})

describe('a move that cannot be', () => {
  const tablesIn = async (url: string) => {
    const [, server, name] = /^(.*)\/(\w+)$/.exec(url)!
    return ask(
      server!,
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
      name,
    )
  }

  test('is refused in one line with 2, and nothing is written', async () => {
    await desk.run('poll')
    const foreign = await temporaryDatabase({ empty: true })
    const [, server, name] = /^(.*)\/(\w+)$/.exec(foreign)!
    await ask(server!, 'CREATE TABLE customers (id int)', name)
    const filled = await temporaryDatabase()
    await ask(
      server!,
      "INSERT INTO feeds (url, poll_url, outlet, origin) VALUES ('https://a.example/', 'https://a.example/', 'A', 'config')",
      filled.split('/').at(-1),
    )
    const tables = await tablesIn(foreign)
    const refused: [string[], RegExp][] = [
      [[], /--to postgres:/],
      [['--to', 'other.db'], /of one engine: "wirefold backup"/],
      [['--to', 'postgres://me:hunter2@127.0.0.1/wire'], /without a password/],
      [['--to', foreign], /is not a Wirefold database: it holds other tables/],
      [['--to', filled], /is not empty: make a new one/],
    ]
    for (const [args, why] of refused) {
      const ran = await desk.run('move', ...args)
      expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(why) })
      expect(ran.err).toMatch(/^wirefold: [^\n]*\n$/)
      expect(ran.err).not.toContain('hunter2')
    }
    const away = await desk.run('move', '--to', 'postgres://nobody@127.0.0.1:1/none')
    expect(away).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/^wirefold: cannot reach the database[^\n]*\n$/),
    })
    expect(await tablesIn(foreign)).toEqual(tables)
    expect(existsSync(join(desk.dir, 'other.db'))).toBe(false)
  })

  test('onto a file that is there leaves that file, and no other', async () => {
    writeFileSync(join(desk.dir, 'there.db'), 'a letter')
    writeFileSync(join(desk.dir, 'wirefold.yaml'), configOf().replace('wire.db', await temporaryDatabase()))
    const ran = await desk.run('move', '--to', 'there.db')
    expect(ran).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(/there\.db is there already/),
    })
    expect(readdirSync(desk.dir).sort()).toEqual(['there.db', 'wirefold.yaml'])
  })

  test('waits for no daemon: one that runs on the source is told of, and the target stays as it was', async () => {
    const url = await temporaryDatabase({ empty: true })
    writeFileSync(join(desk.dir, 'wirefold.yaml'), configOf([], 'server: { port: 0 }'))
    const daemon = desk.start('serve')
    await daemon.printed(/listening|http:\/\//)
    const ran = await desk.run('move', '--to', url)
    expect(ran).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/a daemon runs on wire\.db already/),
    })
    await daemon.stop()
    expect(await tablesIn(url)).toEqual([])

    writeFileSync(
      join(desk.dir, 'wirefold.yaml'),
      configOf([], 'server: { port: 0 }').replace('wire.db', url),
    )
    const worker = desk.start('serve')
    await worker.printed(/listening|http:\/\//)
    const refused = await desk.run('move', '--to', 'back.db')
    await worker.stop()
    expect(refused).toMatchObject({
      status: 1,
      err: expect.stringMatching(/is connected to .*: stop every process/),
    })
    expect(readdirSync(desk.dir).filter((name) => name.startsWith('back.db'))).toEqual([])
  })
})
