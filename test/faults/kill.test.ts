import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import SQLite, { type Database } from 'better-sqlite3'
import { expect, it, vi } from 'vitest'
import { createMatcher } from '../../src/match/matcher.ts'
import { backupDatabase } from '../../src/store/sqlite/backup.ts'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aSubscription } from '../support/builders.ts'
import { temporaryFolder } from '../support/store.ts'

/** `WIREFOLD_KILLS=100 npx vitest run test/faults/kill.test.ts` kills 400 times, in five minutes; `npm test` ten times. */
const KILLS = Number(process.env.WIREFOLD_KILLS ?? 2)
const LONGEST_MS = 400
const DUMPS = new URL('../fixtures/schemas/', import.meta.url)

vi.setConfig({ testTimeout: KILLS * 60_000 })

/** Starts a writer and kills it at a moment that nobody chose; resolves when it is dead. */
async function writeUntilKilled(kind: string, ...files: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/faults/writer.ts', kind, ...files])
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += chunk))
  const gone = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), gone])
  await Promise.race([wait(Math.random() * LONGEST_MS), gone])
  child.kill('SIGKILL')
  await gone
  expect(errors).toBe('')
}

function look<T>(file: string, at: (db: Database) => T): T {
  const db = new SQLite(file)
  try {
    return at(db)
  } finally {
    db.close()
  }
}

/** Each story with the entries that it had, and where its id leads now. */
function storiesIn(db: Database): Map<string, string[]> {
  const rows = db
    .prepare('SELECT story_id, feed_id || guid AS entry FROM entries WHERE story_id IS NOT NULL')
    .raw()
    .all()
  const stories = new Map<string, string[]>()
  for (const [story, entry] of rows as [string, string][])
    stories.set(story, [...(stories.get(story) ?? []), entry])
  return stories
}

/** No entry is missing that a stored validator says was seen: it is there, or retention removed it. */
function lostEntries(db: Database): unknown[] {
  return db
    .prepare(
      `WITH RECURSIVE seen (feed_id, number, last) AS (
         SELECT id, 1, CAST(etag AS INTEGER) FROM feeds WHERE etag IS NOT NULL
         UNION ALL SELECT feed_id, number + 1, last FROM seen WHERE number < last)
       SELECT feed_id, number FROM seen
       WHERE 'entry ' || number NOT IN (SELECT guid FROM entries WHERE entries.feed_id = seen.feed_id)
         AND 'entry ' || number NOT IN (SELECT guid FROM removed_entries AS gone WHERE gone.feed_id = seen.feed_id)`,
    )
    .all()
}

it(`${KILLS} kills amid polls, edits, corrections and retention lose no entry and no id`, async () => {
  const file = join(temporaryFolder(), 'wire.db')
  let before = new Map<string, string[]>()
  for (let kill = 0; kill < KILLS; kill++) {
    await writeUntilKilled('poll', file)
    expect(checkDatabase(file)).toEqual([])
    before = look(file, (db) => {
      expect(lostEntries(db)).toEqual([])
      const ids = new Set(db.prepare('SELECT id FROM stories').pluck().all())
      const left = new Set([...storiesIn(db).values()].flat())
      const gone = [...before].filter(
        ([id, entries]) => !ids.has(id) && entries.some((entry) => left.has(entry)),
      )
      expect(gone).toEqual([])
      return storiesIn(db)
    })
  }
  expect(before.size).toBeGreaterThan(0)
})

it.each(readdirSync(DUMPS))(`kills amid the upgrade of %s leave it whole, old or new`, async (dump) => {
  for (let kill = 0; kill < Math.ceil(KILLS / 4); kill++) {
    const file = join(temporaryFolder(), 'wire.db')
    look(file, (db) => db.exec(readFileSync(new URL(dump, DUMPS), 'utf8')))
    await writeUntilKilled('migrate', file)
    openDatabase(file).close()
    expect(checkDatabase(file)).toEqual([])
    look(file, (db) => expect(db.prepare('SELECT count(*) FROM entry_texts').pluck().get()).toBe(3))
  }
})

it('kills amid backups leave the database and the last backup whole', async () => {
  const file = await aDatabase(3)
  const copy = join(temporaryFolder(), 'copy.db')
  for (let kill = 0; kill < KILLS; kill++) {
    await writeUntilKilled('backup', file, copy)
    expect(checkDatabase(file)).toEqual([])
    if (existsSync(copy)) expect(checkDatabase(copy)).toEqual([])
  }
})

it('kills amid restores leave the one database or the other', async () => {
  const backups = [await aDatabase(1), await aDatabase(2)]
  const file = join(temporaryFolder(), 'wire.db')
  await backupDatabase(backups[0]!, file)
  for (let kill = 0; kill < KILLS; kill++) {
    await writeUntilKilled('restore', file, ...backups)
    expect(checkDatabase(file)).toEqual([])
    const subscribed = look(file, (db) => db.prepare('SELECT count(*) FROM feeds').pluck().get())
    expect([1, 2]).toContain(subscribed)
    for (const name of readdirSync(join(file, '..')).filter((each) => each.includes('before-restore'))) {
      rmSync(join(file, '..', name))
    }
  }
})

/** With so many feeds. */
async function aDatabase(feeds: number): Promise<string> {
  const file = join(temporaryFolder(), 'wire.db')
  const store = openStore({ file, windowMs: 86_400_000 }, createMatcher())
  const all = Array.from({ length: feeds }, (_, n) => aSubscription(`https://${n}.example/`))
  await store.syncFeeds(all, Date.UTC(2026, 4, 1))
  await store.close()
  return file
}
