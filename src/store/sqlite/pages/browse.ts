/** The list of stories as a person walks through it: in one of two orders, a page at a time. */
import type { Database } from 'better-sqlite3'
import type { Browse, BrowsedPage, NewStories } from '../../../contract/people-pages.ts'
import type { StoryFilter } from '../../../contract/store.ts'
import { MOST_COUNTED, type Place, TOP } from '../../pages/choice.ts'
import { toText } from '../../rows.ts'
import { createStoryChoice } from './story-choice.ts'
import { createStoryLoader } from './story-loader.ts'

const ORDERS = {
  newest: {
    below: '(published_at, number) < (@published_at, @number)',
    order: 'published_at DESC, number DESC',
  },
  carried: {
    below: '(outlets, published_at, number) < (@outlets, @published_at, @number)',
    order: 'outlets DESC, published_at DESC, number DESC',
  },
} as const

export function createBrowser(db: Database) {
  const load = createStoryLoader(db)
  const choose = createStoryChoice(db)
  const place = db.prepare<[number], Place>(
    'SELECT outlets, published_at, number FROM stories WHERE number = ?',
  )
  const latest = db.prepare<[], { n: number }>('SELECT coalesce(max(number), 0) AS n FROM stories')

  function browse({ sort, since, after, limit, ...filter }: Browse): BrowsedPage {
    const { where, values } = choose(filter)
    const { below, order } = ORDERS[sort]
    const from = (after === null ? undefined : place.get(after)) ?? TOP
    const rows = db
      .prepare<object, { number: number }>(
        `SELECT number FROM stories WHERE ${where} AND ${below} AND published_at >= @since ORDER BY ${order} LIMIT @limit`,
      )
      .all({ ...values, ...from, since: since === null ? '' : toText(since), limit: limit + 1 })
    const numbers = rows.slice(0, limit).map((row) => row.number)
    const stories = new Map(load(numbers).map((story) => [story.number, story]))
    return {
      stories: numbers.flatMap((number) => stories.get(number) ?? []),
      next: rows.length > limit ? numbers.at(-1)! : null,
    }
  }

  function newSince(filter: StoryFilter, number: number): NewStories {
    const { where, values } = choose(filter)
    const rows = db
      .prepare<object, { number: number }>(
        `SELECT number FROM stories WHERE number > @after AND ${where} LIMIT ${MOST_COUNTED}`,
      )
      .all({ ...values, after: number })
    return { count: rows.length, latest: latest.get()!.n }
  }

  // One transaction each: what is chosen and what is loaded must be seen at one moment.
  return { browse: db.transaction(browse), newSince: db.transaction(newSince) }
}
