import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import iconv from 'iconv-lite'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { babble, rss, startFeedServer, startOutlets } from '../support/feed-server.ts'
import { configOf, type Desk, openDesk } from './wirefold.ts'

const shared = { title: 'Ferry Returns to the Lower Quay', text: babble(1, 150) }
const harbor = rss('Harbor Weekly', [
  { guid: 'h1', ...shared },
  { guid: 'h2', title: 'Harbor Only', text: babble(2, 150) },
])
const valley = rss('Valley Radio', [{ guid: 'v1', ...shared }])

let desk: Desk

afterEach(() => desk.remove())

function rows(sql: string): unknown[] {
  const db = new SQLite(desk.database, { readonly: true })
  onTestFinished(() => void db.close())
  return db.prepare(sql).raw().all()
}

const storyOf = (guid: string) => rows(`SELECT story_id FROM copies WHERE guid = '${guid}'`).flat()[0]
const entryOf = (guid: string) => String(rows(`SELECT entry_id FROM copies WHERE guid = '${guid}'`).flat()[0])

test('a poll by hand takes what is due, goes on past a feed that fails, and names it; --all asks the others again', async () => {
  const none = (_request: unknown, response: ServerResponse) => void response.writeHead(404).end()
  const urls = Object.values(
    await startOutlets({ '/harbor.xml': harbor, '/valley.xml': valley, '/gone.xml': none, '/page': none }),
  )
  const feeds = urls.map((url) => `{ url: "${url}"${url.endsWith('/page') ? ', outlet: Page' : ''} }`)
  desk = openDesk(configOf(feeds))
  const failed = (name: string) => new RegExp(`^ {2}${name}: .*404`, 'm')

  const first = await desk.start('poll').end
  expect(first.status).toBe(0)
  expect(first.out).toMatch(/^4 feeds polled, 2 failed: 3 new entries, 1 of them copies, 0 changed$/m)
  expect(first.out).toMatch(failed('Page'))
  expect(storyOf('v1')).toBe(storyOf('h1'))

  const [feedList, again] = await Promise.all([desk.run('feeds'), desk.run('poll')])
  expect(again).toMatchObject({
    status: 0,
    out: '0 feeds polled, 0 failed: 0 new entries, 0 of them copies, 0 changed\n',
  })
  const lines = feedList.out.trimEnd().split('\n')
  expect(lines).toHaveLength(4)
  expect(lines.filter((line) => /^ok .*polled \d{4}-.*Z {2}next \d{4}-.*Z/.test(line))).toHaveLength(2)
  expect(lines.find((line) => line.includes('/harbor.xml'))).toContain('2 entries  Harbor Weekly')
  expect(lines.find((line) => line.includes('/gone.xml'))).toMatch(/^failing .*0 entries .*error: .*404/)

  const all = await desk.run('poll', '--all')
  expect(all.out).toMatch(/^4 feeds polled, 2 failed: 0 new entries/)
})

test('a poll by hand tells apart two feeds of one outlet, and what is gone or throttled from what failed', async () => {
  const answer = (status: number, headers = {}) => {
    return (_request: unknown, response: ServerResponse) => void response.writeHead(status, headers).end()
  }
  const home = await startFeedServer({
    '/harbor.xml': harbor,
    '/old.xml': answer(410),
    '/busy.xml': answer(503, { 'retry-after': '86400' }),
  })
  const names = ['harbor', 'north', 'south', 'old', 'busy']
  const secret = home.replace('//', '//ann:s3cret@')
  desk = openDesk(configOf(names.map((name) => `{ url: "${secret}/${name}.xml", outlet: Tide }`)))
  const first = await desk.run('poll')
  expect(first.status).toBe(0)
  const [summary, ...lines] = first.out.trimEnd().split('\n')
  expect(summary).toBe(
    '5 feeds polled, 2 failed, 1 throttled, 1 gone: 2 new entries, 0 of them copies, 0 changed',
  )
  expect(lines).toHaveLength(4)
  expect(first.out).toMatch(new RegExp(`^ {2}Tide: .*404.* \\(${home}/north\\.xml\\)$`, 'm'))
  expect(first.out).toMatch(new RegExp(`^ {2}Tide: .*404.* \\(${home}/south\\.xml\\)$`, 'm'))
  expect(lines).toContain(`  Tide: throttled, answered 429 or 503 (${home}/busy.xml)`)
  expect(lines).toContain(`  Tide: gone, answered 410 (${home}/old.xml)`)
  expect(first.out).not.toMatch(/ann|s3cret/)

  const all = await desk.run('poll', '--all')
  expect(all.out).toMatch(/^0 feeds polled, 0 failed: /)
  expect(all.out).toMatch(/^5 feeds not asked, as their publishers wish$/m)
  expect(all.out).toContain(`  Tide: gone (${home}/old.xml)\n`)
  expect(all.out).toMatch(/^ {2}Tide: throttled until \d{4}-\S+Z \(\S+\/harbor\.xml\)$/m)
})

