import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMatcher } from '../../src/match/matcher.ts'
import { checkDatabase, repairDatabase } from '../../src/store/sqlite/check.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { anEntry, prose } from '../support/builders.ts'
import { NOON, openTestStore, temporaryFolder } from '../support/store.ts'

const A = 'https://a.test/feed'
const B = 'https://b.test/feed'
const DAY = 86_400_000

describe('the database file', () => {
  it('is refused when it is newer than the program, and left as it was', async () => {
    const { file, db } = await openTestStore()
    db.pragma('user_version = 999')
    expect(() => openStore({ file, windowMs: DAY }, createMatcher())).toThrow(
      /schema 999.*install a newer Wirefold/,
    )
    expect(db.pragma('user_version', { simple: true })).toBe(999)
  })

  it('is refused when it is no database, with its name', () => {
    const file = join(temporaryFolder(), 'wirefold.db')
    writeFileSync(file, 'not a database, but long enough to be read as a header of one'.repeat(20))
    expect(() => openStore({ file, windowMs: DAY }, createMatcher())).toThrow(file)
  })

  it('goes on from the prints of an older version', async () => {
    const folder = temporaryFolder()
    const before = await openTestStore(folder)
    await before.subscribe(A, B)
    await before.read(A, [anEntry({ guid: '1', text: prose(1) })])
    await before.store.close()
    before.db.exec("UPDATE prints SET version = 0, bytes = x'00000000'")
    const { subscribe, read, stories } = await openTestStore(folder)
    await subscribe(A, B)
    await read(B, [anEntry({ guid: '2', text: prose(1) })])
    expect(stories()).toEqual(['1 2'])
  })

  it('gives every story the same id again when it is lost and read anew', async () => {
    const ids = async () => {
      const { subscribe, read, db } = await openTestStore()
      await subscribe(A)
      await read(A, [anEntry({ guid: '1' })])
      return db.prepare('SELECT story_id FROM copies').all()
    }
    expect(await ids()).toEqual(await ids())
  })

  it('shows a check what is wrong', async () => {
    const { file, subscribe, read, db } = await openTestStore()
    await subscribe(A)
    await read(A, [anEntry({ guid: '1' })])
    expect(checkDatabase(file)).toEqual([])
    db.pragma('foreign_keys = OFF')
    db.exec("UPDATE entries SET story_id = 'nowhere'; DELETE FROM stories; DELETE FROM story_changes")
    const faults = ['a row of entries points at nothing', '1 entries whose story is missing']
    expect(checkDatabase(file)).toEqual(faults)
    expect(repairDatabase(file)).toEqual([]) // it is original: somebody must look
  })

  it.each([
    ['INSERT INTO key_runs VALUES (3, 44, 1)', '1 index keys that belong to no run'],
    [
      "INSERT INTO fold_evidence VALUES (1, 2, 0.9, 'one text', '{}', '[]')",
      '1 reasons to be in a story of entries that lead theirs',
    ],
    ['UPDATE stories SET outlets = 7', '1 stories that count their outlets or copies wrong'],
    ['UPDATE stories SET lead_entry_id = NULL', '1 stories without a lead copy of their own'],
    ['DELETE FROM search_docsize', '1 entries that the search index does not hold'],
    [
      'DELETE FROM search_pending; INSERT INTO search_pending VALUES (1)',
      '1 entries in the search index that are gone, or held twice',
    ],
    [
      "INSERT INTO stories (id, published_at, first_seen_at, updated_at) SELECT 'none', published_at, first_seen_at, updated_at FROM stories",
      '1 stories without any copy',
    ],
    [
      "INSERT INTO search_docsize VALUES (99, x'0101')",
      '1 entries in the search index that are gone, or held twice',
    ],
  ])('after “%s” is repaired from what is original', async (damage, fault) => {
    const { file, subscribe, read, store, db, tidy } = await openTestStore()
    await subscribe(A)
    await read(A, [anEntry({ guid: '1' })])
    await tidy(NOON)
    expect(checkDatabase(file)).toEqual([])
    const before = db.prepare('SELECT * FROM stories').all()
    db.unsafeMode().exec(damage)
    expect(checkDatabase(file)).toEqual([fault])
    await store.close()
    expect(repairDatabase(file)).toEqual([fault])
    expect(checkDatabase(file)).toEqual([])
    expect(db.prepare('SELECT * FROM stories').all()).toEqual(before)
  })

  it('is no fault while there is none yet, but it must be possible to make it', () => {
    const folder = temporaryFolder()
    expect(checkDatabase(join(folder, 'new', 'folders', 'wirefold.db'))).toBeNull()
    writeFileSync(join(folder, 'file'), '')
    expect(checkDatabase(join(folder, 'file', 'wirefold.db'))).toEqual([
      expect.stringContaining(`cannot be made: see what ${join(folder, 'file')} is`),
    ])
  })

  it('that cannot be read is told with what to do', async () => {
    const { file, db } = await openTestStore()
    const at = (name: string) => join(temporaryFolder(), name)
    const [empty, foreign, damaged, diary, locked] = ['e.db', 'f.db', 'd.db', 'diary.db', 'l.db'].map(at)
    writeFileSync(empty!, '')
    const other = new SQLite(foreign!)
    other.exec('CREATE TABLE recipes (name)')
    other.close()
    db.pragma('wal_checkpoint(TRUNCATE)')
    const bytes = readFileSync(file)
    writeFileSync(damaged!, bytes.fill(0x5a, 4096, bytes.length))
    writeFileSync(diary!, 'Dear diary, '.repeat(1000))
    const holder = new SQLite(locked!)
    onTestFinished(() => void holder.close())
    holder.exec('CREATE TABLE t (x); BEGIN EXCLUSIVE')
    const said = [empty!, foreign!, damaged!, diary!, locked!].map((each) => checkDatabase(each)!.join(' '))
    expect(said).toEqual([
      'is empty: restore a backup, or let the next poll begin anew',
      'is a SQLite database, but none of Wirefold: see the path in the config',
      expect.stringMatching(/: stop the daemon and restore a backup/),
      expect.stringMatching(/^file is not a database: /),
      expect.stringMatching(/^database is locked: another program keeps it locked/),
    ])
  })

  it('keeps its times as text that any client reads', async () => {
    const { subscribe, read, db } = await openTestStore()
    await subscribe(A)
    await read(A, [
      anEntry({ guid: '1', publishedAt: Date.UTC(1969, 6, 20, 20, 17, 40) }),
      anEntry({ guid: '2', publishedAt: null }),
    ])
    const rows = db.prepare('SELECT published_at, first_seen_at FROM copies ORDER BY guid').all()
    expect(rows).toEqual([
      { published_at: '1969-07-20T20:17:40Z', first_seen_at: '2026-05-01T12:00:00Z' },
      { published_at: null, first_seen_at: '2026-05-01T12:00:00Z' },
    ])
  })
})

