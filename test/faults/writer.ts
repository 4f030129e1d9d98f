/** A process that writes to a database until it is killed: `node --import tsx writer.ts KIND FILE [BACKUP …]`. */
import type { Feed, ParsedEntry } from '../../src/contract/model.ts'
import type { PollRecord } from '../../src/contract/polls.ts'
import type { Store } from '../../src/contract/store.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { backupDatabase, restoreDatabase } from '../../src/store/sqlite/backup.ts'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress } from '../support/builders.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 4, 1)
const LISTED = 8
const FEEDS = ['one', 'two', 'three'].map((name) =>
  aSubscription(`https://${name}.example/feed`, { outlet: name }),
)
const [kind = '', file = '', ...backups] = process.argv.slice(2)

/** The entries of a feed's nth document: some are new in it, some say something else. */
function entriesOf({ url }: Feed, n: number): ParsedEntry[] {
  return Array.from({ length: LISTED }, (_, i) => n - i)
    .filter((number) => number > 0)
    .map((number) => entryOf(url, number, Math.floor(n / 3)))
}

/** The same numbers of all feeds tell one story. */
function entryOf(url: string, number: number, edition: number): ParsedEntry {
  const words = Array.from({ length: 40 }, (_, i) => `word${number * 17 + i}`).join(' ')
  return anEntry({
    guid: `entry ${number}`,
    link: `${url}/${number}`,
    title: `Title ${number}`,
    publishedAt: START + number * HOUR,
    text: number % 4 === 0 ? `${words} Edition ${edition}.` : words,
  })
}

function record(feed: Feed, n: number, read: PollRecord['read']): PollRecord {
  const validators = read && { etag: String(n), lastModified: null, url: feed.url }
  const took = read ? COST : { ...COST, status: 304 }
  return { feed, progress: progress({ nextPollAt: START + n * HOUR }), validators, read, took }
}

async function poll(): Promise<never> {
  const store = openStore({ file, windowMs: 48 * HOUR }, createMatcher())
  await store.syncFeeds(FEEDS, START)
  const claimed = await store.claimAll(everyFeed(START))
  const feeds = claimed.map((feed) => ({ feed, n: Number(feed.validators.etag ?? 0) }))
  for (let turn = 0; ; turn++) {
    const each = feeds[turn % feeds.length]!
    each.n += 1
    const now = START + each.n * HOUR
    const read = { parsed: aFeed(entriesOf(each.feed, each.n)), bodyHash: String(each.n) }
    await store.recordPoll(record(each.feed, each.n, read), now)
    if (turn === 0) say('ready')
    if (turn % 4 === 1) await store.recordPoll(record(each.feed, each.n, null), now)
    if (turn % 5 === 2) await correct(store, now)
    if (turn % 3 === 0) await store.maintain({ retentionMs: 24 * HOUR, now })
  }
}

let operation = 0

async function correct(store: Store, now: number): Promise<void> {
  const some = () => String(1 + Math.floor(Math.random() * 60))
  const acts = [
    () => store.merge(some(), some(), now),
    () => store.split(some(), now),
    () => store.undo(operation, now),
  ]
  try {
    operation = (await acts[Math.floor(Math.random() * acts.length)]!()).operation
  } catch (error) {
    if ((error as Error).name !== 'CorrectionError') throw error
  }
}

const KINDS: Record<string, () => Promise<void>> = {
  poll,
  async migrate() {
    say('ready')
    openDatabase(file).close()
  },
  async backup() {
    say('ready')
    for (;;) await backupDatabase(file, backups[0]!, { force: true })
  },
  async restore() {
    say('ready')
    for (let turn = 0; ; turn++)
      await restoreDatabase(backups[turn % backups.length]!, file, START + turn * 1000)
  },
}

function say(word: string): void {
  process.stdout.write(`${word}\n`)
}

await KINDS[kind]!()
