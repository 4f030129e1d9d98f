/** How far an engine looks for stories, and which of those it finds make a page: the same on every engine. Pure. */
import type { Story } from '../../contract/model.ts'
import type { BrowsedPage } from '../../contract/people-pages.ts'
import type { SharedPassages } from '../../contract/store.ts'

// A word that is in every text must not cost a walk through all of them: of a search, the newest are looked at.
export const MATCHES_LOOKED_AT = 3000
/** Of a search that only excludes. */
export const ENTRIES_LOOKED_AT = 20_000
/** The stories of feeds with more entries than this are found by walking down from the newest. */
export const FEW_ENTRIES = 5000
/** Stories to a page where nobody says how many. */
export const DEFAULT_LIMIT = 100
/** More than this would be unarchived only while a great many new feeds are read for the first time. */
export const MOST_UNARCHIVED = 500
/** New stories are counted up to this. */
export const MOST_COUNTED = 100

export interface Picked {
  readonly numbers: readonly number[]
  /** Whether all that match and that no archived page shows are among them. */
  readonly isWhole: boolean
}

/** The newest stories that match, up to the limit; and, at most MOST_UNARCHIVED, what no archived page holds yet. */
interface Candidates {
  readonly latest: readonly number[]
  readonly waiting: readonly number[]
  /** Those of the waiting that no page shows under the filter. */
  readonly unshown: readonly number[]
}

/** Numbers for a page; where there is no limit, also all those that no archived page shows. */
export function pickFrom({ latest, waiting, unshown }: Candidates, limit: number | null): Picked {
  const all = [...new Set([...latest, ...unshown])]
  const numbers = limit === null ? all : latest
  return { numbers, isWhole: numbers.length === all.length && waiting.length < MOST_UNARCHIVED }
}

/** A place in a list of stories; the list goes on below it. */
export interface Place {
  readonly outlets: number
  readonly published_at: string
  readonly number: number
}

/** Above every story. */
export const TOP: Place = { outlets: 2 ** 31 - 1, published_at: '9999-12-31T23:59:59Z', number: 2 ** 53 - 1 }

/** The columns by which each list of stories is ordered, the greatest first. */
export const ORDERS = {
  newest: ['published_at', 'number'],
  carried: ['outlets', 'published_at', 'number'],
} as const

/** A page of a list. `found`: the numbers of up to one more than `limit`. `stories`: those of the page, in any order. */
export function toBrowsedPage(
  found: readonly number[],
  limit: number,
  stories: readonly Story[],
): BrowsedPage {
  const byNumber = new Map(stories.map((story) => [story.number, story]))
  const numbers = found.slice(0, limit)
  return {
    stories: numbers.flatMap((number) => byNumber.get(number) ?? []),
    next: found.length > limit ? numbers.at(-1)! : null,
  }
}

/** What a copy shares with the lead copy; features and passages in JSON. */
export interface EvidenceRow {
  readonly a: number
  readonly b: number
  readonly score: number
  readonly features: string
  readonly passages: string
}

export function toSharedPassages({ a, b, score, features, passages }: EvidenceRow): SharedPassages {
  return {
    a,
    b,
    score,
    features: JSON.parse(features) as SharedPassages['features'],
    passages: JSON.parse(passages) as string[],
  }
}
