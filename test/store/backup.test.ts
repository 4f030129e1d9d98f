import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeBackup } from '../../src/daemon/backups.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { backUpNightly, backupDatabase, restoreDatabase } from '../../src/store/sqlite/backup.ts'
import { whyUnwritable } from '../../src/store/sqlite/backup-target.ts'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { lockDatabase } from '../../src/store/sqlite/lock.ts'
import { openReader } from '../../src/store/sqlite/reader.ts'
import { anEntry, prose } from '../support/builders.ts'
import { NOON, openTestStore, temporaryFolder } from '../support/store.ts'

const A = 'https://a.test/feed'
const DAY = 86_400_000

async function aDatabase(entries = 1) {
  const desk = await openTestStore()
  await desk.subscribe(A)
  await desk.read(
    A,
    Array.from({ length: entries }, (_, n) => anEntry({ guid: `${n}`, text: prose(n) })),
  )
  return desk
}

/** Something is wrong in the middle of the file, which only a check finds. */
async function aDamagedDatabase(): Promise<string> {
  const { db, store, file } = await aDatabase(50)
  db.close()
  await store.close()
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0x5a, bytes.length / 2, bytes.length / 2 + 8192))
  return file
}

async function entriesIn(file: string): Promise<number> {
  const reader = openReader({ file, windowMs: 1 }, createMatcher())
  onTestFinished(() => reader.close())
  return (await reader.pages.counts()).entries
}

