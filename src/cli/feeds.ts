import { createApp } from '../app.ts'
import { loadConfig } from '../config/load-config.ts'
import type { FeedStatus } from '../model.ts'
import type { CommandContext } from './program.ts'

export async function feeds(context: CommandContext): Promise<number> {
  const app = await createApp(loadConfig(context.config, context.env))
  try {
    const statuses = await app.store.listFeeds()
    if (statuses.length === 0) context.print(`no feeds: name some under "feeds" in ${context.config}`)
    for (const status of statuses) context.print(line(status))
  } finally {
    await app.close()
  }
  return 0
}

function line(feed: FeedStatus): string {
  const polled = feed.lastPollAt === null ? 'never polled' : `polled ${time(feed.lastPollAt)}`
  const next = feed.nextPollAt === null ? 'not polled again' : `next ${time(feed.nextPollAt)}`
  const moved = feed.movedTo ? [`moved to ${feed.movedTo}`] : []
  const error = feed.error ? [`error: ${feed.error}`] : []
  const facts = [
    feed.state.padEnd(9),
    polled,
    next,
    `${feed.entries} entries`,
    feed.outlet,
    feed.url,
    ...moved,
    ...error,
  ]
  return facts.join('  ')
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
