import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { temporaryFolder } from '../support/store.ts'

function open() {
  const db = openDatabase(join(temporaryFolder(), 'wire.db'))
  onTestFinished(() => void db.close())
  return db
}

it('prepares each text once, so that no statement becomes garbage', () => {
  const db = open()
  const text = 'SELECT ? + 1 AS sum'
  expect(db.prepare(text)).toBe(db.prepare(text))
  expect(db.prepare(text).get(1)).toEqual({ sum: 2 })
  expect(db.prepare('SELECT 2')).not.toBe(db.prepare(text))
})

it('reads and sets pragmas as before', () => {
  const db = open()
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }])
  db.pragma('busy_timeout = 77')
  expect(db.pragma('busy_timeout', { simple: true })).toBe(77)
})

it('keeps what iterates over rows, and what copies the database, from the collector', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const db = open()
  const iterator = () => {
    const rows = db.prepare('SELECT 1').iterate()
    for (const _ of rows);
    return rows
  }
  const { cppdb } = createRequire(import.meta.url)('better-sqlite3/lib/util.js')
  const backup = () => {
    const copying = Reflect.get(db, cppdb).backup(db, 'main', `${db.name}.copy`, true)
    copying.close()
    return copying
  }
  const refs = [iterator, backup, () => ({})].map((make) => new WeakRef(make()))
  await nextTurn() // until then, what is new is kept
  collect()
  expect(refs.map((each) => each.deref() !== undefined)).toEqual([true, true, false])
})
