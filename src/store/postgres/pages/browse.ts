/** The list of stories as a person walks through it: in one of two orders, a page at a time. In a transaction. */
import type { Browse, BrowsedPage, NewStories } from '../../../contract/people-pages.ts'
import type { StoryFilter } from '../../../contract/store.ts'
import { MOST_COUNTED, ORDERS, type Place, TOP, toBrowsedPage } from '../../pages/choice.ts'
import { toText } from '../../rows.ts'
import type { Sql } from '../connect.ts'
import { createParams } from './params.ts'
import { whereChosen } from './story-choice.ts'
import { loadStories } from './story-loader.ts'

export async function browse(
  sql: Sql,
  { sort, since, after, limit, ...filter }: Browse,
): Promise<BrowsedPage> {
  const columns = ORDERS[sort]
  const from = (after === null ? null : await placeOf(sql, after)) ?? TOP
  const params = createParams()
  const rows = await sql.rows<{ number: number }>(
    `SELECT number FROM stories
     WHERE ${whereChosen(filter, params)} AND published_at >= ${params.add(since === null ? '' : toText(since))}
       AND (${columns.join()}) < (${columns.map((column) => params.add(from[column])).join()})
     ORDER BY ${columns.map((column) => `${column} DESC`).join()} LIMIT ${params.add(limit + 1)}`,
    params.values,
  )
  const found = rows.map(({ number }) => number)
  return toBrowsedPage(found, limit, await loadStories(sql, found.slice(0, limit)))
}

function placeOf(sql: Sql, number: number): Promise<Place | null> {
  return sql.first('SELECT outlets, published_at, number FROM stories WHERE number = $1', [number])
}

export async function newSince(sql: Sql, filter: StoryFilter, number: number): Promise<NewStories> {
  const params = createParams()
  const rows = await sql.rows(
    `SELECT 1 FROM stories WHERE number > ${params.add(number)} AND ${whereChosen(filter, params)} LIMIT ${MOST_COUNTED}`,
    params.values,
  )
  const latest = await sql.first<{ n: number }>('SELECT coalesce(max(number), 0) AS n FROM stories')
  return { count: rows.length, latest: latest!.n }
}
