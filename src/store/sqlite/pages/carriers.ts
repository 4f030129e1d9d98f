/** Which of a story's carriers a filter asks for: the same choice as `story-choice.ts`, of carriers that were noted. */
import type { Database } from 'better-sqlite3'
import type { StoryFilter } from '../../../contract/store.ts'

/** The ids of the feeds that carry a story. */
export type Carriers = readonly number[]

interface FeedRow {
  readonly id: number
  readonly outlet: string
  readonly groups: string
}

/** Reads the outlets and groups that the feeds have now: a feed that joins a group brings its archive along. */
export function createCarrierFilter(db: Database): (filter: StoryFilter) => (carriers: Carriers) => boolean {
  const feeds = db.prepare<[], FeedRow>('SELECT id, outlet, groups FROM feeds')
  return ({ group, outlets, withoutOutlets, minOutlets }) => {
    if (group === null && outlets.length + withoutOutlets.length === 0 && minOutlets === 1) return () => true
    const rows = feeds.all()
    const outletOf = new Map(rows.map(({ id, outlet }) => [id, outlet]))
    const chosen = new Set(
      rows
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
}
