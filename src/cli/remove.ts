/** `wirefold remove URL`: unsubscribes, and takes the feed out of the config where it is named there. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import { withoutFeed } from '../config/without-feed.ts'
import type { FeedStatus } from '../model.ts'
import { spellings } from '../subscribe/find-feeds.ts'
import { toSubscription } from '../subscribe/to-subscription.ts'
import { type CommandContext, UsageError } from './context.ts'
import { type OutputOptions, show } from './output.ts'
import { withApp } from './with-app.ts'

/** 0 when the feed is polled no more; what it brought stays until retention takes it. */
export function remove(context: CommandContext, typed: string, options: OutputOptions): Promise<number> {
  return withApp(context, async ({ store, pages }, config) => {
    const feed = find(await pages.feeds(), typed)
    const configured = config.feeds.find((each) => toSubscription(each).url === feed.url)
    if (configured) takeOut(context.config, configured)
    await store.unsubscribe(feed.url)
    const where = configured ? ` and taken out of ${context.config}` : ''
    show(
      context,
      options,
      { url: feed.url, outlet: feed.outlet, entries: feed.entries, config: Boolean(configured) },
      [`unsubscribed from ${feed.url} (${feed.outlet})${where}; its entries stay`],
    )
    return 0
  })
}

/** By its address, with or without scheme and last slash, or by where it moved. Throws UsageError. */
function find(feeds: readonly FeedStatus[], typed: string): FeedStatus {
  const wanted = new Set(spellings(typed).map(plain))
  const found = feeds.find(({ url, movedTo }) => wanted.has(plain(url)) || wanted.has(plain(movedTo ?? url)))
  if (found) return found
  const [address = ''] = spellings(typed)
  const host = address && new URL(address).host
  const near = feeds.filter(({ url }) => new URL(url).host === host).map(({ url }) => `\n  ${url}`)
  const hint = near.length > 0 ? `; of that host:${near.join('')}` : ': wirefold feeds lists what is'
  throw new UsageError(`no such subscription${hint}`)
}

function plain(address: string): string {
  const { host, pathname, search } = new URL(address)
  return `${host}${pathname.replace(/\/$/, '')}${search}`
}

/** Throws UsageError where the file does not name the feed or cannot be written. */
function takeOut(file: string, { url }: Config['feeds'][number]): void {
  try {
    const text = withoutFeed(readFileSync(file, 'utf8'), url)
    if (text === null) throw new Error('the feed is not named in it, but in the environment')
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`cannot take the feed out of ${file}: ${(error as Error).message}`)
  }
}