test('SIGTERM during a poll by hand gives back what it did not reach, and says how much that is', async () => {
  let arrive: (response: ServerResponse) => void
  const arrived = new Promise<ServerResponse>((resolve) => {
    arrive = resolve
  })
  const slow = (_request: unknown, response: ServerResponse) => arrive(response)
  const home = await startFeedServer({ '/1.xml': slow, '/2.xml': slow, '/3.xml': slow })
  desk = openDesk(configOf([1, 2, 3].map((n) => `{ url: "${home}/${n}.xml" }`)))
  const poll = desk.start('poll', '--all')
  const response = await arrived
  const ended = poll.stop()
  response.end(harbor)
  const ran = await ended
  expect(ran).toMatchObject({ status: 0, err: '' })
  expect(ran.out).toMatch(/^1 feed polled, 0 failed: 2 new entries/)
  expect(ran.out).toMatch(/^2 feeds not reached: due as before$/m)
  expect(rows('SELECT count(*) FROM feeds WHERE leased_until IS NOT NULL').flat()).toEqual([0])
  expect(rows('SELECT count(*) FROM feeds WHERE last_poll_at IS NULL').flat()).toEqual([2])
})

test('discover names the feeds of a page, and ends with 1 where there are none', async () => {
  const link = '<link rel="alternate" type="application/rss+xml" title="All news" href="/news.xml">'
  const home = await startFeedServer({
    '/': `<!doctype html><title>A</title>${link}`,
    '/bare': '<!doctype html><title>B</title>',
    '/news.xml': harbor,
  })
  desk = openDesk(configOf())
  const [page, bare, feed, missing] = await Promise.all(
    ['/', '/bare', '/news.xml', '/none'].map((path) => desk.run('discover', `${home}${path}`)),
  )
  expect(page).toMatchObject({ status: 0, out: `${home}/news.xml  All news\n` })
  expect(bare).toMatchObject({ status: 1, out: `${home}/bare offers no feed\n` })
  expect(feed).toMatchObject({ status: 0, out: `${home}/news.xml  is a feed itself\n` })
  expect(missing!.status).toBe(1)
  expect(missing!.out).toContain('404')

  const [bareAgain, nothing] = await Promise.all(
    ['/bare', '/none'].map((path) => desk.run('discover', `${home.replace('//', '//ann:s3cret@')}${path}`)),
  )
  expect(bareAgain!.out + nothing!.out).not.toMatch(/ann:|s3cret/)
})

const SUBSCRIPTIONS = `SELECT url, secret, groups, origin FROM feeds LEFT JOIN feed_credentials ON feed_id = id
  ORDER BY url`

