import type { PollSummary } from '../model.ts'
import type { CommandContext } from './context.ts'
import { withApp } from './with-app.ts'

export function poll(context: CommandContext, options: { all?: boolean }): Promise<number> {
  return withApp(context, async ({ poller, round }) => {
    context.signal.addEventListener('abort', () => poller.stop(), { once: true })
    const summaries = await round({ all: options.all ?? false })
    context.print(summarise(summaries))
    return 0
  })
}

/** `12 feeds polled, 1 failed: 34 new entries, 15 of them copies, 0 changed`, then a line per failure. */
export function summarise(summaries: readonly PollSummary[]): string {
  const failed = summaries.filter((summary) => summary.error !== null)
  const sum = (key: 'added' | 'changed' | 'folded') => summaries.reduce((total, each) => total + each[key], 0)
  const feeds = summaries.length === 1 ? 'feed' : 'feeds'
  const polled = `${summaries.length} ${feeds} polled, ${failed.length} failed`
  const read = `${sum('added')} new entries, ${sum('folded')} of them copies, ${sum('changed')} changed`
  return [`${polled}: ${read}`, ...failed.map((summary) => `  ${summary.outlet}: ${summary.error}`)].join(
    '\n',
  )
}
