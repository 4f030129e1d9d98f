import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { rss, startFeedServer } from '../support/feed-server.ts'
import { fill, smallDisk } from '../support/small-disk.ts'
import { configOf, type Desk, openDesk } from './wirefold.ts'

let desk: Desk

afterEach(() => desk.remove())

describe('what the caller can put right', () => {
  test('ends with 2, one clear message, and nothing written', async () => {
    desk = openDesk(configOf())
    const cases: [string[], RegExp][] = [
      [['poll', '--frequently'], /^error: unknown option '--frequently'$/m],
      [['polls'], /^error: unknown command 'polls'$/m],
      [['--verbose'], /^error: unknown option '--verbose'$/m],
      [['merge', '1'], /^error: missing required argument 'b'$/m],
      [['feeds', 'all'], /^error: too many arguments/m],
      [['demo', '--port', 'http'], /'http' is invalid/],
      [
        ['feeds', '--config', 'none.yaml'],
        /^wirefold: cannot read the config none\.yaml: there is no such file/,
      ],
    ]
    const ran = await Promise.all(cases.map(([args]) => desk.start(...args).end))
    for (const [index, [args, message]] of cases.entries()) {
      expect([args, ran[index]!.status]).toEqual([args, 2])
      expect(ran[index]!.err).toMatch(message)
      expect(ran[index]!.out).toBe('')
    }
    expect(readdirSync(desk.dir)).toEqual(['wirefold.yaml'])
  })

  test('in the config is told by file, line and key', async () => {
    desk = openDesk(`${configOf()}\npool:\n  minInterval: 5m\n`)
    for (const ran of await Promise.all([
      desk.start('poll').end,
      desk.start('check').end,
      desk.start('serve').end,
    ])) {
      expect(ran).toEqual({
        status: 2,
        out: '',
        err: 'wirefold: wirefold.yaml:6: pool: unknown key; did you mean poll?\n',
      })
    }
    expect(readdirSync(desk.dir)).toEqual(['wirefold.yaml'])
  })
})

