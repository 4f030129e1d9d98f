import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { mayPass } from '../../src/store/sqlite/fault-words.ts'
import { temporaryFolder } from '../support/store.ts'

function faultOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing failed')
}

it('a full disk and a locked file may pass; damage and what we ask for wrongly do not', () => {
  const file = join(temporaryFolder(), 'a.db')
  const [db, other] = [new SQLite(file), new SQLite(file, { timeout: 0 })]
  db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, bytes BLOB)')
  db.pragma('max_page_count = 10')
  expect(mayPass(faultOf(() => db.exec('INSERT INTO notes VALUES (1, zeroblob(100000))')))).toBe(true)
  db.exec('BEGIN EXCLUSIVE')
  expect(mayPass(faultOf(() => other.exec('INSERT INTO notes VALUES (1, NULL)')))).toBe(true)
  expect(mayPass(faultOf(() => db.exec('INSERT INTO notes VALUES (1, NULL), (1, NULL)')))).toBe(false)
  db.close()
  other.close()
  const damaged = join(temporaryFolder(), 'b.db')
  writeFileSync(damaged, 'no database '.repeat(1000))
  expect(mayPass(faultOf(() => new SQLite(damaged).pragma('user_version')))).toBe(false)
  expect(mayPass(new TypeError('ours'))).toBe(false)
})
