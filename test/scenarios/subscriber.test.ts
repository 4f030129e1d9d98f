import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupDatabase } from '../../src/store/sqlite/backup.ts'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { anEntry, prose } from '../support/builders.ts'
import { NOON, openTestStore, temporaryFolder } from '../support/store.ts'
import { subscribeTo } from './subscriber.ts'

const AGENCY = 'https://themedialine.org/feed'
const RADIO = 'https://radio.test/feed'
const PAPER = 'https://paper.test/feed'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const full = prose(1, 8)
const excerpt = `${full.split('\n')[0]!.split(' ').slice(0, 38).join(' ')} […]`

async function aNewsroom() {
  const test = await openTestStore()
  await test.subscribe(AGENCY, RADIO, PAPER)
  return { ...test, reader: await subscribeTo(test) }
}

const copy = (guid: string, given: Partial<Parameters<typeof anEntry>[0]> = {}) =>
  anEntry({ title: 'Harbour opens again', text: full, ...given, guid })

describe('what a subscriber sees', () => {
  it('a late copy of a read story brings nothing unread, and leaves its time alone', async () => {
    const { read, reader } = await aNewsroom()
    await read(RADIO, [copy('radio')])
    expect(await reader.unread()).toHaveLength(1)
    const [before] = await reader.read()
    await read(PAPER, [copy('paper', { publishedAt: NOON + HOUR })], NOON + HOUR)
    expect(await reader.unread()).toEqual([])
    const [after] = await reader.read()
    expect(after).toMatchObject({ id: before!.id, updated: before!.updated, link: before!.link })
    expect(after!.content).toContain('Also in')
  })

  it('an excerpt whose full text arrives later becomes the full text under the same id, updated', async () => {
    const { read, reader } = await aNewsroom()
    // The headline names what the text tells: by that the rest is known to be the story's.
    const title = full.split('\n').at(-1)!.split(' ').slice(0, 6).join(' ')
    await read(RADIO, [copy('radio', { title, text: excerpt })])
    await reader.unread()
    const [before] = await reader.read()
    await read(PAPER, [copy('paper', { title, publishedAt: NOON + HOUR })], NOON + HOUR)
    expect(await reader.unread()).toEqual([])
    const [after] = await reader.read()
    expect(after!.content.length).toBeGreaterThan(2 * before!.content.length)
    expect(after!.updated).toBe('2026-05-01T13:00:00')
  })

  it('the agency’s own copy leads once it is there, without the agency’s name before the headline', async () => {
    const { read, reader } = await aNewsroom()
    const credit = { author: 'The Media Line Staff', title: 'The Media Line: Harbour opens again' }
    await read(RADIO, [copy('radio', credit)])
    await reader.unread()
    await read(
      AGENCY,
      [copy('own', { ...credit, link: 'https://themedialine.org/harbour', publishedAt: NOON + HOUR })],
      NOON + HOUR,
    )
    expect(await reader.unread()).toEqual([])
    expect((await reader.read())[0]).toMatchObject({ link: 'https://themedialine.org/harbour' })
  })

  it('an outlet that leaves the config keeps its stories where they are', async () => {
    const { read, reader, subscribe } = await aNewsroom()
    await read(RADIO, [copy('radio')])
    await read(PAPER, [copy('paper')], NOON + HOUR)
    const before = await reader.read()
    await subscribe(PAPER)
    expect(await reader.read()).toEqual(before)
  })

  it('two stories that are merged, parted and undone show at most the older one as unread, once', async () => {
    const { read, reader, store, db } = await aNewsroom()
    await read(RADIO, [copy('a')])
    await read(
      PAPER,
      [copy('b', { title: 'A quite different thing', text: prose(2, 8), publishedAt: NOON + HOUR })],
      NOON + HOUR,
    )
    expect(await reader.unread()).toHaveLength(2)
    const [younger, older] = (await reader.read()).map((entry) => entry.id)
    const idOf = (guid: string) =>
      String(db.prepare('SELECT entry_id FROM copies WHERE guid = ?').pluck().get(guid))
    const { operation } = await store.merge(idOf('a'), idOf('b'), NOON + 2 * HOUR)
    expect((await reader.read()).map((entry) => entry.id)).toEqual([older])
    expect(await reader.unread()).toEqual([])
    await store.undo(operation, NOON + 3 * HOUR)
    expect((await reader.read()).map((entry) => entry.id).sort()).toEqual([younger, older].sort())
    expect(await reader.unread()).toEqual([])
  })

  it('a reader that knew only the younger of two stories meets the older once', async () => {
    const { read, reader, store, db } = await aNewsroom()
    await read(RADIO, [copy('a', { publishedAt: NOON - DAY })])
    await read(
      PAPER,
      [copy('b', { title: 'A quite different thing', text: prose(2, 8), publishedAt: NOON + HOUR })],
      NOON + HOUR,
    )
    const newest = (await reader.read('?limit=1'))[0]!.id
    const idOf = (guid: string) =>
      String(db.prepare('SELECT entry_id FROM copies WHERE guid = ?').pluck().get(guid))
    await store.merge(idOf('a'), idOf('b'), NOON + 2 * HOUR)
    const fresh = (await reader.unread()).filter((id) => id !== newest)
    expect(fresh).toHaveLength(1)
    expect(await reader.unread()).toEqual([])
  })

  it('a headline edited three times stays one entry, updated each time', async () => {
    const { read, reader } = await aNewsroom()
    await read(RADIO, [copy('radio')])
    await reader.unread()
    for (const [i, title] of [
      'Harbour is open',
      'Harbour open again',
      'At last, the harbour opens',
    ].entries()) {
      await read(RADIO, [copy('radio', { title })], NOON + (i + 1) * HOUR)
      expect(await reader.unread()).toEqual([])
      expect((await reader.read())[0]).toMatchObject({ title, updated: `2026-05-01T1${3 + i}:00:00` })
    }
  })

  it('a copy dated tomorrow does not stick to the top', async () => {
    const { read, reader } = await aNewsroom()
    await read(RADIO, [copy('skewed', { publishedAt: NOON + DAY })], NOON)
    await read(
      PAPER,
      [copy('later', { title: 'Another story', text: prose(3, 8), publishedAt: NOON + HOUR })],
      NOON + HOUR,
    )
    expect((await reader.read()).map((entry) => entry.title)).toEqual([
      'Another story',
      'Harbour opens again',
    ])
  })

  it('a story whose copies have no date stands where it was first seen', async () => {
    const { read, reader } = await aNewsroom()
    await read(RADIO, [copy('old', { title: 'Older story', text: prose(4, 8), publishedAt: NOON - HOUR })])
    await read(RADIO, [copy('undated', { publishedAt: null })], NOON)
    await read(
      PAPER,
      [copy('new', { title: 'Newer story', text: prose(3, 8), publishedAt: NOON + HOUR })],
      NOON + HOUR,
    )
    const titles = (await reader.read()).map((entry) => entry.title)
    expect(titles).toEqual(['Newer story', 'Harbour opens again', 'Older story'])
  })

  it('a restored backup that reads the same feeds again shows nothing as unread', async () => {
    const first = await aNewsroom()
    await first.read(RADIO, [copy('before')])
    const backup = join(temporaryFolder(), 'backup.db')
    await backupDatabase(first.file, backup)
    const later = copy('after', { title: 'After the backup', text: prose(5, 8), publishedAt: NOON + HOUR })
    await first.read(RADIO, [later, copy('before')], NOON + HOUR)
    const ids = (await first.reader.read()).map((entry) => entry.id)

    const dir = temporaryFolder()
    copyFileSync(backup, join(dir, 'wirefold.db'))
    const restored = await openTestStore(dir)
    await restored.read(RADIO, [later, copy('before')], NOON + DAY)
    const reader = await subscribeTo(restored)
    expect((await reader.read()).map((entry) => entry.id)).toEqual(ids)
  })

  it('a feed that gives every entry a new guid at each poll brings nothing unread', async () => {
    const { read, reader } = await aNewsroom()
    const link = 'https://radio.test/harbour'
    await read(RADIO, [copy('1', { link })])
    await reader.unread()
    await read(RADIO, [copy('2', { link })], NOON + HOUR)
    await read(RADIO, [copy('3', { link })], NOON + 2 * HOUR)
    expect(await reader.unread()).toEqual([])
  })

  it('a lost database gives the same stories the same ids, in whatever order outlets are read', async () => {
    const outlets = [RADIO, PAPER, AGENCY]
    const documents: Record<string, ReturnType<typeof copy>[]> = {
      [RADIO]: [
        copy('radio', { publishedAt: NOON - 5 * HOUR }),
        copy('alone', { title: 'Alone', text: prose(4, 8) }),
      ],
      [PAPER]: [
        copy('paper', { publishedAt: NOON - 4 * HOUR, title: 'The harbour is open' }),
        copy('museum', { title: 'Museum opens', text: prose(6, 8), publishedAt: NOON - 3 * HOUR }),
      ],
      [AGENCY]: [copy('late', { title: 'Museum opens', text: prose(6, 8), publishedAt: NOON - 2 * HOUR })],
    }
    const ids = async (order: readonly string[]) => {
      const { read, reader, store, file } = await aNewsroom()
      for (const [n, url] of order.entries()) await read(url, documents[url]!, NOON + n * MINUTE)
      await store.maintain({ retentionMs: null, now: NOON + 5 * MINUTE })
      expect(checkDatabase(file)).toEqual([])
      return (await reader.read()).map((entry) => entry.id).sort()
    }
    const first = await ids(outlets)
    expect(first).toHaveLength(3)
    for (const order of [
      [1, 0, 2],
      [2, 1, 0],
      [2, 0, 1],
      [1, 2, 0],
    ])
      expect(await ids(order.map((n) => outlets[n]!))).toEqual(first)
  })

  it('an outlet that is added later names no story anew, however old its copies are', async () => {
    const { read, reader, store, db } = await aNewsroom()
    await read(PAPER, [copy('paper', { publishedAt: NOON - HOUR })])
    await store.maintain({ retentionMs: null, now: NOON + MINUTE })
    const before = await reader.unread()
    await read(RADIO, [copy('radio', { publishedAt: NOON - 5 * HOUR })], NOON + 2 * HOUR)
    await store.maintain({ retentionMs: null, now: NOON + 2 * HOUR })
    expect(db.prepare('SELECT count(DISTINCT story_id) FROM copies').pluck().get()).toBe(1)
    expect([before.length, await reader.unread()]).toEqual([1, []])
  })

  it('news in the first hour of a database names no story anew', async () => {
    const { read, reader, store } = await aNewsroom()
    await read(AGENCY, [copy('alone', { title: 'Alone', text: prose(4, 8) })])
    await read(PAPER, [copy('paper', { publishedAt: NOON + 10 * MINUTE })], NOON + 12 * MINUTE)
    await store.maintain({ retentionMs: null, now: NOON + 13 * MINUTE })
    await reader.unread()
    await read(RADIO, [copy('radio', { publishedAt: NOON + 5 * MINUTE })], NOON + 15 * MINUTE)
    await store.maintain({ retentionMs: null, now: NOON + 16 * MINUTE })
    expect(await reader.unread()).toEqual([])
  })
})
