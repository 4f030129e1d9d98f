import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMatcher } from '../../src/match/matcher.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { anEntry, aSubscription, everyFeed, progress, prose } from '../support/builders.ts'
import { NOON, openTestStore, temporaryFolder } from '../support/store.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'
const DAY = 86_400_000
const YEAR = 365 * DAY
const old = anEntry({ guid: 'old', text: prose(1) })
const fresh = (at: number) => anEntry({ guid: 'fresh', text: prose(2), publishedAt: at })

describe('a clock that runs ahead', () => {
  it('expires nothing until it has lasted, and is told', async () => {
    const { subscribe, read, store, stories, db, tidy } = await openTestStore()
    await subscribe(A)
    await read(A, [old])
    await tidy(NOON, YEAR)
    const ahead = NOON + 400 * DAY
    await read(A, [fresh(ahead)], ahead)
    expect(await store.maintain({ retentionMs: YEAR, now: ahead })).toMatchObject({ jumpedMs: 400 * DAY })
    await tidy(ahead + DAY, YEAR)
    expect(stories()).toEqual(['fresh', 'old'])
    expect(db.prepare('SELECT count(*) FROM prints').pluck().get()).toBe(2)
    await tidy(NOON + DAY, YEAR) // set right again
    await tidy(NOON + 3 * DAY, YEAR)
    expect(stories()).toEqual(['fresh', 'old'])
  })

  it('is believed after two days, and what is old then goes, with its print', async () => {
    const { subscribe, read, stories, db, tidy } = await openTestStore()
    await subscribe(A)
    await read(A, [old])
    await tidy(NOON, YEAR)
    const ahead = NOON + 400 * DAY
    await read(A, [fresh(ahead)], ahead)
    for (const days of [0, 1, 2]) await tidy(ahead + days * DAY, YEAR)
    expect(stories()).toEqual(['fresh'])
    expect(db.prepare('SELECT count(*) FROM prints').pluck().get()).toBe(1)
  })
})

describe('retention', () => {
  it('goes a little at a time, so that a poll comes between', async () => {
    const { subscribe, read, store, db } = await openTestStore()
    await subscribe(A)
    await read(
      A,
      Array.from({ length: 120 }, (_, n) => anEntry({ guid: `${n}`, text: `Text ${n}.` })),
    )
    const later = NOON + 400 * DAY
    await read(A, [], later)
    const left = () => db.prepare('SELECT count(*) FROM entries').pluck().get() as number
    const seen = [left()]
    while ((await store.maintain({ retentionMs: YEAR, now: later })).hasMore) seen.push(left())
    const steps = seen.slice(1).map((count, i) => seen[i]! - count)
    expect(Math.max(...steps)).toBe(50)
    expect(left()).toBe(0)
  })

  it('gives the room back', async () => {
    const { subscribe, read, db, tidy } = await openTestStore()
    await subscribe(A)
    const noise = () => randomBytes(30_000).toString('hex')
    await read(
      A,
      Array.from({ length: 200 }, (_, n) => anEntry({ guid: `${n}`, text: noise(), contentHtml: '' })),
    )
    const pages = () => db.pragma('page_count', { simple: true }) as number
    const before = pages()
    await read(A, [], NOON + 400 * DAY)
    await tidy(NOON + 400 * DAY, YEAR)
    expect(pages()).toBeLessThan(before / 2)
  })

  it('leaves a tombstone: an entry that is listed again is no news, until long after', async () => {
    const { subscribe, read, db, stories, tidy } = await openTestStore()
    await subscribe(A)
    await read(A, [old])
    const later = NOON + 400 * DAY
    await read(A, [], later)
    await tidy(later, YEAR)
    expect(await read(A, [old], later + DAY)).toMatchObject({ added: 0 })
    expect(stories()).toEqual([])
    expect(db.prepare('SELECT guid, removed_at, last_listed_at FROM tombstones').all()).toEqual([
      { guid: 'old', removed_at: '2027-06-05T12:00:00Z', last_listed_at: '2027-06-06T12:00:00Z' },
    ])
    for (let at = later; at < later + 380 * DAY; at += 6 * DAY) await tidy(at, YEAR)
    expect(db.prepare('SELECT count(*) FROM tombstones').pluck().get()).toBe(0)
  })

  it('keeps an entry that a correction names, without its text, and the correction', async () => {
    const { subscribe, read, store, db, stories, tidy } = await openTestStore()
    await subscribe(A, B)
    await read(A, [anEntry({ guid: 'a', text: prose(3) })])
    await read(B, [anEntry({ guid: 'b', text: prose(4) })])
    await store.merge('1', '2', NOON)
    const later = NOON + 400 * DAY
    await read(A, [], later)
    await read(B, [], later)
    await tidy(later, YEAR)
    expect(stories()).toEqual(['a b'])
    expect(db.prepare('SELECT count(*) FROM entry_texts').pluck().get()).toBe(0)
    await store.undo(1, later)
    await tidy(later + 2 * 3_600_000, YEAR)
    expect(stories()).toEqual([])
    expect(db.prepare('SELECT operation, kind, undone_at FROM overrides').all()).toEqual([
      { operation: 1, kind: 'together', undone_at: '2027-06-05T12:00:00Z' },
    ])
  })
})

