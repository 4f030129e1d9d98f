import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { whyUnopenable } from '../../src/store/sqlite/unopenable.ts'
import { temporaryFolder } from '../support/store.ts'

const refused = (code: string) => Object.assign(new Error('unable to open database file'), { code })

test('a database that cannot be made is told with the folder, its owner, and who would need to write there', () => {
  const folder = join(temporaryFolder(), 'data')
  mkdirSync(folder, { mode: 0o755 })
  const { uid } = statSync(folder)
  expect(whyUnopenable(join(folder, 'wire.db'), refused('SQLITE_CANTOPEN'), 1000)).toBe(
    `this program runs as uid 1000, and ${folder} belongs to uid ${uid} (mode 755): make it writable for uid 1000 (chown 1000 ${folder})`,
  )
  expect(whyUnopenable(join(folder, 'a/b/wire.db'), refused('EROFS'))).toContain(
    `${folder} is on a read-only file system`,
  )
})

test('a database whose owner has no right to it is told what gives that, and chown only where another owns it', () => {
  const file = join(temporaryFolder(), 'wire.db')
  writeFileSync(file, '', { mode: 0o444 })
  const { uid } = statSync(file)
  expect(whyUnopenable(file, refused('SQLITE_READONLY'), uid)).toBe(
    `this program runs as uid ${uid}, and ${file} belongs to uid ${uid} (mode 444): make it writable for uid ${uid} (chmod u+rw ${file})`,
  )
  expect(whyUnopenable(file, refused('SQLITE_READONLY'), uid + 1)).toContain(
    `(chown ${uid + 1} ${file} && chmod u+rw ${file})`,
  )
})

test('a path through a file is told as such, and any other fault in its own words', () => {
  const file = join(temporaryFolder(), 'notes.txt')
  writeFileSync(file, '')
  expect(whyUnopenable(join(file, 'wire.db'), refused('ENOTDIR'))).toMatch(
    /notes\.txt is a file, not a folder/,
  )
  expect(whyUnopenable(file, refused('SQLITE_NOTADB'))).toBe('unable to open database file')
  for (const code of ['SQLITE_CANTOPEN', 'SQLITE_IOERR_READ'])
    expect(whyUnopenable(temporaryFolder(), refused(code))).toBe('it is a folder: name a file in it')
})

test('a database that may only be read by another is told with its owner, and what reading it would take', () => {
  const file = join(temporaryFolder(), 'wire.db')
  writeFileSync(file, '', { mode: 0o600 })
  const { uid } = statSync(file)
  expect(whyUnopenable(file, refused('EACCES'), 1000, 'readable')).toBe(
    `this program runs as uid 1000, and ${file} belongs to uid ${uid} (mode 600): make it readable for uid 1000 (chown 1000 ${file})`,
  )
})