describe('a backup', () => {
  it('is one sound file, its owner’s alone, and replaces another only by force', async () => {
    const { file } = await aDatabase()
    const copy = join(temporaryFolder(), 'copy.db')
    await backupDatabase(file, copy)
    expect(checkDatabase(copy)).toEqual([])
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(copy, '..'))).toEqual(['copy.db'])
    const before = statSync(copy).ino
    await expect(backupDatabase(file, copy)).rejects.toThrow(
      'exists already: name another file, or replace it with --force',
    )
    expect(statSync(copy).ino).toBe(before)
    await backupDatabase(file, copy, { force: true })
    expect(statSync(copy).ino).not.toBe(before)
  })

  it('is of one moment, and ends though others go on writing', async () => {
    const { file, read } = await aDatabase(400)
    const copy = join(temporaryFolder(), 'copy.db')
    const shares: number[] = []
    let written = 400
    const writing: Promise<unknown>[] = []
    const onProgress = (share: number) => {
      shares.push(share)
      writing.push(read(A, [anEntry({ guid: `later ${written}` })], NOON + written++))
    }
    await backupDatabase(file, copy, { onProgress })
    await Promise.all(writing)
    expect(written).toBeGreaterThan(400)
    expect(shares).toEqual([...shares].sort((x, y) => x - y)) // it never began anew
    expect(await entriesIn(copy)).toBe(400)
  })

  it('of a damaged database is none, and leaves the one that is there', async () => {
    const file = await aDamagedDatabase()
    const copy = join(temporaryFolder(), 'copy.db')
    writeFileSync(copy, 'an older one')
    await expect(backupDatabase(file, copy, { force: true })).rejects.toThrow('no backup was made')
    expect(readFileSync(copy, 'utf8')).toBe('an older one')
    expect(readdirSync(join(copy, '..'))).toEqual(['copy.db'])
  })

  it('is none where there is no folder for it, or the database is one, in words', async () => {
    const { file } = await aDatabase()
    const folder = temporaryFolder()
    await expect(backupDatabase(file, join(folder, 'none/copy.db'))).rejects.toThrow(
      `cannot write ${folder}/none/copy.db: there is no folder ${folder}/none`,
    )
    await expect(backupDatabase(folder, join(folder, 'copy.db'))).rejects.toThrow(
      `cannot open the database ${folder}: it is a folder: name a file in it`,
    )
  })

  it('never replaces the database itself or a part of it, whatever it is called and however it is forced', async () => {
    const { file, read } = await aDatabase()
    const folder = temporaryFolder()
    const [symbolic, hard, linked] = ['symbolic.db', 'hard.db', 'linked'].map((name) => join(folder, name))
    symlinkSync(file, symbolic!)
    linkSync(file, hard!)
    symlinkSync(join(file, '..'), linked!)
    const dotted = join(file, '..').concat('/./', basename(file))
    const through = join(linked!, basename(file))
    const inode = statSync(file).ino
    for (const to of [file, dotted, symbolic!, hard!, through]) {
      await expect(backupDatabase(file, to, { force: true })).rejects.toThrow(
        `no backup was made: ${to} is the database itself: name another file`,
      )
    }
    for (const to of [`${file}-wal`, `${through}-shm`, `${through}-journal`]) {
      await expect(backupDatabase(file, to, { force: true })).rejects.toThrow(
        `no backup was made: ${to} is a part of the database ${file}: name another file`,
      )
    }
    await expect(backupDatabase(symbolic!, `${file}-wal`, { force: true })).rejects.toThrow('is a part of')
    expect(statSync(file).ino).toBe(inode)
    await read(A, [anEntry({ guid: 'later' })], NOON + 1000)
    expect(await entriesIn(file)).toBe(2)
  })

  it('never replaces what is no plain file, however it is forced', async () => {
    const { file } = await aDatabase()
    const folder = temporaryFolder()
    const [inner, pipe, toNothing, toPipe] = ['inner', 'pipe', 'to-nothing', 'to-pipe'].map((name) =>
      join(folder, name),
    )
    mkdirSync(inner!)
    execFileSync('mkfifo', [pipe!])
    symlinkSync('nothing', toNothing!)
    symlinkSync('pipe', toPipe!)
    const cases: [string, string][] = [
      [inner!, 'a folder: name a file in it'],
      [`${inner!}/`, 'a folder: name a file in it'],
      [pipe!, 'a device, a pipe or a socket: name a file'],
      [toPipe!, 'a device, a pipe or a socket: name a file'],
      [toNothing!, 'a link to nothing: name another file'],
    ]
    for (const [to, why] of cases) {
      await expect(backupDatabase(file, to, { force: true })).rejects.toThrow(
        `no backup was made: ${to} is ${why}`,
      )
    }
    expect(readdirSync(folder).sort()).toEqual(['inner', 'pipe', 'to-nothing', 'to-pipe'])
    expect(lstatSync(pipe!).isFIFO()).toBe(true)
  })

  it('that may not be written where it is wanted says so in words', async () => {
    const folder = temporaryFolder()
    const notes = join(folder, 'notes')
    writeFileSync(notes, '')
    const { file } = await aDatabase()
    await expect(backupDatabase(file, join(notes, 'copy.db'))).rejects.toThrow(
      `no backup was made: cannot write ${notes}/copy.db: ${notes} is a file, not a folder`,
    )
    await expect(backupDatabase(file, join(folder, 'x'.repeat(250)))).rejects.toThrow(
      /: the name is too long$/,
    )
    const place = join(folder, 'copy.db')
    for (const code of ['EACCES', 'EPERM']) {
      expect(whyUnwritable(place, Object.assign(new Error(`${place}.partial-1`), { code }))).toBe(
        `this user may not write into ${folder}`,
      )
    }
    expect(readdirSync(folder)).toEqual(['notes'])
  })

  it('is made nightly, and the oldest go, but nothing else', async () => {
    const { file } = await aDatabase()
    const folder = join(temporaryFolder(), 'backups')
    mkdirSync(folder)
    writeFileSync(join(folder, 'notes.txt'), '')
    for (const day of [0, 1, 2, 2, 3]) {
      await backUpNightly({ database: file, folder, keep: 2, now: NOON + day * DAY })
    }
    expect(readdirSync(folder).sort()).toEqual([
      'notes.txt',
      'wirefold-2026-05-03.db',
      'wirefold-2026-05-04.db',
    ])
  })

  it('that fails at night is told, until one succeeds', async () => {
    const { file } = await aDatabase()
    const notes: (string | null)[] = []
    const deps = {
      log: pino({ level: 'silent' }),
      note: (problem: string | null) => void notes.push(problem),
    }
    const folder = join(temporaryFolder(), 'backups')
    writeFileSync(folder, 'a file')
    await makeBackup({ database: file, folder, keep: 2, now: NOON }, deps)
    await makeBackup({ database: file, folder: `${folder}s`, keep: 2, now: NOON }, deps)
    expect(notes).toEqual([expect.stringMatching(/^the last backup failed: .*EEXIST/), null])
    expect(existsSync(`${folder}s/wirefold-2026-05-01.db`)).toBe(true)
  })
})

