/** `wirefold feeds`: the state of each feed. */
import { remarksOn } from '../contract/losses.ts'
import type { FeedStatus } from '../contract/model.ts'
import { counted, isoTime } from '../contract/words.ts'
import type { CommandContext } from './context.ts'
import { type OutputOptions, show, timeOrNull } from './output.ts'
import { withReader } from './with-reader.ts'

export function feeds(context: CommandContext, options: OutputOptions): Promise<number> {
  return withReader(context, async ({ pages }) => {
    const statuses = await pages.feeds()
    const none = [`no feeds: name some under "feeds" in ${context.config}, or use wirefold add URL`]
    show(context, options, statuses.map(toData), statuses.length > 0 ? statuses.map(line) : none)
    return 0
  })
}

function toData(feed: FeedStatus) {
  const { url, outlet, title, groups, state, error, failures, movedTo, entries, losses, leftOut, forgiven } =
    feed
  return {
    ...{ url, outlet, title, groups, state, error, failures, movedTo, entries, losses, leftOut, forgiven },
    lastPollAt: timeOrNull(feed.lastPollAt),
    nextPollAt: timeOrNull(feed.nextPollAt),
    heldUntil: timeOrNull(feed.heldUntil),
  }
}

function line(feed: FeedStatus): string {
  const polled = feed.lastPollAt === null ? 'never polled' : `polled ${isoTime(feed.lastPollAt)}`
  const next = feed.nextPollAt === null ? 'not polled again' : `next ${isoTime(feed.nextPollAt)}`
  const moved = feed.movedTo ? [`moved to ${feed.movedTo}`] : []
  const error = feed.error ? [`error: ${feed.error}`] : []
  const entries = counted(feed.entries, 'entry', 'entries')
  const remarks = remarksOn(feed)
  const facts = [feed.state.padEnd(9), polled, next, entries, feed.outlet, feed.url]
  return [...facts, ...remarks, ...moved, ...error].join('  ')
}
