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

it('keeps what iterates over rows from the collector', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const db = open()
  const iterated = (rows: Iterable<unknown>) => {
    for (const _ of rows);
    return new WeakRef(rows)
  }
  const refs = [db.prepare('SELECT 1').iterate(), [1]].map(iterated)
  await nextTurn() // until then, what is new is kept
  collect()
  expect(refs.map((each) => each.deref() !== undefined)).toEqual([true, false])
})