test('subscriptions go out as OPML without credentials, and come in again beside the config’s', async () => {
  desk = openDesk(configOf(['{ url: "https://ann:s3cret@one.example/feed", outlet: One, groups: [coast] }']))
  const opml = `<opml version="2.0"><head/><body><outline text="Hills"><outline text="/"><outline text="Two" xmlUrl="https://bob:w0rd@two.example/feed"/></outline></outline>
    <outline text="No web address" xmlUrl="file:///etc/passwd"/></body></opml>`
  writeFileSync(join(desk.dir, 'in.opml'), opml)
  writeFileSync(join(desk.dir, 'bad.opml'), '<html></html>')
  expect(await desk.run('import', 'in.opml')).toMatchObject({
    status: 0,
    out: 'feeds in in.opml: 1 new, 0 subscribed already, 1 skipped\n  skipped file:///etc/passwd (No web address): neither an http nor an https address\n',
  })
  expect(await desk.run('import', 'bad.opml')).toMatchObject({ status: 1, out: '' })
  expect(await desk.run('import', 'none.opml')).toEqual({
    status: 1,
    out: '',
    err: 'wirefold: cannot read none.opml: there is no such file\n',
  })

  const exported = await desk.run('export')
  expect(exported.status).toBe(0)
  const outline = (name: string) => exported.out.split('\n').find((line) => line.includes(`text="${name}"`))
  expect(outline('One')).toMatch(/(?=.*xmlUrl="https:\/\/one\.example\/feed").*category="\/coast"/)
  expect(outline('Two')).toMatch(/(?=.*xmlUrl="https:\/\/two\.example\/feed").*category="\/Hills"/)
  expect(rows("SELECT groups FROM feeds WHERE outlet = 'Two'")).toEqual([['["Hills"]']])
  const asJson = await desk.run('export', '--json')
  const facts = { site_link: null, groups: ['Hills'] }
  expect(JSON.parse(asJson.out)).toContainEqual({ url: 'https://two.example/feed', outlet: 'Two', ...facts })
  expect(exported.out + asJson.out).not.toMatch(/ann|s3cret|bob|w0rd|passwd/)

  const before = rows(SUBSCRIPTIONS)
  writeFileSync(join(desk.dir, 'out.opml'), exported.out)
  await desk.run('import', 'out.opml')
  expect(rows(SUBSCRIPTIONS)).toEqual(before)
  expect(before.map((row) => String((row as Buffer[])[1]))).toEqual(['ann:s3cret', 'bob:w0rd'])
})

test('an import says what is new, what was there, and what it cannot take and why', async () => {
  desk = openDesk(configOf(['{ url: "https://one.example/feed" }']))
  const outlines = [
    'text="One" xmlUrl="https://one.example/feed"',
    'text="Old" xmlUrl="feed://old.example/feed"',
    'text="Older" xmlUrl="feed:https://older.example/feed"',
    'text="Two" xmlUrl=" https://two.example/feed "',
    'text="Two again" xmlUrl="https://two.example/feed"',
    'text="Trick" xmlUrl="javascript:alert(1)"',
    'text="Files" xmlUrl="ftp://ann:s3cret@files.example/feed"',
    'xmlUrl="/feed"',
    'text="More" type="include" url="https://lists.example/more.opml"',
    'text="A page" type="link" url="https://page.example/"',
  ]
  const inner =
    '<outline text="Site" xmlUrl="https://site.example/feed"><outline text="Part" xmlUrl="https://site.example/part"/></outline>'
  const body = `${outlines.map((outline) => `<outline ${outline}/>`).join('')}${inner}`
  writeFileSync(join(desk.dir, 'in.opml'), `<opml version="2.0"><head/><body>${body}</body></opml>`)
  const skipped = [
    'javascript:alert(1) (Trick): neither an http nor an https address',
    'ftp://files.example/feed (Files): neither an http nor an https address',
    '/feed: neither an http nor an https address',
    'https://lists.example/more.opml (More): another OPML file, to be imported by itself',
    'https://page.example/ (A page): a link, not a feed',
  ]
  const first = await desk.run('import', 'in.opml')
  expect(first.status).toBe(0)
  const [head, ...lines] = first.out.trimEnd().split('\n')
  expect(head).toBe('feeds in in.opml: 5 new, 1 subscribed already, 6 skipped')
  expect(lines.sort()).toEqual(
    [...skipped, 'https://two.example/feed: named before'].map((line) => `  skipped ${line}`).sort(),
  )
  expect(rows('SELECT url FROM feeds ORDER BY url').flat()).toEqual([
    'http://old.example/feed',
    'https://older.example/feed',
    'https://one.example/feed',
    'https://site.example/feed',
    'https://site.example/part',
    'https://two.example/feed',
  ])

  const again = await desk.run('import', 'in.opml')
  expect(again.out).toMatch(/^feeds in in\.opml: 0 new, 6 subscribed already, 6 skipped$/m)

  writeFileSync(join(desk.dir, 'none.opml'), `<opml><body><outline ${outlines[5]}/></body></opml>`)
  const none = await desk.run('import', 'none.opml')
  expect(none).toMatchObject({ status: 1, out: '' })
  expect(none.err).toMatch(
    /^wirefold: cannot read none\.opml: it names no feed .*\n {2}skipped javascript:alert/,
  )
})

