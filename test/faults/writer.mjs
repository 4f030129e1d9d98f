// A process that writes to a database until it is killed: `node writer.mjs KIND FILE [BACKUP …]`. It runs the built program.
import { createMatcher } from '../../dist/match/matcher.js'
import { backupDatabase, restoreDatabase } from '../../dist/store/sqlite/backup.js'
import { openDatabase } from '../../dist/store/sqlite/open.js'
import { openStore } from '../../dist/store/sqlite/store.js'

const HOUR = 3_600_000
const START = Date.UTC(2026, 4, 1)
const LISTED = 8
const [kind, file, ...backups] = process.argv.slice(2)

const NONE = { older: 0, empty: 0, cutTexts: 0 }

const FEEDS = ['one', 'two', 'three'].map((name) => ({
  ...{ url: `https://${name}.example/feed`, credentials: null, outlet: name },
  ...{ groups: [], match: 'auto', trust: 'normal', agency: null, allowPrivateAddresses: false },
}))

/** The document of a feed in its nth version: some entries are new in it, some say something else. */
function documentOf(feed, n) {
  const entries = Array.from({ length: LISTED }, (_, i) => n - i)
    .filter((number) => number > 0)
    .map((number) => entryOf(feed, number, Math.floor(n / 3)))
  const pace = { intervalMs: null, skipHours: [], skipDays: [] }
  return { title: feed.outlet, link: null, language: null, pace, entries, losses: NONE, leftOut: [] }
}

/** The same numbers of all feeds tell one story. */
function entryOf(feed, number, edition) {
  const words = Array.from({ length: 40 }, (_, i) => `word${number * 17 + i}`).join(' ')
  const text = number % 4 === 0 ? `${words} Edition ${edition}.` : words
  return {
    ...{
      guid: `entry ${number}`,
      link: `${feed.url}/${number}`,
      canonicalUrl: null,
      title: `Title ${number}`,
    },
    ...{ author: null, publishedAt: START + number * HOUR, updatedAt: null, contentHtml: `<p>${text}</p>` },
    ...{
      summaryHtml: null,
      text,
      enclosures: [],
      imageUrl: null,
      categories: [],
      language: null,
      source: null,
    },
  }
}

function record(feed, n, read) {
  const progress = {
    ...{ state: 'ok', error: null, failures: 0, nextPollAt: null, move: null, newUrl: null },
    nextPollAt: START + n * HOUR,
  }
  const validators = read ? { etag: String(n), lastModified: null, url: feed.url } : null
  return { feed, progress, validators, read, took: { status: read ? 200 : 304, ms: 1, bytes: null } }
}

async function poll() {
  const store = openStore({ file, windowMs: 48 * HOUR }, createMatcher())
  await store.syncFeeds(FEEDS, START)
  const claimed = await store.claimAll({ now: START, latest: START, leaseUntil: START })
  const feeds = claimed.map((feed) => ({ feed, n: Number(feed.validators.etag ?? 0) }))
  for (let turn = 0; ; turn++) {
    const each = feeds[turn % feeds.length]
    each.n += 1
    const now = START + each.n * HOUR
    const read = { parsed: documentOf({ ...each.feed }, each.n), bodyHash: String(each.n) }
    await store.recordPoll(record(each.feed, each.n, read), now)
    if (turn === 0) say('ready')
    if (turn % 4 === 1) await store.recordPoll(record(each.feed, each.n, null), now)
    if (turn % 5 === 2) await correct(store, now)
    if (turn % 3 === 0) await store.maintain({ retentionMs: 24 * HOUR, now })
  }
}

let operation = 0

async function correct(store, now) {
  const some = () => String(1 + Math.floor(Math.random() * 60))
  const acts = [
    () => store.merge(some(), some(), now),
    () => store.split(some(), now),
    () => store.undo(operation, now),
  ]
  try {
    const done = await acts[Math.floor(Math.random() * acts.length)]()
    operation = done.operation
  } catch (error) {
    if (error.name !== 'CorrectionError') throw error
  }
}

const KINDS = {
  poll,
  async migrate() {
    say('ready')
    openDatabase(file).close()
  },
  async backup() {
    say('ready')
    for (;;) await backupDatabase(file, backups[0], { force: true })
  },
  async restore() {
    say('ready')
    for (let turn = 0; ; turn++)
      await restoreDatabase(backups[turn % backups.length], file, START + turn * 1000)
  },
}

function say(word) {
  process.stdout.write(`${word}\n`)
}

await KINDS[kind]()
