import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { createMatcher } from '../../src/match/matcher.ts'
import { lockDatabase } from '../../src/store/sqlite/lock.ts'
import { openDatabase, openReadOnly } from '../../src/store/sqlite/open.ts'
import { openReader } from '../../src/store/sqlite/reader.ts'
import { anEntry } from '../support/builders.ts'
import { openTestStore, temporaryFolder } from '../support/store.ts'

const A = 'https://a.test/feed'
const rights = (file: string) => statSync(file).mode & 0o777

const openReaderOn = (file: string) => openReader({ file, windowMs: 14 * 86_400_000 }, createMatcher())

it('a new database, and what SQLite puts beside it, is its owner’s alone, and so is its folder', async () => {
  const file = join(temporaryFolder(), 'data', 'wire.db')
  const db = openDatabase(file)
  onTestFinished(() => void db.close())
  expect(rights(join(file, '..'))).toBe(0o700)
  expect([file, `${file}-wal`, `${file}-shm`].map(rights)).toEqual([0o600, 0o600, 0o600])
})

it('a database that others could read becomes private when it is upgraded', () => {
  const file = join(temporaryFolder(), 'wire.db')
  openDatabase(file).close()
  chmodSync(file, 0o644)
  openDatabase(file).close()
  expect(rights(file)).toBe(0o644) // somebody’s wish
  const old = new SQLite(join(temporaryFolder(), 'old.db'))
  chmodSync(old.name, 0o644)
  openDatabase(old.name).close()
  expect(rights(old.name)).toBe(0o600)
})

it('reading makes no database, and changes nothing of one', async () => {
  const { file, subscribe, read, store, db } = await openTestStore()
  expect(() => openReaderOn(`${file}.none`)).toThrow('there is no database')
  expect(existsSync(`${file}.none`)).toBe(false)
  await subscribe(A)
  await read(A, [anEntry({ guid: '1' })])
  const reader = openReaderOn(file)
  expect((await reader.pages.feeds()).map(({ url, entries }) => [url, entries])).toEqual([[A, 1]])
  expect((await reader.explain('1')).copies).toHaveLength(1)
  reader.close()
  expect(await store.subscribed()).toEqual([A])
  db.pragma('user_version = 4')
  expect(() => openReaderOn(file)).toThrow(/older Wirefold: start the daemon or run "wirefold poll"/)
})

it('is read in a folder that nobody may write to, also with the -wal of a daemon that was killed', async () => {
  const { file, subscribe, read, store, db } = await openTestStore()
  await subscribe(A)
  await read(A, [anEntry({ guid: '1' })])
  const folders = ['closed', 'killed'].map((name) => join(temporaryFolder(), name))
  for (const folder of folders) mkdirSync(folder)
  copyFileSync(file, join(folders[1]!, 'wire.db'))
  copyFileSync(`${file}-wal`, join(folders[1]!, 'wire.db-wal'))
  db.close()
  await store.close()
  copyFileSync(file, join(folders[0]!, 'wire.db'))
  for (const folder of folders) {
    const names = readdirSync(folder)
    expect(await readAsNobody(folder)).toBe('1')
    expect(readdirSync(folder)).toEqual(names)
  }
})

/** How many entries a process sees that may read everything in the folder, and write nothing. */
async function readAsNobody(folder: string): Promise<string> {
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444)
  chmodSync(folder, 0o555)
  const module = (path: string) => JSON.stringify(new URL(`../../src/${path}.ts`, import.meta.url).href)
  const script = `
    if (process.getuid() === 0) process.setuid(65534)
    const { openReader } = await import(${module('store/sqlite/reader')})
    const { createMatcher } = await import(${module('match/matcher')})
    const file = ${JSON.stringify(join(folder, 'wire.db'))}
    const reader = openReader({ file, windowMs: 1 }, createMatcher())
    process.stdout.write(String((await reader.pages.counts()).entries))`
  chmodSync(join(folder, '..'), 0o755)
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  await once(child, 'close')
  chmodSync(folder, 0o755)
  return out
}

it('a database that its user may only read is refused with what gives the right to write', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'wire.db')
  openDatabase(file).close()
  chmodSync(file, 0o444)
  chmodSync(folder, 0o777)
  const module = new URL('../../src/store/sqlite/open.ts', import.meta.url).href
  const script = `
    if (process.getuid() === 0) process.setuid(65534)
    const { openDatabase } = await import(${JSON.stringify(module)})
    try { openDatabase(${JSON.stringify(file)}) } catch (error) { process.stdout.write(error.message) }`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script])
  let out = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  await once(child, 'close')
  expect(out).toMatch(
    /^cannot open the database .* \(mode 444\): make it writable for uid \d+ \(.*chmod u\+rw .*wire\.db\)$/,
  )
})

it('nothing is written to a file that was deleted or replaced, and the reason is told', async () => {
  const { file, subscribe, read, store } = await openTestStore()
  await subscribe(A)
  renameSync(file, `${file}.away`)
  await expect(read(A, [anEntry({ guid: '1' })])).rejects.toThrow('was deleted while it was open')
  openDatabase(file).close()
  await expect(store.subscribed()).rejects.toThrow('was replaced while it was open')
})

it('one daemon has a database, until it lets go or is killed', async () => {
  const file = join(temporaryFolder(), 'new', 'wire.db')
  const release = [lockDatabase(file), lockDatabase(file)]
  for (const each of release) each()
  const module = new URL('../../src/store/sqlite/lock.ts', import.meta.url).href
  const script = `
    const { lockDatabase } = await import(${JSON.stringify(module)})
    lockDatabase(${JSON.stringify(file)})
    process.stdout.write('locked')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  expect(() => lockDatabase(file)).toThrow(`a daemon runs on ${file} already`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockDatabase(file)()
})

it('a snapshot that a reader holds blocks no writer', () => {
  const writer = openDatabase(join(temporaryFolder(), 'wire.db'))
  const reader = openReadOnly(writer.name)
  reader.exec('BEGIN')
  const before = reader.prepare('SELECT count(*) FROM meta').pluck().get()
  writer.exec("INSERT INTO settings VALUES ('window', '1d')")
  expect(reader.prepare('SELECT count(*) FROM meta').pluck().get()).toBe(before)
  reader.exec('COMMIT')
  expect(reader.prepare('SELECT count(*) FROM meta').pluck().get()).toBe(Number(before) + 1)
  reader.close()
  writer.close()
})

it('a new entry of 3 kB costs at most 64 KiB of log', async () => {
  const { file, subscribe, read, db } = await openTestStore()
  await subscribe(A)
  const entry = (n: number) => {
    const text = Array.from({ length: 500 }, (_, at) => `w${(n * 31 + at * 17) % 4001}`).join(' ')
    return anEntry({ guid: `${n}`, title: `Report ${n} of w${n}`, text, contentHtml: `<p>${text}</p>` })
  }
  await read(
    A,
    Array.from({ length: 200 }, (_, n) => entry(n)),
  )
  db.pragma('wal_checkpoint(TRUNCATE)')
  await read(A, [entry(200)])
  expect(statSync(`${file}-wal`).size).toBeLessThanOrEqual(64 * 1024)
})