describe('restoring', () => {
  it('puts a backup in place; the database that was there stays whole beside it', async () => {
    const { file, read, db, store } = await aDatabase()
    const copy = join(temporaryFolder(), 'copy.db')
    await backupDatabase(file, copy)
    await read(A, [anEntry({ guid: 'later' })], NOON + 1000)
    db.close()
    await store.close()
    const aside = await restoreDatabase(copy, file, NOON)
    expect(aside).toBe(`${file}.before-restore-20260501120000`)
    expect([await entriesIn(file), await entriesIn(aside!)]).toEqual([1, 2])
    expect(existsSync(copy)).toBe(true)
  })

  it('takes the -wal of a daemon that was killed along, and mixes it with nothing', async () => {
    const { file, read, db, store } = await aDatabase()
    const copy = join(temporaryFolder(), 'copy.db')
    await backupDatabase(file, copy)
    await read(A, [anEntry({ guid: 'later' })], NOON + 1000)
    const killed = join(temporaryFolder(), 'wire.db')
    for (const end of ['', '-wal']) writeFileSync(killed + end, readFileSync(file + end))
    db.close()
    await store.close()
    const aside = await restoreDatabase(copy, killed, NOON)
    expect([await entriesIn(killed), await entriesIn(aside!)]).toEqual([1, 2])
  })

  it('is refused while a daemon runs or another program has the database, and from what is no sound backup', async () => {
    const { file } = await aDatabase()
    const copy = join(temporaryFolder(), 'copy.db')
    await backupDatabase(file, copy)
    const inode = statSync(file).ino
    await expect(restoreDatabase(copy, file, NOON)).rejects.toThrow('another program has')
    await expect(restoreDatabase(await aDamagedDatabase(), file, NOON)).rejects.toThrow(
      'nothing was restored',
    )
    await expect(restoreDatabase(`${copy}.none`, file, NOON)).rejects.toThrow('there is no backup')
    const foreign = join(temporaryFolder(), 'foreign.db')
    const other = new SQLite(foreign)
    other.exec('CREATE TABLE recipes (name)')
    other.close()
    await expect(restoreDatabase(foreign, file, NOON)).rejects.toThrow(
      `nothing was restored: ${foreign} is no database of Wirefold: name another file`,
    )
    const pipe = join(temporaryFolder(), 'pipe')
    execFileSync('mkfifo', [pipe])
    await expect(restoreDatabase(pipe, file, NOON)).rejects.toThrow(
      `nothing was restored: ${pipe} is a device, a pipe or a socket: name a file`,
    )
    expect(statSync(file).ino).toBe(inode)
    expect(readdirSync(join(file, '..')).filter((name) => /restor/.test(name))).toEqual([])
    lockDatabase(file)() // nothing holds it any more
  })

  it('replaces a database that is damaged, or missing', async () => {
    const { file } = await aDatabase()
    const copy = join(temporaryFolder(), 'copy.db')
    await backupDatabase(file, copy)
    const damaged = await aDamagedDatabase()
    await restoreDatabase(copy, damaged, NOON)
    expect(await entriesIn(damaged)).toBe(1)
    const missing = join(temporaryFolder(), 'new', 'wire.db')
    expect(await restoreDatabase(copy, missing, NOON)).toBeNull()
    expect(await entriesIn(missing)).toBe(1)
  })
})
