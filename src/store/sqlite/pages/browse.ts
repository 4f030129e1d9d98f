/** The list of stories as a person walks through it: in one of two orders, a page at a time. */
import type { Database } from 'better-sqlite3'
import type { Browse, BrowsedPage, NewStories } from '../../../contract/people-pages.ts'
import type { StoryFilter } from '../../../contract/store.ts'
import { MOST_COUNTED, ORDERS, type Place, TOP, toBrowsedPage } from '../../pages/choice.ts'
import { toText } from '../../rows.ts'
import { createStoryChoice } from './story-choice.ts'
import { createStoryLoader } from './story-loader.ts'

export function createBrowser(db: Database) {
  const load = createStoryLoader(db)
  const choose = createStoryChoice(db)
  const place = db.prepare<[number], Place>(
    'SELECT outlets, published_at, number FROM stories WHERE number = ?',
  )
  const latest = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM stories').pluck()

  function browse({ sort, since, after, limit, ...filter }: Browse): BrowsedPage {
    const { where, values } = choose(filter)
    const columns = ORDERS[sort]
    const below = `(${columns.join()}) < (${columns.map((column) => `@${column}`).join()})`
    const order = columns.map((column) => `${column} DESC`).join()
    const from = (after === null ? undefined : place.get(after)) ?? TOP
    const found = db
      .prepare<object, number>(
        `SELECT number FROM stories WHERE ${where} AND ${below} AND published_at >= @since ORDER BY ${order} LIMIT @limit`,
      )
      .pluck()
      .all({ ...values, ...from, since: since === null ? '' : toText(since), limit: limit + 1 })
    return toBrowsedPage(found, limit, load(found.slice(0, limit)))
  }

  function newSince(filter: StoryFilter, number: number): NewStories {
    const { where, values } = choose(filter)
    const newer = db.prepare(
      `SELECT number FROM stories WHERE number > @after AND ${where} LIMIT ${MOST_COUNTED}`,
    )
    return { count: newer.all({ ...values, after: number }).length, latest: latest.get()! }
  }

  // One transaction each: what is chosen and what is loaded must be seen at one moment.
  return { browse: db.transaction(browse), newSince: db.transaction(newSince) }
}
