/** A real SQLite store for tests, and the folders that they use. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { Store, StoryPages } from '../../src/contract/store.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { makeEmptyFile } from './empty-file.ts'
import { COPIES, createPolls, NOON, type Polls, toStories } from './polls.ts'

const DAY = 86_400_000

export { NOON }

export interface TestStore extends Polls {
  readonly store: Store
  readonly file: string
  readonly pages: StoryPages
  /** A second connection, as a person with a SQLite client has one. */
  readonly db: Database
  /** The stories as lists of guids, lead first: `{ 'a b', 'c' }`. */
  stories(): string[]
}

/** A real store on a real file, closed and removed after the test. */
export async function openTestStore(dir = temporaryFolder()): Promise<TestStore> {
  const file = join(dir, 'wirefold.db')
  if (!existsSync(file)) makeEmptyFile(file)
  const store = openStore({ file, windowMs: 14 * DAY }, createMatcher())
  const db = new SQLite(file)
  onTestFinished(async () => {
    db.close()
    await store.close()
  })
  const idOf = db.prepare<[string], number>('SELECT id FROM feeds WHERE url = ?').pluck()
  return {
    store,
    file,
    db,
    pages: createStoryPages(db),
    ...createPolls(store, (url) => idOf.get(url)!),
    stories: () => toStories(db.prepare(COPIES).all() as Parameters<typeof toStories>[0]),
  }
}

export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
