import type { FeedStatus, PollSummary } from '../model.ts'
import type { CommandContext } from './context.ts'
import { time } from './feeds.ts'
import { stopped } from './serve.ts'
import { withApp } from './with-app.ts'

export function poll(context: CommandContext, { all = false }: { all?: boolean }): Promise<number> {
  return withApp(context, async ({ poller, pages, round }) => {
    void stopped(context.signal).then(poller.stop)
    const summaries = await round({ all })
    const polled = new Set(summaries.map(({ feedId }) => feedId))
    const others = (await pages.feeds()).filter(({ id }) => !polled.has(id))
    const now = Date.now()
    const left = context.signal.aborted ? others.filter((feed) => isOpen(feed, all, now)) : []
    context.print(
      [...summarise(summaries), ...(all ? refused(others, now) : []), ...unreached(left)].join('\n'),
    )
    return 0
  })
}

/** Whether this poll might have asked the feed. */
function isOpen({ nextPollAt, heldUntil }: FeedStatus, all: boolean, now: number): boolean {
  return nextPollAt !== null && (heldUntil ?? 0) <= now && (all || nextPollAt <= now)
}

/** `12 feeds polled, 1 failed: 34 new entries, 15 of them copies, 0 changed`, then a line per feed that is not well. */
export function summarise(summaries: readonly PollSummary[]): string[] {
  const sum = (key: 'added' | 'changed' | 'folded') => summaries.reduce((total, each) => total + each[key], 0)
  const failed = summaries.filter((summary) => summary.error !== null)
  const throttled = summaries.filter(({ state, error }) => state === 'throttled' && error === null)
  const gone = summaries.filter(({ state }) => state === 'gone')
  const some = (list: readonly unknown[], what: string) => (list.length > 0 ? [`${list.length} ${what}`] : [])
  const counts = [`${failed.length} failed`, ...some(throttled, 'throttled'), ...some(gone, 'gone')].join(
    ', ',
  )
  const read = `${sum('added')} new entries, ${sum('folded')} of them copies, ${sum('changed')} changed`
  return [
    `${feeds(summaries.length)} polled, ${counts}: ${read}`,
    ...failed.map((feed) => line(feed, feed.error!)),
    ...throttled.map((feed) => line(feed, 'throttled, answered 429 or 503')),
    ...gone.map((feed) => line(feed, 'gone, answered 410')),
  ]
}

/** What publishers forbid, even to one who asks for every feed. */
function refused(others: readonly FeedStatus[], now: number): string[] {
  const lines = others.flatMap((feed) => {
    if (feed.nextPollAt === null) return [line(feed, 'gone')]
    return (feed.heldUntil ?? 0) > now ? [line(feed, `throttled until ${time(feed.heldUntil!)}`)] : []
  })
  return lines.length > 0 ? [`${feeds(lines.length)} not asked, as their publishers wish`, ...lines] : []
}

function unreached(left: readonly FeedStatus[]): string[] {
  return left.length > 0 ? [`${feeds(left.length)} not reached: due as before`] : []
}

function feeds(count: number): string {
  return count === 1 ? '1 feed' : `${count} feeds`
}

function line({ outlet, url }: { readonly outlet: string; readonly url: string }, what: string): string {
  return `  ${outlet}: ${what} (${url})`
}
