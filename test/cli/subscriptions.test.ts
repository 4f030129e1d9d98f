import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { babble, rss, startFeedServer, startOutlets } from '../support/feed-server.ts'
import { configOf, type Desk, openDesk } from './wirefold.ts'

let desk: Desk

afterEach(() => desk.remove())

const harbor = rss('Harbor Weekly', [{ guid: 'h1', title: 'Ferry Returns', text: babble(1, 60) }])
const alternate = (href: string, title: string) =>
  `<link rel="alternate" type="application/rss+xml" title="${title}" href="${href}">`

function subscribed(): unknown[] {
  const db = new SQLite(desk.database, { readonly: true })
  const rows = db
    .prepare(
      'SELECT url, CAST(secret AS TEXT), origin FROM feeds LEFT JOIN feed_credentials ON feed_id = id WHERE subscribed = 1 ORDER BY url',
    )
    .raw()
    .all()
  db.close()
  return rows
}

test('add subscribes to the feed of a page, comments last, and to a feed itself; remove ends it', async () => {
  const home = await startFeedServer({
    '/': `<!doctype html>${alternate('/comments.xml', 'Comments')}${alternate('/news.xml', 'News')}`,
    '/news.xml': harbor,
    '/direct.xml': harbor,
    '/bare': '<!doctype html><title>B</title>',
  })
  desk = openDesk(configOf())
  const host = new URL(home).host
  const added = await desk.run('add', host, home.replace('//', '//ann:s3cret@').concat('/direct.xml'))
  expect(added).toEqual({
    status: 0,
    err: '',
    out: `subscribed to ${home}/news.xml\n  also offered: ${home}/comments.xml\nsubscribed to ${home}/direct.xml\n`,
  })
  expect(subscribed()).toEqual([
    [`${home}/direct.xml`, 'ann:s3cret', 'import'],
    [`${home}/news.xml`, null, 'import'],
  ])
  const again = await desk.run('add', '--json', home, `${home}/bare`, `${home}/none`)
  expect(again.status).toBe(1)
  expect(JSON.parse(again.out)).toMatchObject([
    { url: `${home}/news.xml`, subscribed: 'before', also_offered: [`${home}/comments.xml`] },
    { url: null, subscribed: 'not', reason: expect.stringContaining('/bare offers no feed') },
    { url: null, subscribed: 'not', reason: expect.stringContaining('404') },
  ])

  const removed = await desk.run('remove', `${host}/news.xml/`)
  expect(removed).toMatchObject({
    status: 0,
    out: expect.stringContaining(`unsubscribed from ${home}/news.xml`),
  })
  expect(subscribed()).toEqual([[`${home}/direct.xml`, 'ann:s3cret', 'import']])
  const twice = await desk.run('remove', `${host}/news.xml`)
  expect(twice).toMatchObject({ status: 1, out: '' })
  expect(twice.err).toContain(`no such subscription; of that host:\n  ${home}/direct.xml\n`)
})

test('forget removes a feed with its entries, out of the config too, and one that was removed before', async () => {
  const { '/news.xml': news, '/other.xml': other } = await startOutlets({
    '/news.xml': harbor,
    '/other.xml': harbor.replace('Harbor Weekly', 'Valley Radio'),
  })
  desk = openDesk(configOf([`url: ${news}`, `url: ${other}`]))
  await desk.run('poll')
  const forgotten = await desk.run('forget', news)
  expect(forgotten).toEqual({
    status: 0,
    err: '',
    out: `forgot ${news} (Harbor Weekly) and its 1 entry, and taken out of wirefold.yaml\n`,
  })
  expect(readFileSync(join(desk.dir, 'wirefold.yaml'), 'utf8')).not.toContain('news.xml')
  await desk.run('remove', other)
  const later = await desk.run('forget', '--json', other)
  expect(JSON.parse(later.out)).toEqual({
    url: other,
    outlet: 'Valley Radio',
    entries: 1,
    config: false,
  })
  const never = await desk.run('forget', other)
  expect(never).toMatchObject({ status: 1, out: '' })
  expect(never.err).toContain(`no feed of this address was ever subscribed: ${other}`)
  expect(await desk.run('check')).toMatchObject({ status: 0 })
})

