/** Which stories a filter asks for, by the carriers that were noted with them: the choice that engines make in SQL. Pure. */
import type { NothingElse, StoryFilter } from '../../contract/people-pages.ts'

/** The ids of the feeds that carry a story. */
export type Carriers = readonly number[]

/** The outlets and groups that a feed has now: a feed that joins a group brings its archive along. */
export interface CarrierFeed {
  readonly id: number
  readonly outlet: string
  /** JSON array of names. */
  readonly groups: string
}

/** Whether the filter asks for everything, whoever carries it. */
export function isForAll({
  group,
  outlets,
  withoutOutlets,
  minOutlets,
  query,
  ...others
}: StoryFilter): boolean {
  others satisfies NothingElse
  return group === null && outlets.length + withoutOutlets.length === 0 && minOutlets === 1
}

/** `feeds`: every feed there is. */
export function carrierFilter(
  { group, outlets, withoutOutlets, minOutlets, query: _notArchived, ...others }: StoryFilter,
  feeds: readonly CarrierFeed[],
): (carriers: Carriers) => boolean {
  others satisfies NothingElse
  const outletOf = new Map(feeds.map(({ id, outlet }) => [id, outlet]))
  const chosen = new Set(
    feeds
      .filter((feed) => group === null || (JSON.parse(feed.groups) as string[]).includes(group))
      .filter((feed) => outlets.length === 0 || outlets.includes(feed.outlet))
      .map(({ id }) => id),
  )
  return (carriers) => {
    const names = new Set(carriers.map((id) => outletOf.get(id)))
    return (
      carriers.some((id) => chosen.has(id)) &&
      !withoutOutlets.some((outlet) => names.has(outlet)) &&
      names.size >= minOutlets
    )
  }
}