test('an import shows no secret of what it cannot take, and takes no address whose token an export left out', async () => {
  desk = openDesk(configOf(['{ url: "http://127.0.0.1:1/feed?token=q1w2e3", outlet: Own }']))
  await desk.run('poll')
  const exported = await desk.run('export')
  const outlines = [
    'text="Files" xmlUrl="ftp://files.example/x?token=q1w2e3"',
    'text="Port" xmlUrl="http://ann:q1w2e3@port.example:99999/x?apikey=q1w2e3"',
    'type="include" url="https://ann:q1w2e3@lists.example/more?key=q1w2e3"',
    'text="https://named.example/feed?token=q1w2e3" xmlUrl="https://named.example/feed?token=q1w2e3"',
  ]
  const others = outlines.map((outline) => `<outline ${outline}/>`).join('')
  writeFileSync(join(desk.dir, 'in.opml'), exported.out.replace('</body>', `${others}</body>`))
  const [lines, json] = [await desk.run('import', 'in.opml'), await desk.run('import', '--json', 'in.opml')]
  expect([lines.status, json.status]).toEqual([0, 0])
  expect(lines.out + json.out).not.toMatch(/q1w2e3/)
  const [head, ...skipped] = lines.out.trimEnd().split('\n')
  expect(head).toBe('feeds in in.opml: 1 new, 0 subscribed already, 4 skipped')
  expect(skipped.sort()).toEqual([
    '  skipped ftp://files.example/x?token=hidden (Files): neither an http nor an https address',
    '  skipped http://127.0.0.1:1/feed?token=hidden (Own): its token is not in the export: add it by hand',
    '  skipped http://port.example:99999/x?apikey=hidden (Port): neither an http nor an https address',
    '  skipped https://lists.example/more?key=hidden: another OPML file, to be imported by itself',
  ])
  expect(rows('SELECT url, outlet FROM feeds ORDER BY id')).toEqual([
    ['http://127.0.0.1:1/feed?token=hidden', 'Own'],
    ['https://named.example/feed?token=hidden', 'https://named.example/feed?token=hidden'],
  ])
})

test.each([
  ['ISO-8859-1', 'iso-8859-1', 'Größe, señor'],
  ['windows-1251', 'windows-1251', 'Паром снова ходит'],
  ['UTF-16', 'utf-16', 'Größe フェリー'],
  ['UTF-8', 'utf-8', 'Größe フェリー'],
])('an import reads OPML in %s', async (declared, charset, text) => {
  desk = openDesk(configOf())
  const opml = `<?xml version="1.0" encoding="${declared}"?><opml version="1.0"><head/><body><outline text="${text}" xmlUrl="https://one.example/feed"/></body></opml>`
  writeFileSync(join(desk.dir, 'in.opml'), iconv.encode(opml, charset, { addBOM: charset.startsWith('utf') }))
  expect((await desk.run('import', 'in.opml')).status).toBe(0)
  expect(rows('SELECT outlet FROM feeds')).toEqual([[text]])
})

