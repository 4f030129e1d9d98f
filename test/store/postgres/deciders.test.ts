/** Deciding is serial, whoever decides: two that decided at once would each miss what the other just stored. */
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Feed } from '../../../src/contract/model.ts'
import { createMatcher } from '../../../src/match/matcher.ts'
import { connect } from '../../../src/store/postgres/connect.ts'
import { beDecider } from '../../../src/store/postgres/lock.ts'
import { openStore } from '../../../src/store/postgres/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress, prose } from '../../support/builders.ts'
import { temporaryDatabase } from '../../support/postgres.ts'
import { NOON } from '../../support/store.ts'
import { STORES, storiesOf } from '../../support/stores.ts'

const [, POSTGRES] = STORES
const FEEDS = ['https://a.test/feed', 'https://b.test/feed']
const ROUNDS = 5
const ENTRIES = 12

/** A store, and another process on its database, by so many connections. */
async function openBeside(connections: number) {
  const url = await temporaryDatabase()
  const db = connect({ url, connections })
  const store = await openStore({ url, windowMs: 86_400_000 }, createMatcher())
  onTestFinished(async () => {
    await store.close()
    await db.close()
  })
  return { store, db }
}

it('two processes that decide copies of each other at the same moment make one story of each pair', async () => {
  const { store, sql, again } = await POSTGRES.open()
  await store.syncFeeds(
    FEEDS.map((url) => aSubscription(url, { outlet: new URL(url).host })),
    NOON,
  )
  const feeds = await store.claimAll(everyFeed(NOON))
  const stores = [store, await again()]
  for (let round = 0; round < ROUNDS; round++) {
    const numbers = Array.from({ length: ENTRIES }, (_, n) => round * ENTRIES + n)
    await Promise.all(
      feeds.map((feed, n) => {
        const entries = numbers.map((text) =>
          anEntry({ guid: `${n}-${text}`, text: prose(text, 5), title: prose(text, 1) }),
        )
        const read = { parsed: aFeed(entries), bodyHash: `${n} ${round}` }
        return stores[n]!.recordPoll({ feed, progress: progress(), validators: null, read, took: COST }, NOON)
      }),
    )
  }
  const apart = (await storiesOf(sql)).filter((story) => story.split(' ').length !== FEEDS.length)
  expect(apart).toEqual([])
})

it('a worker whose polls wait for a long decision of another process loses none, and calls no server away', async () => {
  const { store, db } = await openBeside(1)
  const urls = Array.from({ length: 6 }, (_, n) => `https://${n}.test/feed`)
  await store.syncFeeds(
    urls.map((each) => aSubscription(each)),
    NOON,
  )
  const feeds = await store.claimAll(everyFeed(NOON))
  const record = (feed: Feed) => {
    const parsed = aFeed([anEntry({ guid: `${feed.id}` })], { title: `Feed ${feed.id}` })
    const read = { parsed, bodyHash: '1' }
    return store.recordPoll({ feed, progress: progress(), validators: null, read, took: COST }, NOON)
  }
  // An outlet that gets its name is counted alone, too: each of these holds a connection while it waits.
  const { polls, asked } = await db.transaction(async (other) => {
    await beDecider(other)
    const under = { polls: Promise.all(feeds.map(record)), asked: store.clock() }
    await other.run('SELECT pg_sleep(7)') // longer than a server may take to be reached
    return under
  })
  expect(await asked).toBeGreaterThan(0)
  expect((await polls).map(({ added }) => added)).toEqual(urls.map(() => 1))
})

it('a poll that comes while another process decides is stored at once, and decided when that one is done', async () => {
  const { store, db } = await openBeside(2)
  const count = async (what: string) =>
    (await db.first<{ n: number }>(`SELECT count(*) AS n FROM ${what}`))!.n
  await store.syncFeeds([aSubscription(FEEDS[0]!, { outlet: 'A' })], NOON)
  const [feed] = await store.claimAll(everyFeed(NOON))
  const read = { parsed: aFeed([anEntry({ guid: '1' })]), bodyHash: '1' }
  const polled = await db.transaction(async (other) => {
    await beDecider(other)
    const stored = store.recordPoll(
      { feed: feed!, progress: progress(), validators: null, read, took: COST },
      NOON,
    )
    const here = 'database = (SELECT oid FROM pg_database WHERE datname = current_database())'
    const waiting = `pg_locks WHERE locktype = 'advisory' AND NOT granted AND ${here}`
    await vi.waitFor(async () => expect(await count(waiting)).toBe(1), { timeout: 60_000 })
    expect([await count('entries'), await count('pending_entries')]).toEqual([1, 1])
    return { stored }
  })
  expect(await polled.stored).toMatchObject({ added: 1 })
  expect(await count('pending_entries')).toBe(0)
})
