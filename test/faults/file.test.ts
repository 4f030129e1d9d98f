import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { anEntry, prose } from '../support/builders.ts'
import { NOON, openTestStore, temporaryFolder } from '../support/store.ts'

const A = 'https://a.test/feed'
const validators = (etag: string) => ({ etag, lastModified: null, url: A })

it('without its -wal the file is the database of a moment before: whole, with the validators of then', async () => {
  const { subscribe, read, db, file } = await openTestStore()
  await subscribe(A)
  await read(A, [anEntry({ guid: '1' })], NOON, { validators: validators('one') })
  db.pragma('wal_checkpoint(TRUNCATE)')
  await read(A, [anEntry({ guid: '2' })], NOON + 1000, { validators: validators('two') })
  const copy = join(temporaryFolder(), 'wire.db')
  copyFileSync(file, copy)
  expect(checkDatabase(copy)).toEqual([])
  const then = openReadOnly(copy)
  expect(then.prepare('SELECT guid FROM copies').pluck().all()).toEqual(['1'])
  expect(then.prepare('SELECT etag FROM feeds').pluck().get()).toBe('one')
  then.close()
})

it('a page that was overwritten is told, whichever it is', async () => {
  const { subscribe, read, db, file, tidy } = await openTestStore()
  await subscribe(A)
  await read(
    A,
    Array.from({ length: 20 }, (_, n) => anEntry({ guid: `${n}`, text: prose(n) })),
  )
  await tidy(NOON)
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  const bytes = readFileSync(file)
  const damaged = join(temporaryFolder(), 'wire.db')
  const size = db.pragma('page_size', { simple: true }) as number
  const told = Array.from({ length: bytes.length / size - 1 }, (_, n) => {
    const copy = Buffer.from(bytes)
    copy.fill(0xa5, (n + 1) * size, (n + 1) * size + 64)
    writeFileSync(damaged, copy)
    return (checkDatabase(damaged) ?? []).length > 0
  })
  expect(told.length).toBeGreaterThan(30)
  // What lies within a text that goes on over several pages is nobody's structure.
  expect(told.filter((each) => !each).length).toBeLessThan(told.length / 10)
})