test('a person sees why copies are one story, parts them, joins them and takes it back', async () => {
  const outlets = await startOutlets({ '/harbor.xml': harbor, '/valley.xml': valley })
  desk = openDesk(configOf(Object.values(outlets).map((url) => `{ url: "${url}" }`)))
  await desk.run('poll')
  const together = storyOf('h1')
  const why = await desk.run('explain', entryOf('v1'))
  expect(why.status).toBe(0)
  expect(why.out).toContain(`story ${together}: 2 copies`)
  expect(why.out).toMatch(/both say: “/)
  expect(why.out).toMatch(/% of the shorter text stands in the longer\n/)
  expect(await desk.run('explain', '999999')).toMatchObject({
    status: 1,
    err: 'wirefold: there is no entry or story 999999\n',
  })

  const asked = await desk.run('split', String(together))
  expect(asked).toMatchObject({ status: 2, out: '' })
  expect(asked.err).toContain(
    `  wirefold split ${entryOf('v1')}   Valley Radio: Ferry Returns to the Lower Quay\n`,
  )
  const parted = await desk.run('split', entryOf('v1'))
  expect(parted).toMatchObject({ status: 0, out: expect.stringMatching(/^done as operation 1 /) })
  expect(parted.out).toMatch(/^ {2}story \S+: Ferry Returns to the Lower Quay\n {4}1 copy: Valley Radio$/m)
  expect(storyOf('v1')).not.toBe(storyOf('h1'))
  const joined = await desk.run('merge', entryOf('h2'), String(storyOf('h1')))
  expect(joined).toMatchObject({ status: 0, out: expect.stringMatching(/^done as operation 2 /) })
  expect(storyOf('h2')).toBe(storyOf('h1'))

  const dry = await desk.run('rematch', '--dry-run')
  expect(dry.out).toMatch(/^3 entries: 2 stories before, 2 after; 0 entries would change story$/m)
  const undone = await desk.run('undo', '1')
  expect(undone).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^operation 1 is taken back\n {2}story /),
  })
  expect(undone.out).not.toContain('wirefold undo')
  const [last, twice] = [await desk.run('undo', '2', '--json'), await desk.run('undo', '1')]
  expect(last.status).toBe(0)
  expect(
    JSON.parse(last.out)
      .stories.map(({ title }: { title: string }) => title)
      .sort(),
  ).toEqual(['Ferry Returns to the Lower Quay', 'Harbor Only'])
  expect(twice).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^wirefold: operation 1 was undone already, at \d{4}-\S+Z\n$/),
  })
  expect(storyOf('v1')).toBe(together)
  expect(storyOf('h1')).toBe(together)
  expect(storyOf('h2')).not.toBe(together)
  expect(await desk.run('undo', '7')).toMatchObject({ status: 1, out: '' })
  const unclear = await Promise.all(['abc', '0x1', '1e0', '1.0'].map((given) => desk.run('undo', given)))
  expect(unclear.map(({ status, err }) => [status, err])).toEqual(
    ['abc', '0x1', '1e0', '1.0'].map((given) => [
      2,
      `wirefold: ${given} is no operation: give the number that merge or split told, in digits\n`,
    ]),
  )
})

test('undo of a number that no operation has says so, however long it is', async () => {
  desk = openDesk(configOf())
  await desk.run('poll')
  for (const number of ['7', '99999999999999999999']) {
    expect(await desk.run('undo', number)).toEqual({
      status: 1,
      out: '',
      err: `wirefold: there is no operation ${number} to undo\n`,
    })
  }
})

test('a backup is a whole database, never written over a file; check tells a sound one from a broken one', async () => {
  const home = await startFeedServer({ '/harbor.xml': harbor })
  desk = openDesk(configOf([`{ url: "${home}/harbor.xml" }`]))
  await desk.run('poll')
  expect(await desk.run('backup', 'copy.db')).toMatchObject({
    status: 0,
    out: 'wire.db copied to copy.db, and the copy checked\n',
  })
  const copy = new SQLite(join(desk.dir, 'copy.db'))
  expect(copy.prepare('SELECT count(*) FROM copies').pluck().get()).toBe(2)
  copy.close()
  const [again, sound] = await Promise.all([desk.run('backup', 'copy.db'), desk.run('check')])
  expect(again).toMatchObject({ status: 1, err: expect.stringContaining('copy.db exists already') })
  expect(sound).toMatchObject({
    status: 0,
    out: 'config wirefold.yaml: ok, 1 feed\ndatabase wire.db: ok\n',
  })

  const db = new SQLite(desk.database)
  db.pragma('foreign_keys = OFF')
  db.exec('UPDATE stories SET lead_entry_id = NULL')
  db.close()
  const broken = await desk.run('check')
  expect(broken.status).toBe(1)
  expect(broken.out).toContain('2 stories without a lead copy of their own')
})