describe('outlets', () => {
  it('that turn out to be one are counted as one, and stories say that they changed', async () => {
    const { subscribe, read, db } = await openTestStore()
    await subscribe(aSubscription(A, { outlet: 'One' }), aSubscription(B, { outlet: 'Two' }))
    const copy = { text: prose(1), title: 'Harbour opens' }
    await read(A, [anEntry({ guid: 'a', ...copy })])
    await read(B, [anEntry({ guid: 'b', ...copy })])
    const outlets = () => db.prepare('SELECT outlets FROM stories').pluck().get()
    expect(outlets()).toBe(2)
    await subscribe(aSubscription(A, { outlet: 'One' }), aSubscription(B, { outlet: 'One' }))
    expect(outlets()).toBe(1)
  })

  it('that take their name from their feed are counted anew when it is renamed', async () => {
    const { subscribe, read, store, db } = await openTestStore()
    await subscribe(aSubscription(A), aSubscription(B, { outlet: 'A feed' }))
    const copy = { text: prose(1), title: 'Harbour opens' }
    await read(B, [anEntry({ guid: 'b', ...copy })])
    const [feed] = await store.claimAll(everyFeed(NOON))
    const parsed = {
      title: 'Other',
      link: null,
      language: null,
      pace: feed!.pace,
      entries: [anEntry({ guid: 'a', ...copy })],
      losses: { older: 0, empty: 0, cutTexts: 0 },
      leftOut: [],
    }
    await read(A, [], NOON, { read: { parsed, bodyHash: '1' } })
    expect(db.prepare('SELECT outlets FROM stories').pluck().get()).toBe(2)
    await read(A, [anEntry({ guid: 'a', ...copy })])
    expect(db.prepare('SELECT outlets FROM stories').pluck().get()).toBe(1)
  })
})

describe('each poll', () => {
  it('is remembered for thirty days', async () => {
    const { subscribe, read, db, tidy } = await openTestStore()
    await subscribe(A)
    await read(A, [old])
    const failed = progress({ state: 'failing', error: 'it answered 500' })
    await read(A, [], NOON + 20 * DAY, {
      read: null,
      progress: failed,
      took: { status: 500, ms: 7, bytes: null },
    })
    const log = () =>
      db.prepare('SELECT state, status, ms, bytes, added, error FROM poll_log ORDER BY at').raw().all()
    expect(log()).toEqual([
      ['ok', 200, 12, 3456, 1, null],
      ['failing', 500, 7, null, 0, 'it answered 500'],
    ])
    await tidy(NOON + 31 * DAY)
    expect(log()).toEqual([['failing', 500, 7, null, 0, 'it answered 500']])
  })
})

describe('what an entry said before', () => {
  it('is kept when it is changed, as a difference', async () => {
    const { subscribe, read, db } = await openTestStore()
    await subscribe(A)
    const entry = anEntry({ guid: '1', title: 'Ferry sinks', text: 'One.\nTwo.' })
    await read(A, [entry])
    await read(A, [{ ...entry, title: 'Ferry does not sink' }], NOON + 1000)
    await read(A, [{ ...entry, title: 'Ferry does not sink', text: 'One.\nNone.' }], NOON + 2000)
    await read(
      A,
      [{ ...entry, title: 'Ferry does not sink', text: 'One.\nNone.', author: 'Ann' }],
      NOON + 3000,
    )
    expect(
      db.prepare('SELECT revision, title, line, removed, added FROM entry_revisions').raw().all(),
    ).toEqual([
      [1, 'Ferry sinks', null, null, null],
      [2, 'Ferry does not sink', 2, 'Two.', 'None.'],
    ])
    expect(db.prepare('SELECT changed_at FROM entries').pluck().get()).toBe('2026-05-01T12:00:03Z')
  })
})

describe('credentials', () => {
  const open = (file: string, key: Uint8Array | null) =>
    openStore({ file, windowMs: DAY, key }, createMatcher())
  const key = Buffer.alloc(32, 1)

  it('are encrypted once there is a key, and useless without it', async () => {
    const { file, subscribe, db, store } = await openTestStore(temporaryFolder())
    await subscribe(aSubscription(A, { credentials: 'me:secret' }))
    const stored = () => db.prepare('SELECT secret FROM feed_credentials').pluck().get() as Buffer
    expect(stored().toString()).toBe('me:secret')
    await store.close()
    const sealed = open(file, key)
    expect(stored().includes('secret')).toBe(false)
    expect(await sealed.claimAll(everyFeed(NOON))).toMatchObject([{ credentials: 'me:secret' }])
    await sealed.close()
    expect(() => open(file, null)).toThrow('are encrypted: name its file under "keyFile"')
    expect(() => open(file, Buffer.alloc(32, 2))).toThrow('with another key')
  })

  it('change only when they do', async () => {
    const { file } = await openTestStore(temporaryFolder())
    const store = open(file, key)
    const sync = (credentials: string | null) => store.syncFeeds([aSubscription(A, { credentials })], NOON)
    const claimed = async () => (await store.claimAll(everyFeed(NOON)))[0]!.credentials
    await sync('me:secret')
    await sync('me:other')
    expect(await claimed()).toBe('me:other')
    await store.importFeeds([aSubscription(A)], NOON)
    expect(await claimed()).toBe('me:other')
    await sync(null)
    expect(await claimed()).toBeNull()
    await store.close()
  })
})
