/** Takes a feed out of archived pages: the one change that a frozen page sees, because forgetting is whole. */
import { takeOutOfPage } from '../../pages/archive.ts'
import type { Sql } from '../connect.ts'

const PAGES = `
  SELECT * FROM archive_pages WHERE page IN (
    SELECT page FROM archive_states WHERE feeds::jsonb @> to_jsonb($1::bigint)) ORDER BY page`

interface PageRow {
  readonly page: number
  readonly frozen_at: string
  readonly newest_at: string
  readonly stories: Uint8Array
}

export async function cleanArchive(sql: Sql, feedId: number): Promise<void> {
  const feed = await sql.first<{ url: string }>('SELECT url FROM feeds WHERE id = $1', [feedId])
  if (feed === null) return
  for (const { page, frozen_at, newest_at, stories } of await sql.rows<PageRow>(PAGES, [feedId])) {
    const { kept, gone } = takeOutOfPage(stories, feed.url)
    await sql.run('DELETE FROM archive_pages WHERE page = $1', [page]) // and put back, so that what was made of it is made anew
    await sql.run('INSERT INTO archive_pages (page, frozen_at, newest_at, stories) VALUES ($1, $2, $3, $4)', [
      page,
      frozen_at,
      newest_at,
      kept,
    ])
    await sql.run('DELETE FROM archive_states WHERE page = $1 AND story_number = ANY($2)', [page, gone])
    // A story that goes on without the feed gets a page again.
    await sql.run('UPDATE stories SET unarchived = 1 WHERE number = ANY($1)', [gone])
  }
}
