/** A limit holds whichever way the server takes through a statement: that changes with what it knows of the tables. */
import { expect, it, onTestFinished } from 'vitest'
import { createMatcher } from '../../../src/match/matcher.ts'
import { indexEntries } from '../../../src/store/postgres/pages/search-index.ts'
import { openStore } from '../../../src/store/postgres/store.ts'
import { borrowDatabase } from '../../support/borrowed-database.ts'
import { anEntry, everyFeed } from '../../support/builders.ts'
import { createPolls, NOON } from '../../support/polls.ts'

const DAY = 86_400_000
const [A, B, C] = ['https://a.test/feed', 'https://b.test/feed', 'https://c.test/feed'] as const

/** What the server learns of a table of one row lets it ask a part of a statement anew for each row that came since. */
async function openSmall() {
  const { url, sql } = await borrowDatabase()
  const store = await openStore({ url, windowMs: DAY }, createMatcher())
  onTestFinished(() => store.close())
  const idOf = async (feed: string) =>
    (await sql.first<{ id: number }>('SELECT id FROM feeds WHERE url = $1', [feed]))!.id
  const learn = (table: string) => sql.script(`ANALYZE ${table}`)
  return { sql, store, learn, ...createPolls(store, idOf) }
}

it('of the feeds that a worker takes', async () => {
  const { store, subscribe, learn } = await openSmall()
  await subscribe(A)
  await learn('feeds')
  await subscribe(A, B, C)
  expect(await store.claimDue({ ...everyFeed(NOON), limit: 2 })).toHaveLength(2)
})

it('of the entries that are put into the search index at once', async () => {
  const { sql, subscribe, read, learn } = await openSmall()
  const entries = ['1', '2', '3'].map((guid) => anEntry({ guid }))
  await subscribe(A)
  await read(A, entries.slice(0, 1))
  await learn('search_pending')
  await read(A, entries)
  expect(await indexEntries(sql, 2)).toBe(2)
})
