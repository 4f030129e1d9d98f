/** Takes a feed out of archived pages: the one change that a frozen page sees, because forgetting is whole. */
import type { Database } from 'better-sqlite3'
import { takeOutOfPage } from '../../pages/archive.ts'

export function createArchiveCleaning(db: Database): (feedId: number) => void {
  const url = db.prepare<[number], string>('SELECT url FROM feeds WHERE id = ?').pluck()
  const pagesOf = db.prepare<
    [number],
    { page: number; frozen_at: string; newest_at: string; stories: Buffer }
  >(`
    SELECT * FROM archive_pages WHERE page IN (
      SELECT page FROM archive_states WHERE EXISTS (SELECT 1 FROM json_each(feeds) WHERE value = ?))`)
  const drop = db.prepare('DELETE FROM archive_pages WHERE page = ?')
  const put = db.prepare(
    'INSERT INTO archive_pages (page, frozen_at, newest_at, stories) VALUES (?, ?, ?, ?)',
  )
  const dropState = db.prepare('DELETE FROM archive_states WHERE page = ? AND story_number = ?')
  // A story that goes on without the feed gets a page again.
  const wait = db.prepare('UPDATE stories SET unarchived = 1 WHERE number = ?')

  return (feedId) => {
    const address = url.get(feedId)
    if (address === undefined) return
    for (const { page, frozen_at, newest_at, stories } of pagesOf.all(feedId)) {
      const { kept, gone } = takeOutOfPage(stories, address)
      drop.run(page) // and put back, so that what was made of it is made anew
      put.run(page, frozen_at, newest_at, kept)
      for (const number of gone) {
        dropState.run(page, number)
        wait.run(number)
      }
    }
  }
}
