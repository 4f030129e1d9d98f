/** `wirefold forget URL`: removes a feed with all that it brought, as if it had never been subscribed. */
import type { FeedStatus } from '../contract/model.ts'
import { counted } from '../contract/words.ts'
import { shownAddress, shownText } from '../fetch/shown-address.ts'
import { spellings } from '../subscribe/find-feeds.ts'
import type { CommandContext } from './context.ts'
import { findFeed, NoSuchFeedError } from './find-feed.ts'
import { type OutputOptions, show, withProgress } from './output.ts'
import { takeOutOfConfig } from './remove.ts'
import { withApp } from './with-app.ts'

/** 0 when nothing of it is left. Throws NoSuchFeedError where there is none. */
export function forget(context: CommandContext, typed: string, options: OutputOptions): Promise<number> {
  return withApp(context, async (app, config) => {
    const feeds = await app.pages.feeds()
    const { addresses, feed } = candidates(feeds, typed)
    const isConfigured = feed !== null && (await takeOutOfConfig(context, config, app.store, feed.url))
    for (const url of addresses) {
      const forgotten = await withProgress(
        context,
        () => `forgetting ${shownText(url)}`,
        () => app.store.forget(url, Date.now()),
      )
      if (forgotten === null) continue
      await app.announce()
      const { outlet, entries } = forgotten
      const where = isConfigured ? `, and taken out of ${context.config}` : ''
      show(context, options, { url, outlet, entries, config: isConfigured }, [
        `forgot ${url} (${outlet}) and its ${counted(entries, 'entry', 'entries')}${where}`,
      ])
      return 0
    }
    throw new NoSuchFeedError(`no feed of this address was ever subscribed: ${shownText(typed)}`)
  })
}

/** The shown addresses that it may have: one that was unsubscribed from is in no list. */
function candidates(feeds: readonly FeedStatus[], typed: string) {
  try {
    const feed = findFeed(feeds, typed)
    return { feed, addresses: [feed.url] }
  } catch (error) {
    if (!(error instanceof NoSuchFeedError)) throw error
    const shown = spellings(typed).map((address) => shownAddress(address))
    return { feed: null, addresses: [...new Set([typed, ...shown])] }
  }
}
