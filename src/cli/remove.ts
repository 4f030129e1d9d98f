/** `wirefold remove URL`: unsubscribes, and takes the feed out of the config where it is named there. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import { withoutFeed } from '../config/without-feed.ts'
import type { Store } from '../contract/store.ts'
import { toSubscription } from '../subscribe/to-subscription.ts'
import { type CommandContext, FileError } from './context.ts'
import { findFeed } from './find-feed.ts'
import { type OutputOptions, show } from './output.ts'
import { withApp } from './with-app.ts'

/** 0 when the feed is polled no more; what it brought stays until retention takes it. */
export function remove(context: CommandContext, typed: string, options: OutputOptions): Promise<number> {
  return withApp(context, async ({ store, pages }, config) => {
    const feed = findFeed(await pages.feeds(), typed)
    const isConfigured = await takeOutOfConfig(context, config, store, feed.url)
    await store.unsubscribe(feed.url)
    const where = isConfigured ? ` and taken out of ${context.config}` : ''
    show(
      context,
      options,
      { url: feed.url, outlet: feed.outlet, entries: feed.entries, config: isConfigured },
      [`unsubscribed from ${feed.url} (${feed.outlet})${where}; its entries stay`],
    )
    return 0
  })
}

/** Whether the config named it, by its shown address. Throws FileError where it cannot be taken out. */
export async function takeOutOfConfig(
  context: CommandContext,
  { feeds }: Config,
  store: Pick<Store, 'shownAs'>,
  shown: string,
): Promise<boolean> {
  const names = await store.shownAs(feeds.map(toSubscription))
  const configured = feeds[names.indexOf(shown)]
  if (configured) takeOut(context.config, configured)
  return configured !== undefined
}

/** Throws FileError where the file does not name the feed or cannot be written. */
function takeOut(file: string, { url }: Config['feeds'][number]): void {
  try {
    const text = withoutFeed(readFileSync(file, 'utf8'), url)
    if (text === null) throw new Error('the feed is not named in it, but in the environment')
    writeFileSync(file, text)
  } catch (error) {
    throw new FileError(`cannot take the feed out of ${file}: ${(error as Error).message}`)
  }
}
