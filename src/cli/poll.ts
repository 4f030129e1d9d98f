import { createApp } from '../app.ts'
import { loadConfig } from '../config/load-config.ts'
import type { PollSummary } from '../model.ts'
import type { CommandContext } from './program.ts'

export async function poll(context: CommandContext, options: { all?: boolean }): Promise<number> {
  const app = await createApp(loadConfig(context.config, context.env))
  context.signal.addEventListener('abort', () => app.poller.stop())
  try {
    const summaries = await (options.all ? app.poller.pollAll() : app.poller.pollDue())
    context.print(summarise(summaries))
  } finally {
    await app.close()
  }
  return 0
}

function summarise(summaries: readonly PollSummary[]): string {
  const failed = summaries.filter((summary) => summary.error !== null)
  const sum = (key: 'added' | 'changed' | 'folded') => summaries.reduce((total, each) => total + each[key], 0)
  const lines = failed.map((summary) => `  ${summary.outlet}: ${summary.error}`)
  const head = `${summaries.length} feeds polled, ${failed.length} failed: ${sum('added')} new entries, ${sum('folded')} of them copies, ${sum('changed')} changed`
  return [head, ...lines].join('\n')
}
