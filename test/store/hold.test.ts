import { join } from 'node:path'
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