test('no command repeats the secrets of an address that leads to no feed, and add wants those that were left out', async () => {
  const home = await startFeedServer({ '/x?token=q1w2e3': harbor, '/x?token=hidden': harbor })
  desk = openDesk(configOf())
  await desk.run('poll')
  const host = new URL(home).host
  const typed = [
    `http://ann:s3cret@${host}/none?token=q1w2e3`,
    'ann:s3cret@h:99999/x?token=q1w2e3',
    'ftp://ann:s3cret@h/?key=q1w2e3',
  ]
  for (const address of typed) {
    for (const command of ['forget', 'remove', 'refetch', 'add', 'discover']) {
      const { status, out, err } = await desk.run(command, address)
      expect([status === 0, out + err]).toEqual([false, expect.not.stringMatching(/s3cret|q1w2e3/)])
    }
  }
  expect((await desk.run('forget', typed[0]!)).err).toContain(`: http://${host}/none?token=hidden\n`)
  expect((await desk.run('discover', `${home}/x?token=q1w2e3`)).out).toBe(
    `${home}/x?token=hidden  is a feed itself\n`,
  )
  expect(await desk.run('add', `${host}/x?token=hidden`)).toMatchObject({
    status: 1,
    out: `${host}/x?token=hidden lacks its token ("hidden" stands in its place): give the whole address\n`,
  })
  expect(subscribed()).toEqual([])
})

test('of feeds that are shown alike, remove ends the one of that name, and takes that one out of the config', async () => {
  const keyed = (key: string) => `http://127.0.0.1:9/feed?key=${key}`
  desk = openDesk(configOf([`url: ${keyed('sports')}`, `url: ${keyed('politics')}`]))
  const shown = keyed('hidden')
  const meant = await desk.run('remove', keyed('politics'))
  expect(meant).toMatchObject({ status: 1, err: expect.stringContaining(`\n  ${shown}\n  ${shown}#2`) })
  expect(await desk.run('forget', keyed('politics'))).toMatchObject({ status: 1, out: '', err: meant.err })
  expect(await desk.run('remove', shown)).toMatchObject({ status: 0 })
  expect(readFileSync(join(desk.dir, 'wirefold.yaml'), 'utf8')).not.toContain('sports')
  expect(await desk.run('remove', `${shown}#2`)).toMatchObject({ status: 0 })
  expect(readFileSync(join(desk.dir, 'wirefold.yaml'), 'utf8')).not.toContain('politics')
})

test('remove takes a feed out of the config too, and leaves every comment', async () => {
  const feeds = [
    '{ url: "https://one.example/feed" }',
    'url: https://ann:s3cret@two.example/feed # the second\n    outlet: Two\n    groups: [coast]',
    'url: https://three.example/feed\n  # the end',
  ]
  desk = openDesk(configOf(feeds, '# before all'))
  expect(await desk.run('remove', 'two.example/feed')).toMatchObject({
    status: 0,
    out: 'unsubscribed from https://two.example/feed (Two) and taken out of wirefold.yaml; its entries stay\n',
  })
  const text = readFileSync(join(desk.dir, 'wirefold.yaml'), 'utf8')
  expect(text).toBe(configOf([feeds[0]!, feeds[2]!], '# before all'))
  expect(loadConfig(join(desk.dir, 'wirefold.yaml'), {}).feeds).toHaveLength(2)
  expect(subscribed()).toHaveLength(2)
})

test('init writes a config that every other command takes, and never replaces a file', async () => {
  desk = openDesk('')
  const first = await desk.run('init', 'new/wire.yaml')
  expect(first).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^wrote new\/wire\.yaml.*\nnext:\n {2}wirefold add/),
  })
  expect(loadConfig(join(desk.dir, 'new/wire.yaml'), {}).feeds).toHaveLength(1)
  const spaced = await desk.run('init', "Ann's feeds/wire.yaml")
  expect(spaced.out).toContain(`  wirefold serve --config 'Ann'\\''s feeds/wire.yaml'\n`)
  writeFileSync(join(desk.dir, 'mine.yaml'), 'log: warn\n')
  const second = await desk.run('init', 'mine.yaml')
  expect(second).toMatchObject({
    status: 1,
    out: '',
    err: 'wirefold: cannot write mine.yaml: it is there already, and nothing was changed\n',
  })
  expect(readFileSync(join(desk.dir, 'mine.yaml'), 'utf8')).toBe('log: warn\n')
})

test('completion is a script that the shell reads without fault, and knows commands and flags', async () => {
  desk = openDesk('')
  const [bash, none] = await Promise.all([desk.run('completion', 'bash'), desk.run('completion', 'tcsh')])
  expect(none).toMatchObject({
    status: 2,
    err: 'wirefold: no completion for tcsh: name one of bash, zsh, fish\n',
  })
  writeFileSync(join(desk.dir, 'completion.bash'), bash.out)
  const words = 'COMP_WORDS=(wirefold po); COMP_CWORD=1; _wirefold; echo $COMPREPLY'
  const flags = 'COMP_WORDS=(wirefold rematch --d); COMP_CWORD=2; _wirefold; echo $COMPREPLY'
  const shell = join(desk.dir, 'try.sh')
  writeFileSync(shell, `#!/bin/bash\n. ./completion.bash\n${words}\n${flags}\n`)
  chmodSync(shell, 0o755)

  expect(execFileSync(shell, { cwd: desk.dir, encoding: 'utf8' })).toBe('poll\n--dry-run\n')
  expect(existsSync(desk.database)).toBe(false)
})
