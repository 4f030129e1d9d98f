/** Whose texts are shown in excerpts only: what the config says of it, and what is asked when a story is shown. */
import type { ExcerptOnly } from '../publish/entry.ts'

/** Addresses of feeds, or all. */
export type ExcerptFeeds = readonly string[] | 'all'

export function excerptsOf(feeds: ExcerptFeeds): ExcerptOnly {
  return feeds === 'all' ? { has: () => true } : new Set(feeds)
}
