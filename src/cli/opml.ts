import { readFileSync } from 'node:fs'
import { ConfigError } from '../config/load-config.ts'
import { decode } from '../parse/charset/decode.ts'
import { writeOpml } from '../publish/opml.ts'
import type { CommandContext } from './context.ts'
import { type OpmlFeeds, readOpml } from './read-opml.ts'
import { withApp } from './with-app.ts'

export function importOpml(context: CommandContext, file: string): Promise<number> {
  const { subscriptions, skipped } = readFeeds(file)
  return withApp(context, async ({ store }) => {
    const added = await store.importFeeds(subscriptions, Date.now())
    const known = subscriptions.length - added
    context.print(`feeds in ${file}: ${added} new, ${known} subscribed already, ${skipped.length} skipped`)
    for (const line of skipped) context.print(`  skipped ${line}`)
    return 0
  })
}

export function exportOpml(context: CommandContext): Promise<number> {
  return withApp(context, async ({ pages }, config) => {
    context.print(writeOpml(config.server.title, await pages.feeds()))
    return 0
  })
}

function readFeeds(file: string): OpmlFeeds {
  try {
    const feeds = readOpml(decode(readFileSync(file), null))
    if (feeds.subscriptions.length > 0) return feeds
    const reasons = feeds.skipped.map((line) => `\n  skipped ${line}`).join('')
    throw new Error(`it names no feed (an OPML outline with an http or https xmlUrl)${reasons}`)
  } catch (error) {
    throw new ConfigError(`cannot read ${file}: ${(error as Error).message}`)
  }
}
