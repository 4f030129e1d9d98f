/**
 * The archived pages of the merged feed (RFC 5005, section 4), each written once and never changed. A page holds stories
 * whose carriers were new to the archive when it was frozen, so a story may be in several; a filter shows it in the first
 * one whose carriers it matches. A walk through the pages thus meets every story once, whatever the filter and however
 * late its copies came. What engines share of them; pure.
 */
import { deflateSync, inflateSync } from 'node:zlib'
import type { Story } from '../../contract/model.ts'
import type { ArchivedPage } from '../../contract/store.ts'
import { toMs, toText } from '../rows.ts'
import type { Carriers } from './carriers.ts'

/** Stories to a page, before any filter. */
export const ARCHIVE_PAGE = 20
/** Pages frozen at a time: bounds how long the store is busy with nothing else. */
export const PAGES_AT_ONCE = 50

/** A story as it was when its page was frozen. */
export interface FrozenStory {
  readonly story: Story
  readonly carriers: Carriers
  /** Who carried it in earlier pages. */
  readonly earlier: readonly Carriers[]
}

/** A page as a row keeps it. `now` in epoch milliseconds. */
export function packPage(frozen: readonly FrozenStory[], now: number) {
  const newestAt = Math.max(...frozen.map(({ story }) => firstSeen(story)))
  return {
    frozenAt: toText(now),
    newestAt: toText(newestAt),
    stories: deflateSync(JSON.stringify(frozen)),
  }
}

/** A page's stories without one feed's copies, and the numbers of those stories that it led, which go. */
export function takeOutOfPage(stories: Uint8Array, feedUrl: string): { kept: Uint8Array; gone: number[] } {
  const frozen = JSON.parse(inflateSync(stories).toString()) as FrozenStory[]
  const isGone = ({ story }: FrozenStory) => story.lead.feedUrl === feedUrl
  const kept = frozen
    .filter((each) => !isGone(each))
    .map((each) => ({
      ...each,
      story: { ...each.story, copies: each.story.copies.filter((copy) => copy.feedUrl !== feedUrl) },
    }))
  return {
    kept: deflateSync(JSON.stringify(kept)),
    gone: frozen.filter(isGone).map(({ story }) => story.number),
  }
}

function firstSeen({ copies }: Story): number {
  return Math.min(...copies.map((copy) => copy.firstSeenAt))
}

/** A page's row. */
export interface PageRow {
  readonly frozen_at: string
  readonly stories: Uint8Array
}

/** The page as a filter shows it. `matches`: the filter, of carriers. `previousPage`: what it leads on to. */
export function unpackPage(
  row: PageRow,
  matches: (carriers: Carriers) => boolean,
  previousPage: number | null,
): ArchivedPage {
  const frozen = JSON.parse(inflateSync(row.stories).toString()) as FrozenStory[]
  const shown = frozen.filter(({ carriers, earlier }) => matches(carriers) && !earlier.some(matches))
  return {
    stories: shown.map(({ story }) => story),
    frozenAt: toMs(row.frozen_at),
    previousPage,
  }
}

/** Who carried a story when a page with it was frozen; feed ids in JSON. */
export interface StateRow {
  readonly number: number
  readonly feeds: string
}

/** Pages from `from` on, and below `below`. */
export interface Span {
  readonly from: number
  readonly below: number
}

/** How far back is looked for a page that shows something, in pages: the near ones first. */
const LOOKED_BACK = [2, 20, 200, 1000]

/**
 * The parts of the archive below a page in which to look for one that shows a story under a filter: its pages lead from
 * one such to the next, so that nobody walks through empty documents. Pages never change and new ones are newer, so what
 * is found stays. Beyond the last span, the next page is taken unseen.
 */
export function spansBelow(page: number): Span[] {
  return LOOKED_BACK.map((pages, n) => ({ from: page - pages, below: page - (LOOKED_BACK[n - 1] ?? 0) }))
}

/** The newest page in a span that shows a story, or null. `states`: of all pages, of all stories that the span holds. */
export function newestShowing(
  { from, below }: Span,
  states: readonly (StateRow & { readonly page: number })[],
  matches: (carriers: Carriers) => boolean,
): number | null {
  const shownIn = new Map<number, number>()
  for (const { number, page, feeds } of states) {
    const first = shownIn.get(number) ?? page
    if (page <= first && matches(JSON.parse(feeds) as Carriers)) shownIn.set(number, page)
  }
  const pages = [...shownIn.values()].filter((page) => page >= from && page < below)
  return pages.length === 0 ? null : Math.max(...pages)
}

/** Those of these stories that no page shows under a filter. `states`: of all pages that hold one of them. */
export function withoutShown(
  numbers: readonly number[],
  states: readonly StateRow[],
  matches: (carriers: Carriers) => boolean,
): number[] {
  const shown = new Set(
    states.filter(({ feeds }) => matches(JSON.parse(feeds) as Carriers)).map(({ number }) => number),
  )
  return numbers.filter((number) => !shown.has(number))
}
