/** `wirefold refetch URL`: one request for the whole document of a feed, whatever is due or was known of it. */
import type { FeedStatus } from '../contract/model.ts'
import { isoTime } from '../contract/words.ts'
import type { CommandContext } from './context.ts'
import { findFeed } from './find-feed.ts'
import { type OutputOptions, show } from './output.ts'
import { summarise } from './poll.ts'
import { stopped } from './stopped.ts'
import { withApp } from './with-app.ts'

/** 0 when the document was read; 1 when it could not be, or may not be asked for now. */
export function refetch(context: CommandContext, typed: string, options: OutputOptions): Promise<number> {
  const run = { keepSubscriptions: true }
  return withApp(
    context,
    async ({ poller, pages }) => {
      const feed = findFeed(await pages.feeds(), typed)
      void stopped(context.signal).then(poller.stop)
      const summary = await poller.refetch(feed.id)
      if (summary === null) {
        const reason = whyNot(feed, Date.now())
        show(context, options, { url: feed.url, error: reason }, [`${feed.url} is not asked now: ${reason}`])
        return 1
      }
      const { feedId: _, ...data } = summary
      show(context, options, data, summarise([summary]))
      return summary.outcome === 'read' || summary.outcome === 'unchanged' ? 0 : 1
    },
    run,
  )
}

function whyNot({ heldUntil }: FeedStatus, now: number): string {
  if (heldUntil !== null && heldUntil > now)
    return `its publisher wants to be left alone until ${isoTime(heldUntil)}`
  return 'somebody is polling it at this moment'
}
