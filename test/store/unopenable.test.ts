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

test('a path through a file is told as such, and any other fault in its own words', () => {
  const file = join(temporaryFolder(), 'notes.txt')
  writeFileSync(file, '')
  expect(whyUnopenable(join(file, 'wire.db'), refused('ENOTDIR'))).toMatch(
    /notes\.txt is a file, not a folder/,
  )
  expect(whyUnopenable(file, refused('SQLITE_NOTADB'))).toBe('unable to open database file')
})