test('help and version are no faults', async () => {
  desk = openDesk('')
  const [help, version] = await Promise.all([desk.start('poll', '--help').end, desk.start('--version').end])
  expect(help).toMatchObject({ status: 0, err: '' })
  expect(help.out).toContain('--all')
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

describe('a database that cannot be used', () => {
  test('because it is newer than the program is left as it is', async () => {
    desk = openDesk(configOf())
    const db = new SQLite(desk.database)
    db.pragma('user_version = 9999')
    db.close()
    for (const ran of await Promise.all([desk.run('feeds'), desk.start('serve').end])) {
      expect(ran).toMatchObject({ status: 1, out: '' })
      expect(ran.err).toMatch(
        /^wirefold: the database wire\.db has schema 9999, .*install a newer Wirefold\n$/,
      )
    }
    const after = new SQLite(desk.database)
    expect(after.prepare('SELECT count(*) FROM sqlite_master').pluck().get()).toBe(0)
    after.close()
  })

  test('because it is none, or lies where nothing can, is told in one line', async () => {
    desk = openDesk(configOf())
    writeFileSync(desk.database, 'Dear diary, '.repeat(1000))
    writeFileSync(join(desk.dir, 'elsewhere.yaml'), 'database: wirefold.yaml/wire.db\n')
    const [poll, check, elsewhere, nowhere] = await Promise.all([
      desk.run('poll'),
      desk.run('check'),
      desk.run('poll', '--config', 'elsewhere.yaml'),
      desk.run('check', '--config', 'elsewhere.yaml'),
    ])
    const said = /^wirefold: cannot open the database wire\.db: file is not a database\n$/
    expect(poll).toMatchObject({ status: 1, out: '', err: expect.stringMatching(said) })
    expect(check).toMatchObject({ status: 1, err: '' })
    expect(check.out).toMatch(/^database wire\.db:\n {2}file is not a database: see the path in the config/m)
    expect(elsewhere.status).toBe(1)
    expect(elsewhere.err).toMatch(/^wirefold: cannot open the database wirefold\.yaml\/wire\.db: [^\n]*\n$/)
    expect(nowhere).toMatchObject({ status: 1, err: '' })
    expect(nowhere.out).toMatch(/^database wirefold\.yaml\/wire\.db:\n {2}cannot be made: /m)
  })

  test('because it is not there yet is no fault, and said plainly', async () => {
    desk = openDesk(configOf())
    expect(await desk.run('check')).toEqual({
      status: 0,
      out: 'config wirefold.yaml: ok, 0 feeds\ndatabase wire.db: not there yet (the first poll makes it)\n',
      err: '',
    })
    expect(readdirSync(desk.dir)).toEqual(['wirefold.yaml'])
  })
})

describe('a disk that is full', () => {
  test('is told in one sentence by whatever writes, and what was there stays', async ({ skip }) => {
    const disk = smallDisk(4_000_000)
    if (disk === null) return skip('only root may mount a small disk')
    desk = openDesk('')
    const config = join(disk, 'full.yaml')
    const text = configOf(['url: http://127.0.0.1:1/one']).replace('wire.db', join(disk, 'wire.db'))
    writeFileSync(config, text)
    await desk.run('poll', '--config', config)
    const ballast = fill(disk)
    for (const args of [
      ['merge', '1', '2'],
      ['add', '127.0.0.1:1'],
      ['remove', 'http://127.0.0.1:1/one'],
      ['poll'],
    ]) {
      expect([args, await desk.run(...args, '--config', config)]).toEqual([
        args,
        {
          status: 1,
          out: '',
          err: expect.stringMatching(
            /^wirefold: [^\n]*the disk with the database (?:is full|fails, or is full): [^\n]*do this again\n$/,
          ),
        },
      ])
    }
    const fresh = join(disk, 'new.yaml')
    const init = await desk.run('init', fresh)
    expect(init).toEqual({ status: 1, out: '', err: `wirefold: cannot write ${fresh}: the disk is full\n` })
    expect([existsSync(fresh), readFileSync(config, 'utf8')]).toEqual([false, text])

    rmSync(ballast)
    expect((await desk.run('init', fresh)).status).toBe(0)
  })

  test('or any other that cannot take the output ends a command with 1 and one sentence', async () => {
    desk = openDesk('')
    const script = join(desk.dir, 'cut.sh')
    writeFileSync(
      script,
      `ulimit -f 0; exec "${process.execPath}" "${resolve('dist/main.js')}" --help > out.txt\n`,
    )
    const { status, stderr } = spawnSync('bash', [script], { cwd: desk.dir, encoding: 'utf8' })
    expect([status, stderr]).toEqual([
      1,
      'wirefold: the output is cut off, as it cannot be written: EFBIG: file too large, write\n',
    ])
  })
})

test('a database with damage in its middle is told by every command in one sentence', async () => {
  desk = openDesk(configOf(['url: http://127.0.0.1:1/one'], 'server: { port: 0 }'))
  await desk.run('poll')
  const bytes = readFileSync(desk.database)
  writeFileSync(desk.database, bytes.fill(0x5a, 4096))
  for (const args of [
    ['feeds'],
    ['check', '--repair'],
    ['merge', '1', '2'],
    ['poll'],
    ['export'],
    ['serve'],
  ]) {
    const ran = args[0] === 'serve' ? await desk.start(...args).end : await desk.run(...args)
    expect([args, ran]).toEqual([
      args,
      {
        status: 1,
        out: '',
        err: expect.stringMatching(/^wirefold: the database is damaged: [^\n]*restore a backup[^\n]*\n$/),
      },
    ])
  }
})

test('a port that is taken is named, and the daemon ends', async () => {
  const home = await startFeedServer({})
  const { port } = new URL(home)
  desk = openDesk(configOf([], `server: { port: ${port} }`))
  const ran = await desk.start('serve').end
  expect(ran).toMatchObject({ status: 1, out: '' })
  expect(ran.err).toContain(`wirefold: port ${port} of 127.0.0.1 is taken: set server.port`)
  expect(ran.err).not.toContain('    at ')
})

describe('an output that nobody reads any more', () => {
  test('ends a command quietly', async () => {
    desk = openDesk(configOf(['{ url: "https://one.example/feed" }', '{ url: "https://two.example/feed" }']))
    openDatabase(desk.database).close()
    const commands = [['feeds'], ['export'], ['--help'], ['check']]
    const ran = await Promise.all(commands.map((args) => desk.startUnread(['stdout'], ...args).end))
    expect(ran).toEqual(commands.map(() => ({ status: 0, out: '', err: '' })))
    const demo = desk.startUnread(['stdout'], 'demo', '--port', '0')
    expect(await demo.end).toEqual({ status: 0, out: '', err: '' })
  })

  test('does not end the daemon', async () => {
    let arrive: () => void
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const home = await startFeedServer({
      '/feed.xml': (_request, response) => {
        response.end(rss('Harbor Weekly', []), () => arrive())
      },
    })
    desk = openDesk(configOf([`{ url: "${home}/feed.xml" }`], 'server: { port: 0 }'))
    const daemon = desk.startUnread(['stdout', 'stderr'], 'serve')
    await arrived
    expect((await daemon.stop()).status).toBe(0)
  })
})

test('an answer that is not quite in HTTP is read, and feeds says what was forgiven', async () => {
  const body = rss('Harbor', [{ guid: 'h1', title: 'Ferry Returns', text: 'The ferry sails again.' }])
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\nContent-Type : text/xml\n\n${body}`))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  desk = openDesk(configOf([`{ url: "${url}" }`]))
  await desk.run('poll')
  const [feed] = JSON.parse((await desk.run('feeds', '--json')).out)
  const forgiven = ['lines that end in a line feed alone', 'blanks before a colon']
  expect(feed).toMatchObject({ url, entries: 1, forgiven })
  expect((await desk.run('feeds')).out).toContain(`answers not quite in HTTP (${forgiven.join(', ')})`)
})
