/** `wirefold poll`: one round by hand, and what it came to. */
import type { FeedStatus, PollSummary } from '../contract/model.ts'
import { counted, isoTime } from '../contract/words.ts'
import type { CommandContext } from './context.ts'
import { type OutputOptions, show, timeOrNull, withProgress } from './output.ts'
import { stopped } from './stopped.ts'
import { withApp } from './with-app.ts'

interface PollOptions extends OutputOptions {
  readonly all?: boolean
}

export function poll(context: CommandContext, options: PollOptions): Promise<number> {
  const { all = false } = options
  let done = 0
  const observe = () => void done++
  return withApp(
    context,
    async ({ poller, pages, round }) => {
      void stopped(context.signal).then(poller.stop)
      const progress = () => `${feeds(done)} polled`
      const summaries = await withProgress(context, progress, () => round({ all }))
      const polled = new Set(summaries.map(({ feedId }) => feedId))
      const others = (await pages.feeds()).filter(({ id }) => !polled.has(id))
      const now = Date.now()
      const left = context.signal.aborted ? others.filter((feed) => isOpen(feed, all, now)) : []
      const refused = all ? others.filter((feed) => isRefused(feed, now)) : []
      const lines = [...summarise(summaries), ...describeRefused(refused), ...unreached(left)]
      show(context, options, toData(summaries, refused, left), [lines.join('\n')])
      return 0
    },
    { observe },
  )
}

function toData(
  summaries: readonly PollSummary[],
  refused: readonly FeedStatus[],
  left: readonly FeedStatus[],
) {
  return {
    ...totals(summaries),
    feeds: summaries.map(({ feedId: _, ...summary }) => summary),
    refused: refused.map(({ url, outlet, heldUntil }) => ({ url, outlet, heldUntil: timeOrNull(heldUntil) })),
    unreached: left.map(({ url, outlet }) => ({ url, outlet })),
  }
}

function totals(summaries: readonly PollSummary[]) {
  const sum = (key: 'added' | 'changed' | 'folded') => summaries.reduce((total, each) => total + each[key], 0)
  return {
    polled: summaries.length,
    failed: summaries.filter(({ error }) => error !== null).length,
    added: sum('added'),
    folded: sum('folded'),
    changed: sum('changed'),
  }
}

/** Whether this poll might have asked the feed. */
function isOpen({ nextPollAt, heldUntil }: FeedStatus, all: boolean, now: number): boolean {
  return nextPollAt !== null && (heldUntil ?? 0) <= now && (all || nextPollAt <= now)
}

/** `12 feeds polled, 1 failed: 34 new entries, 15 of them copies, 0 changed`, then a line per feed that is not well. */
export function summarise(summaries: readonly PollSummary[]): string[] {
  const { added, folded, changed } = totals(summaries)
  const failed = summaries.filter((summary) => summary.error !== null)
  const throttled = summaries.filter(({ state, error }) => state === 'throttled' && error === null)
  const gone = summaries.filter(({ state }) => state === 'gone')
  const some = (list: readonly unknown[], what: string) => (list.length > 0 ? `, ${list.length} ${what}` : '')
  const counts = `${failed.length} failed${some(throttled, 'throttled')}${some(gone, 'gone')}`
  const read = `${counted(added, 'new entry', 'new entries')}, ${folded} of them copies, ${changed} changed`
  return [
    `${feeds(summaries.length)} polled, ${counts}: ${read}`,
    ...failed.map((feed) => line(feed, feed.error!)),
    ...throttled.map((feed) => line(feed, 'throttled, answered 429 or 503')),
    ...gone.map((feed) => line(feed, 'gone, answered 410')),
  ]
}

/** What publishers forbid, even to one who asks for every feed. */
function isRefused({ nextPollAt, heldUntil }: FeedStatus, now: number): boolean {
  return nextPollAt === null || (heldUntil ?? 0) > now
}

function describeRefused(refused: readonly FeedStatus[]): string[] {
  const lines = refused.map((feed) =>
    line(feed, feed.nextPollAt === null ? 'gone' : `throttled until ${isoTime(feed.heldUntil!)}`),
  )
  return lines.length > 0 ? [`${feeds(lines.length)} not asked, as their publishers wish`, ...lines] : []
}

function unreached(left: readonly FeedStatus[]): string[] {
  return left.length > 0 ? [`${feeds(left.length)} not reached: due as before`] : []
}

function feeds(number: number): string {
  return counted(number, 'feed')
}

function line({ outlet, url }: { readonly outlet: string; readonly url: string }, what: string): string {
  return `  ${outlet}: ${what} (${url})`
}
