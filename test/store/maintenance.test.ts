import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMatcher } from '../../src/match/matcher.ts'
import { checkDatabase, repairDatabase } from '../../src/store/sqlite/check.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { anEntry } from '../support/builders.ts'
import { NOON, openTestStore, temporaryFolder } from '../support/store.ts'

const A = 'https://a.test/feed'
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
    expect(checkDatabase(at('.'))).toEqual(['is a folder: name a file in it'])
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
})

describe('retention', () => {
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
    await tidy(NOON + 400 * DAY, 365 * DAY)
    expect(pages()).toBeLessThan(before / 2)
  })
})
