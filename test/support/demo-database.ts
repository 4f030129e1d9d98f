import { join } from 'node:path'
import { pino } from 'pino'
import { configSchema } from '../../src/config/schema.ts'
import { type App, createApp } from '../../src/daemon/app.ts'
import { startNewsroom } from '../../src/demo/newsroom.ts'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { aFeed, anEntry, COST, everyFeed, progress } from './builders.ts'

/** When the demo's newsroom is polled in tests: noon. */
export const DEMO_NOW = Date.UTC(2025, 9, 14, 12)
const HOUR = 3_600_000

/** A database with all of the demo's news, a headline that was edited, corrections by hand, and an entry long gone. */
export async function makeDemoDatabase(folder: string): Promise<string> {
  let now = DEMO_NOW - HOUR
  const newsroom = await startNewsroom({ now: () => DEMO_NOW })
  const database = join(folder, 'demo.db')
  const config = configSchema.parse({
    database,
    poll: { concurrency: 1 }, // one feed after another: entries get the same numbers each time
    fetch: { allowPrivateAddresses: true },
    agencies: newsroom.agencies,
    feeds: newsroom.feeds.map(({ url, outlet, groups }) => ({ url, outlet, groups: [...groups] })),
  })
  const app = await createApp(config, { log: pino({ level: 'silent' }), now: () => now })
  await expireOne(app)
  await app.round({ all: true })
  now = DEMO_NOW
  while (newsroom.release()) {}
  await app.round({ all: true })
  await newsroom.close()
  await editHeadline(app, database)
  await correct(app, database)
  while ((await app.store.maintain({ retentionMs: config.retention, now })).hasMore);
  await app.close()
  return database
}

/** An entry of years ago, which its feed lists no more. */
async function expireOne({ store }: App): Promise<void> {
  const [feed] = await store.claimAll(everyFeed(0))
  const past = DEMO_NOW - 800 * 24 * HOUR
  const record = (guids: readonly string[], bodyHash: string) => {
    const parsed = aFeed(guids.map((guid) => anEntry({ guid, publishedAt: past, title: 'Old news' })))
    return { feed: feed!, progress: progress(), validators: null, read: { parsed, bodyHash }, took: COST }
  }
  await store.recordPoll(record(['long ago'], 'a'), past)
  await store.recordPoll(record([], 'b'), DEMO_NOW - 2 * HOUR)
  while ((await store.maintain({ retentionMs: 365 * 24 * HOUR, now: DEMO_NOW - 2 * HOUR })).hasMore);
}

const MOST_CARRIED = `SELECT guid, title, feed_id FROM copies WHERE is_lead = 1 AND story_id = (
  SELECT story_id FROM stories_overview ORDER BY copies DESC, title LIMIT 1)`

async function editHeadline({ store }: App, database: string): Promise<void> {
  const db = openReadOnly(database)
  const {
    guid,
    title,
    feed_id: id,
  } = db.prepare(MOST_CARRIED).get() as { guid: string; title: string; feed_id: number }
  const text = db
    .prepare(
      'SELECT text FROM entry_texts JOIN entries ON entries.id = entry_id WHERE guid = ? AND feed_id = ?',
    )
    .pluck()
    .get(guid, id) as string
  db.close()
  const feed = (await store.claimAll(everyFeed(DEMO_NOW))).find((each) => each.id === id)!
  const lines = text.split('\n')
  const edits = [
    { title: `${title}, officials say`, text },
    {
      title: `${title}, officials confirm`,
      text: [...lines.slice(0, -1), 'This report was corrected.'].join('\n'),
    },
  ]
  for (const [n, edit] of edits.entries()) {
    const parsed = aFeed([anEntry({ guid, publishedAt: null, ...edit })], { title: feed.outlet })
    const read = { parsed, bodyHash: `edit ${n}` }
    await store.recordPoll(
      { feed, progress: progress(), validators: null, read, took: COST },
      DEMO_NOW + n * 60_000,
    )
  }
}

/** Two stories of one copy made one, and a copy made a story of its own, which was taken back. */
async function correct({ store }: App, database: string): Promise<void> {
  const db = openReadOnly(database)
  const alone = db
    .prepare('SELECT lead_entry_id FROM stories_overview WHERE copies = 1 ORDER BY title LIMIT 2')
    .pluck()
    .all() as number[]
  const copy = db
    .prepare('SELECT entry_id FROM copies WHERE is_lead = 0 ORDER BY title, outlet')
    .pluck()
    .get() as number
  db.close()
  await store.merge(String(alone[0]), String(alone[1]), DEMO_NOW)
  const { operation } = await store.split(String(copy), DEMO_NOW)
  await store.undo(operation, DEMO_NOW + 60_000)
}
