import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { WAL_LIMIT } from '../../src/store/sqlite/open.ts'
import { anEntry, prose } from '../support/builders.ts'
import { fill, smallDisk } from '../support/small-disk.ts'
import { NOON, openTestStore, temporaryFolder } from '../support/store.ts'

const A = 'https://a.test/feed'
const MINUTE = 60_000
const validators = (etag: string) => ({ etag, lastModified: null, url: A })
const entriesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, n) => anEntry({ guid: `${first + n}`, text: prose(first + n, 8) }))

it('a disk that is full loses nothing: the poll is as if it had not been, and goes through once there is room', async ({
  skip,
}) => {
  const disk = smallDisk(6_000_000)
  if (disk === null) return skip('only root may mount a small disk')
  const { subscribe, read, db, file } = await openTestStore(disk)
  await subscribe(A)
  await read(A, entriesFrom(0, 20), NOON, { validators: validators('first') })
  const ballast = fill(disk)
  const lost = read(A, entriesFrom(100, 200), NOON + MINUTE, { validators: validators('second') })
  await expect(lost).rejects.toThrow(/full|disk/i)
  expect(db.prepare('SELECT etag FROM feeds').pluck().get()).toBe('first')
  expect(db.prepare('SELECT count(*) FROM entries').pluck().get()).toBe(20)
  rmSync(ballast)
  const counts = await read(A, entriesFrom(100, 200), NOON + 2 * MINUTE, { validators: validators('second') })
  expect(counts.added).toBe(200)
  expect(checkDatabase(file)).toEqual([])
})

it('a file that may grow no further keeps what it has, whole', async () => {
  const file = join(temporaryFolder(), 'wire.db')
  const command = `ulimit -f 3000; exec "${process.execPath}" --import tsx test/faults/writer.ts poll "${file}"`
  const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8', timeout: 120_000 })
  expect(status).not.toBe(0)
  expect(stderr).toMatch(/SQLITE_(?:FULL|IOERR)/)
  expect(checkDatabase(file)).toEqual([])
})

it('a snapshot that is held for long lets others write, and the log shrinks after it', async () => {
  const { subscribe, read, db, file } = await openTestStore()
  await subscribe(A)
  await read(A, entriesFrom(0, 5))
  const reader = new SQLite(file, { readonly: true })
  reader.exec('BEGIN')
  const count = reader.prepare('SELECT count(*) FROM entries').pluck()
  expect(count.get()).toBe(5)
  db.exec('CREATE TABLE bulk (bytes BLOB)')
  const fill = db.prepare('INSERT INTO bulk VALUES (zeroblob(1000000))')
  for (let megabytes = 0; megabytes * 1_000_000 < 2 * WAL_LIMIT; megabytes++) fill.run()
  await read(A, entriesFrom(5, 5), NOON + MINUTE)
  expect(count.get()).toBe(5)
  const size = () => Number(execFileSync('stat', ['-c', '%s', `${file}-wal`], { encoding: 'utf8' }))
  expect(size()).toBeGreaterThan(WAL_LIMIT)
  reader.close()
  db.pragma('wal_checkpoint(RESTART)')
  await read(A, entriesFrom(10, 5), NOON + 2 * MINUTE) // the first write after it cuts the log
  expect(size()).toBeLessThanOrEqual(WAL_LIMIT)
})
