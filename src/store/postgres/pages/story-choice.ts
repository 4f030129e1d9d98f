/** A filter of stories as SQL: what people and feeds ask for means the same everywhere. */
import type { NothingElse, StoryFilter } from '../../../contract/people-pages.ts'
import { ENTRIES_LOOKED_AT, MATCHES_LOOKED_AT } from '../../pages/choice.ts'
import type { Params } from './params.ts'
import { type IndexQuery, toTextSearch, whereIndexed } from './search.ts'

const OLDEST = `(SELECT coalesce(max(id), 0) - ${ENTRIES_LOOKED_AT} FROM entries)`

/** The condition on `stories`. */
export function whereChosen(filter: StoryFilter, params: Params): string {
  const { group, outlets, withoutOutlets, query, minOutlets, ...others } = filter
  others satisfies NothingElse
  return [
    'alias_of IS NULL AND lead_entry_id IS NOT NULL',
    `outlets >= ${params.add(minOutlets)}`,
    ...(withoutOutlets.length > 0
      ? [`NOT EXISTS (${carriedBy(`feeds.outlet = ANY (${params.add(withoutOutlets)})`)})`]
      : []),
    ...whereOfFeeds({ group, outlets }, params),
    ...(query === null ? [] : [whereFound(query, params)]),
  ].join(' AND ')
}

function carriedBy(condition: string): string {
  return `SELECT 1 FROM entries JOIN feeds ON feeds.id = entries.feed_id
    WHERE entries.story_id = stories.id AND ${condition}`
}

function whereOfFeeds({ group, outlets }: Pick<StoryFilter, 'group' | 'outlets'>, params: Params): string[] {
  const conditions = [
    ...(outlets.length > 0 ? [`feeds.outlet = ANY (${params.add(outlets)})`] : []),
    ...(group === null ? [] : [`feeds.groups::jsonb ? ${params.add(group)}`]),
  ]
  return conditions.length === 0 ? [] : [`EXISTS (${carriedBy(conditions.join(' AND '))})`]
}

function whereFound(query: string, params: Params): string {
  const { having, lacking } = toTextSearch(query)
  const ways = [having && whereHaving(having, params), lacking && whereLacking(lacking, params)]
  const asked = ways.filter((way) => way !== null)
  return asked.length === 0 ? 'false' : `(${asked.join(' OR ')})`
}

function whereHaving(query: IndexQuery, params: Params): string {
  return `lead_entry_id IN (
    SELECT entry_id FROM search_index WHERE ${whereIndexed(query, params)}
    ORDER BY entry_id DESC LIMIT ${MATCHES_LOOKED_AT})`
}

function whereLacking(query: IndexQuery, params: Params): string {
  return `(lead_entry_id > ${OLDEST} AND NOT EXISTS (
    SELECT 1 FROM search_index
    WHERE entry_id = lead_entry_id AND entry_id > ${OLDEST} AND NOT (${whereIndexed(query, params)})))`
}
