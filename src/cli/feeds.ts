import type { FeedStatus } from '../model.ts'
import type { CommandContext } from './context.ts'
import { withApp } from './with-app.ts'

export function feeds(context: CommandContext): Promise<number> {
  return withApp(context, async ({ pages }) => {
    const statuses = await pages.feeds()
    if (statuses.length === 0) context.print(`no feeds: name some under "feeds" in ${context.config}`)
    for (const status of statuses) context.print(line(status))
    return 0
  })
}

function line(feed: FeedStatus): string {
  const polled = feed.lastPollAt === null ? 'never polled' : `polled ${time(feed.lastPollAt)}`
  const next = feed.nextPollAt === null ? 'not polled again' : `next ${time(feed.nextPollAt)}`
  const moved = feed.movedTo ? [`moved to ${feed.movedTo}`] : []
  const error = feed.error ? [`error: ${feed.error}`] : []
  const facts = [feed.state.padEnd(9), polled, next, `${feed.entries} entries`, feed.outlet, feed.url]
  return [...facts, ...moved, ...error].join('  ')
}

export function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