describe('retention', () => {
  it('removes what is old and no longer listed, and nothing else', async () => {
    const { subscribe, read, stories, tidy } = await openTestStore()
    await subscribe(A)
    const old = anEntry({ guid: 'old', text: prose(1) })
    const listed = anEntry({ guid: 'listed', text: prose(2) })
    await read(A, [old, listed])
    const later = NOON + 400 * DAY
    await read(A, [listed, anEntry({ guid: 'new', text: prose(3), publishedAt: later })], later)
    await tidy(later, 365 * DAY)
    expect(stories()).toEqual(['listed', 'new'])
  })

  it('is repaired of verdicts that outlived their window, which retention leaves nowhere', async () => {
    const { file, subscribe, read, store, db, tidy } = await openTestStore()
    await subscribe(A, 'https://b.test/feed')
    for (const feed of [A, 'https://b.test/feed'])
      await read(feed, [anEntry({ guid: '1', text: prose(1) }), anEntry({ guid: '2', text: prose(2) })])
    await store.merge('1', '2', NOON)
    expect(db.prepare('SELECT count(*) FROM verdicts').pluck().get()).toBeGreaterThan(0)
    for (const feed of [A, 'https://b.test/feed']) await read(feed, [], NOON + 7 * DAY)
    await tidy(NOON + 7 * DAY, 3 * DAY)
    expect(db.prepare('SELECT guid FROM copies').pluck().all()).toEqual(['1', '2'])
    expect(checkDatabase(file)).toEqual([])
    db.exec('INSERT INTO verdicts VALUES (1, 2, 3, 0, 1, 1, 1)')
    const fault = '1 verdicts on entries whose window has closed'
    expect(checkDatabase(file)).toEqual([fault])
    await store.close()
    expect(repairDatabase(file)).toEqual([fault])
    expect(checkDatabase(file)).toEqual([])
  })

  it('leaves no index key behind where it is shorter than the window', async () => {
    const { subscribe, read, db, tidy } = await openTestStore()
    await subscribe(A)
    const keys = () => db.prepare('SELECT coalesce(sum(length(keys)), 0) FROM prints').pluck().get()
    await read(A, [anEntry({ guid: 'old', text: prose(1) })])
    expect(keys()).toBeGreaterThan(0)
    await read(A, [], NOON + 7 * DAY)
    await tidy(NOON + 7 * DAY, 3 * DAY)
    expect(keys()).toBe(0)
  })

  it('counts a story’s outlets anew when one of its copies goes', async () => {
    const { subscribe, read, stories, db, tidy } = await openTestStore()
    await subscribe(A, B)
    const copy = { text: prose(1), title: 'Harbour opens' }
    await read(A, [anEntry({ guid: 'a', ...copy })])
    await read(B, [anEntry({ guid: 'b', ...copy })], NOON + 1000)
    expect(stories()).toEqual(['a b'])
    await read(A, [], NOON + 400 * DAY)
    await tidy(NOON + 400 * DAY, 365 * DAY)
    expect(stories()).toEqual(['b'])
    expect(db.prepare('SELECT outlets FROM stories').pluck().get()).toBe(1)
  })

  it('removes nothing when everything is kept forever', async () => {
    const { subscribe, read, stories, tidy } = await openTestStore()
    await subscribe(A)
    await read(A, [anEntry({ guid: 'old' })])
    await read(A, [anEntry({ guid: 'new', publishedAt: NOON + 4000 * DAY })], NOON + 4000 * DAY)
    await tidy(NOON + 4000 * DAY)
    expect(stories()).toEqual(['new', 'old'])
  })
})
