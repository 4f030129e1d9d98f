/** Each statement is a way to the server and back: polls and slices take few of them, whatever is in them. */
import { expect, it, onTestFinished } from 'vitest'
import { createMatcher } from '../../../src/match/matcher.ts'
import { createDecide } from '../../../src/matching/decide.ts'
import { connect, type Sql } from '../../../src/store/postgres/connect.ts'
import { createLeases } from '../../../src/store/postgres/leases.ts'
import { createTables } from '../../../src/store/postgres/matching/engine.ts'
import { createRecordPoll } from '../../../src/store/postgres/record-poll.ts'
import { createSecretStore } from '../../../src/store/postgres/secrets.ts'
import { openStore } from '../../../src/store/postgres/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress, prose } from '../../support/builders.ts'
import { temporaryDatabase } from '../../support/postgres.ts'
import { NOON } from '../../support/store.ts'

const DAY = 86_400_000
const OUTLETS = ['https://a.test/feed', 'https://b.test/feed', 'https://c.test/feed']

/** A database with three feeds, what stores their polls, and the feeds as they were claimed. */
async function openDatabase() {
  const url = await temporaryDatabase()
  const db = connect({ url, connections: 1 })
  const store = await openStore({ url, windowMs: DAY }, createMatcher())
  onTestFinished(async () => {
    await store.close()
    await db.close()
  })
  await store.syncFeeds(
    OUTLETS.map((each) => aSubscription(each)),
    NOON,
  )
  const parts = { secrets: createSecretStore(null, url), leases: createLeases() }
  return { db, parts, feeds: await store.claimAll(everyFeed(NOON)) }
}

/** One in which so many stories wait for their decision, each in the feeds of all outlets. */
async function withWaiting(stories: number) {
  const { db, parts, feeds } = await openDatabase()
  const recordPoll = createRecordPoll(db, parts)
  for (const feed of feeds) {
    const entries = Array.from({ length: stories }, (_, n) =>
      anEntry({ guid: `${n}@${feed.id}`, title: prose(500 + n, 1), text: prose(n, 5), publishedAt: NOON }),
    )
    const read = { parsed: aFeed(entries), bodyHash: '1' }
    await recordPoll({ feed, progress: progress(), validators: null, read, took: COST }, NOON)
  }
  return db
}

/** The same, and how often something was asked. */
function counting(sql: Sql) {
  let asked = 0
  const count = <A extends unknown[], R>(ask: (...args: A) => R) => {
    return (...args: A): R => {
      asked += 1
      return ask(...args)
    }
  }
  const counted = {
    rows: count(sql.rows),
    first: count(sql.first),
    run: count(sql.run),
    script: count(sql.script),
  }
  return { sql: counted as Sql, asked: () => asked }
}

async function statementsFor(stories: number): Promise<number> {
  const db = await withWaiting(stories)
  const decide = createDecide(createMatcher(), { windowMs: DAY })
  const asked = await db.transaction(async (sql) => {
    const counted = counting(sql)
    const tables = createTables(counted.sql)
    await decide.decidePending(tables, await tables.pending.take(1000), NOON)
    return counted.asked()
  })
  const made = await db.rows<{ copies: number }>('SELECT copies FROM stories')
  expect(made.map(({ copies }) => copies)).toEqual(Array(stories).fill(OUTLETS.length))
  return asked
}

it('thirty stories of one slice are decided by as many statements as two', async () => {
  expect(await statementsFor(30)).toBe(await statementsFor(2))
})

it('a poll that brings nothing is stored by one statement, with its validators', async () => {
  const { db, parts, feeds } = await openDatabase()
  const { sql, asked } = counting(db)
  const recordPoll = createRecordPoll({ ...db, ...sql, transaction: () => Promise.reject('several') }, parts)
  const validators = { etag: '"1"', lastModified: null }
  await recordPoll({ feed: feeds[0]!, progress: progress(), validators, read: null, took: COST }, NOON)
  expect(asked()).toBe(1)
  expect(
    await db.rows('SELECT feed_id, added FROM poll_log JOIN feeds ON id = feed_id AND etag = \'"1"\''),
  ).toEqual([{ feed_id: feeds[0]!.id, added: 0 }])
})