test('SIGTERM during a slow poll lets the answer arrive, stores it and ends with 0', async () => {
  const asked: ServerResponse[] = []
  let arrive: () => void
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const home = await startFeedServer({
    '/slow.xml': (_request, response) => {
      asked.push(response)
      arrive()
    },
  })
  desk = openDesk(configOf([`{ url: "${home}/slow.xml" }`], 'server: { port: 0 }'))
  const daemon = desk.start('serve')
  await arrived
  const ended = daemon.stop()
  for (const response of asked) response.end(harbor)
  expect((await ended).status).toBe(0)
  expect(rows('SELECT guid FROM copies ORDER BY guid').flat()).toEqual(['h1', 'h2'])
})

test.each([
  ['listens', /"msg":"Server listening/],
  ['serves', /"msg":"serving"/],
  ['has polled its first feed', /"msg":"polled"/],
])('a daemon that is told to stop as soon as it %s ends with 0 and meets no error', async (_moment, line) => {
  const home = await startFeedServer({ '/a.xml': harbor, '/b.xml': harbor })
  const feeds = ['a', 'b'].map((name) => `{ url: "${home}/${name}.xml" }`)
  desk = openDesk(configOf(feeds, 'server: { port: 0 }'))
  const daemon = desk.start('serve')
  await daemon.printed(line)
  const { status, err } = await daemon.stop()
  expect({ status, errors: err.match(/"level":"(error|fatal)".*/g) }).toEqual({ status: 0, errors: null })
})

test('SIGHUP and a change of the file make the daemon read its config again; one with a fault is told and left', async () => {
  desk = openDesk(configOf([], 'server: { port: 0, title: First }'))
  const write = (config: string) => {
    writeFileSync(join(desk.dir, 'next.yaml'), config)
    renameSync(join(desk.dir, 'next.yaml'), join(desk.dir, 'wirefold.yaml')) // else it may be read half written
  }
  const daemon = desk.start('serve', '--watch')
  const title = async (text: string) => {
    const address = [...text.matchAll(/"address":"([^"]+)"/g)].at(-1)![1]
    return /<title>(.*?)<\/title>/.exec(await (await fetch(`${address}/rss.xml`)).text())![1]
  }
  expect(await title(await daemon.printed(/"msg":"serving"/))).toBe('First')
  write(configOf([], 'server: { port: 0, title: Second, prot: 1 }'))
  daemon.signal('SIGHUP')
  const told = await daemon.printed(/the config was not taken/)
  expect(told).toMatch(/"level":"error".*"faults":\["wirefold\.yaml:3: server\.prot: unknown key/)
  expect(await title(told)).toBe('First')
  write(configOf([], 'server: { port: 0, title: Third }'))
  expect(await title(await daemon.printed(/the config was read again/))).toBe('Third')
  expect((await daemon.stop()).status).toBe(0)
})

test('the demo polls its newsroom, answers, and leaves nothing behind', async () => {
  desk = openDesk('')
  const demo = desk.start('demo', '--port', '0')
  const text = await demo.printed(/subscribe to http:\S+/)
  const [, entries, outlets, stories] = /^(\d+) entries from (\d+) outlets → (\d+) stories$/m.exec(text) ?? []
  expect(Number(outlets)).toBeGreaterThanOrEqual(8)
  expect(Number(stories)).toBeLessThan(Number(entries) / 2)
  const feed = await (await fetch(`${/subscribe to (http:\S+)/.exec(text)![1]}?limit=500`)).text()
  expect(feed.split('<item>')).toHaveLength(Number(stories) + 1)
  expect(await demo.stop()).toMatchObject({ status: 0, err: '' })
  expect(existsSync(join(desk.dir, 'data'))).toBe(false)
  expect(readFileSync(join(desk.dir, 'wirefold.yaml'), 'utf8')).toBe('')
})
